using Weir.Engine.Types;

namespace Weir.Sql.Types;

/// <summary>The type that several expressions agree on: the branches of CASE, the elements of ARRAY[…], the columns of UNION. Source: Calcite's leastRestrictive as Flink sets it up.</summary>
public static class CommonType
{
    /// <summary>The least restrictive type of all, nullable when one of them is; null when there is none.</summary>
    public static DataType? Of(IEnumerable<DataType> types)
    {
        DataType? result = null;
        foreach (DataType type in types)
        {
            result = result is null ? type : Of(result, type);
            if (result is null)
            {
                return null;
            }
        }

        return result;
    }

    /// <summary>The least restrictive type of two, or null when there is none.</summary>
    public static DataType? Of(DataType left, DataType right)
    {
        bool nullable = left.IsNullable || right.IsNullable;
        if (left.SameAs(right) || right.Root == TypeRoot.Null)
        {
            return left.WithNullable(nullable);
        }

        if (left.Root == TypeRoot.Null)
        {
            return right.WithNullable(nullable);
        }

        return null;
    }
}
