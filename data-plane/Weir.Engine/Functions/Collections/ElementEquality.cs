using Weir.Engine.Batches;
using Weir.Engine.Types;

namespace Weir.Engine.Functions.Collections;

/// <summary>
/// Whether elements are the same, as SQL's <c>=</c> has it: NaN is not even the same as itself, and the two zeros are. NULL is the same as NULL, which the collection functions look at apart.
/// </summary>
internal static class ElementEquality
{
    public static bool Equals(Column left, int leftRow, Column right, int rightRow)
    {
        bool isNull = left.IsNull(leftRow);
        if (isNull || right.IsNull(rightRow))
        {
            return isNull && right.IsNull(rightRow);
        }

        switch (left.Physical)
        {
            case PhysicalType.Float32:
                return ((FixedColumn<float>)left)[leftRow] == ((FixedColumn<float>)right)[rightRow];
            case PhysicalType.Float64:
                return ((FixedColumn<double>)left)[leftRow] == ((FixedColumn<double>)right)[rightRow];
            case PhysicalType.Array:
                return ArraysEqual((ArrayColumn)left, leftRow, (ArrayColumn)right, rightRow);
            case PhysicalType.Row:
                return RowsEqual((RowColumn)left, leftRow, (RowColumn)right, rightRow);
            case PhysicalType.Map:
                return MapsEqual((MapColumn)left, leftRow, (MapColumn)right, rightRow);
            default:
                return ColumnComparer.Equals(left, leftRow, right, rightRow);
        }
    }

    /// <summary>A hash that agrees with <see cref="Equals"/> for elements that are no nested values with zeros of both signs.</summary>
    public static ulong Hash(Column column, int row) => column switch
    {
        FixedColumn<double> c when !c.IsNull(row) && c[row] == 0 => 1,
        FixedColumn<float> c when !c.IsNull(row) && c[row] == 0 => 1,
        _ => ColumnComparer.Hash(column, row),
    };

    /// <summary>The position of the first element of an array that is the same as a value, or -1.</summary>
    public static int Find(ArrayColumn array, int row, Column value, int valueRow)
    {
        int start = array.Starts[row];
        int end = start + array.Lengths[row];
        for (int e = start; e < end; e++)
        {
            if (Equals(array.Elements, e, value, valueRow))
            {
                return e;
            }
        }

        return -1;
    }

    /// <summary>The position of the entry of a map with a key, or -1.</summary>
    public static int FindKey(MapColumn map, int start, int end, Column key, int keyRow)
    {
        for (int e = start; e < end; e++)
        {
            if (Equals(map.Keys, e, key, keyRow))
            {
                return e;
            }
        }

        return -1;
    }

    private static bool ArraysEqual(ArrayColumn left, int leftRow, ArrayColumn right, int rightRow)
    {
        if (left.Lengths[leftRow] != right.Lengths[rightRow])
        {
            return false;
        }

        for (int e = 0; e < left.Lengths[leftRow]; e++)
        {
            if (!Equals(left.Elements, left.Starts[leftRow] + e, right.Elements, right.Starts[rightRow] + e))
            {
                return false;
            }
        }

        return true;
    }

    private static bool RowsEqual(RowColumn left, int leftRow, RowColumn right, int rightRow)
    {
        for (int f = 0; f < left.Fields.Length; f++)
        {
            if (!Equals(left.Fields[f], leftRow, right.Fields[f], rightRow))
            {
                return false;
            }
        }

        return true;
    }

    private static bool MapsEqual(MapColumn left, int leftRow, MapColumn right, int rightRow)
    {
        if (left.Lengths[leftRow] != right.Lengths[rightRow])
        {
            return false;
        }

        int start = right.Starts[rightRow];
        for (int e = 0; e < left.Lengths[leftRow]; e++)
        {
            int mine = left.Starts[leftRow] + e;
            int at = FindKey(right, start, start + right.Lengths[rightRow], left.Keys, mine);
            if (at < 0 || !Equals(left.Values, mine, right.Values, at))
            {
                return false;
            }
        }

        return true;
    }
}
