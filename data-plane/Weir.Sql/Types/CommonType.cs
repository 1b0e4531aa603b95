using Weir.Engine.Types;

namespace Weir.Sql.Types;

/// <summary>The type that several expressions agree on: the branches of CASE, the elements of ARRAY[…], the columns of UNION. Source: Calcite's leastRestrictive as Flink sets it up.</summary>
public static class CommonType
{
    /// <summary>The least restrictive type of all, nullable when one of them is; null when there is none.</summary>
    public static DataType? Of(IEnumerable<DataType> types) => All(types, isMerge: false);

    /// <summary>
    /// The type that the arguments of a function such as COALESCE, GREATEST or ARRAY_CONCAT have in common; null when there is none. It differs from <see cref="Of(IEnumerable{DataType})"/> in FLOAT (with DOUBLE it
    /// is DOUBLE, after DECIMAL it stays) and in TIMESTAMP_LTZ, which wins. Source: Flink's LogicalTypeMerging.
    /// </summary>
    public static DataType? Merge(IEnumerable<DataType> types) => All(types, isMerge: true);

    private static DataType? All(IEnumerable<DataType> types, bool isMerge)
    {
        DataType? result = null;
        foreach (DataType type in types)
        {
            result = result is null ? type : Of(result, type, isMerge);
            if (result is null)
            {
                return null;
            }
        }

        return result;
    }

    /// <summary>The least restrictive type of two, or null when there is none.</summary>
    public static DataType? Of(DataType left, DataType right) => Of(left, right, isMerge: false);

    private static DataType? Of(DataType left, DataType right, bool isMerge)
    {
        bool nullable = left.IsNullable || right.IsNullable;
        if (right.Root == TypeRoot.Null || (left.SameAs(right) && !left.IsInterval))
        {
            return left.WithNullable(nullable);
        }

        if (left.Root == TypeRoot.Null)
        {
            return right.WithNullable(nullable);
        }

        return OfNullable(left, right, isMerge)?.WithNullable(nullable);
    }

    private static DataType? OfNullable(DataType left, DataType right, bool isMerge)
    {
        if (left.IsNumeric && right.IsNumeric)
        {
            return OfNumbers(left, right, isMerge);
        }

        if (left.IsCharacterString && right.IsCharacterString)
        {
            // Texts of different lengths: CHAR becomes VARCHAR, so that nothing is padded.
            return DataType.VarChar(Math.Max(left.Length, right.Length));
        }

        if (left.IsBinaryString && right.IsBinaryString)
        {
            return DataType.VarBinary(Math.Max(left.Length, right.Length));
        }

        if (left.IsTimestamp && right.IsTimestamp)
        {
            return OfTimestamps(left, right, isMerge);
        }

        if (left.Root != right.Root)
        {
            return null;
        }

        return left.Root switch
        {
            TypeRoot.Time => DataType.Time(Math.Max(left.Precision, right.Precision)),
            TypeRoot.IntervalYearMonth => DataType.Interval(true, "MONTH"),
            TypeRoot.IntervalDayTime => DataType.Interval(false, "SECOND(3)"),
            TypeRoot.Array => Of(left.Element, right.Element, isMerge) is { } element ? DataType.Array(element) : null,
            TypeRoot.Multiset => Of(left.Element, right.Element, isMerge) is { } item ? DataType.Multiset(item) : null,
            TypeRoot.Map => Of(left.Key, right.Key, isMerge) is { } key && Of(left.Value, right.Value, isMerge) is { } value ? DataType.Map(key, value) : null,
            TypeRoot.Row => OfRows(left, right, isMerge),
            _ => null,
        };
    }

    private static DataType OfNumbers(DataType left, DataType right, bool isMerge)
    {
        if (left.IsApproximate || right.IsApproximate)
        {
            if (isMerge)
            {
                return left.Root == TypeRoot.Double || right.Root is TypeRoot.Double or TypeRoot.Decimal ? DataType.Double : DataType.Float;
            }

            // Of two approximate types the first wins, even if it is FLOAT: Calcite's peculiarity, and Flink's.
            return left.Root == TypeRoot.Decimal || right.Root == TypeRoot.Decimal ? DataType.Double : left.IsApproximate ? left : right;
        }

        if (left.Root == TypeRoot.Decimal || right.Root == TypeRoot.Decimal)
        {
            return DecimalTypes.Common(DecimalTypes.Of(left)!, DecimalTypes.Of(right)!);
        }

        return left.Root >= right.Root ? left : right;
    }

    /// <summary>The higher precision; of TIMESTAMP and TIMESTAMP_LTZ the second when precisions differ, else the first: Calcite's peculiarity, and Flink's.</summary>
    private static DataType OfTimestamps(DataType left, DataType right, bool isMerge)
    {
        int precision = Math.Max(left.Precision, right.Precision);
        TypeRoot root = isMerge ? (left.Root == right.Root ? left.Root : TypeRoot.TimestampLtz) : left.Precision == right.Precision ? left.Root : right.Root;
        return root == TypeRoot.Timestamp ? DataType.Timestamp(precision) : DataType.TimestampLtz(precision);
    }

    private static DataType? OfRows(DataType left, DataType right, bool isMerge)
    {
        if (left.Fields.Count != right.Fields.Count)
        {
            return null;
        }

        RowField[] fields = new RowField[left.Fields.Count];
        for (int f = 0; f < fields.Length; f++)
        {
            if (Of(left.Fields[f].Type, right.Fields[f].Type, isMerge) is not { } type)
            {
                return null;
            }

            fields[f] = new RowField(left.Fields[f].Name, type, left.Fields[f].Description);
        }

        return DataType.Row(fields);
    }
}
