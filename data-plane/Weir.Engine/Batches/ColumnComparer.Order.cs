using System.Buffers;
using Weir.Engine.Types;

namespace Weir.Engine.Batches;

public static partial class ColumnComparer
{
    /// <summary>
    /// Less than 0, 0 or more than 0 as the left value comes before, is the same as, or comes after the right one. Maps, for which SQL has no order, compare
    /// by size and then by their entries in order of key, so that any value can be sorted.
    /// </summary>
    public static int Compare(Column left, int leftRow, Column right, int rightRow)
    {
        bool leftNull = left.IsNull(leftRow);
        bool rightNull = right.IsNull(rightRow);
        if (leftNull || rightNull)
        {
            return (leftNull ? 0 : 1) - (rightNull ? 0 : 1);
        }

        switch (left.Physical)
        {
            case PhysicalType.Bool:
                return Value<byte>(left, leftRow).CompareTo(Value<byte>(right, rightRow));
            case PhysicalType.Int8:
                return Value<sbyte>(left, leftRow).CompareTo(Value<sbyte>(right, rightRow));
            case PhysicalType.Int16:
                return Value<short>(left, leftRow).CompareTo(Value<short>(right, rightRow));
            case PhysicalType.Int32:
                return Value<int>(left, leftRow).CompareTo(Value<int>(right, rightRow));
            case PhysicalType.Int64:
                return Value<long>(left, leftRow).CompareTo(Value<long>(right, rightRow));
            case PhysicalType.Int128:
                return Value<Int128>(left, leftRow).CompareTo(Value<Int128>(right, rightRow));
            case PhysicalType.Float32:
                return CompareFloats(Value<float>(left, leftRow), Value<float>(right, rightRow));
            case PhysicalType.Float64:
                return CompareFloats(Value<double>(left, leftRow), Value<double>(right, rightRow));
            case PhysicalType.Bytes:
                return ((BytesColumn)left)[leftRow].SequenceCompareTo(((BytesColumn)right)[rightRow]);
            case PhysicalType.Array:
                return CompareArrays((ArrayColumn)left, leftRow, (ArrayColumn)right, rightRow);
            case PhysicalType.Map:
                return CompareMaps((MapColumn)left, leftRow, (MapColumn)right, rightRow);
            case PhysicalType.Row:
                return CompareRows((RowColumn)left, leftRow, (RowColumn)right, rightRow);
            default:
                throw new ArgumentOutOfRangeException(nameof(left));
        }
    }

    // .NET puts NaN first and holds the two zeros to be the same; Java does neither.
    private static int CompareFloats(double left, double right)
    {
        if (left < right)
        {
            return -1;
        }

        return left > right ? 1 : Bits(left).CompareTo(Bits(right));
    }

    private static int CompareArrays(ArrayColumn left, int leftRow, ArrayColumn right, int rightRow)
    {
        int common = Math.Min(left.Lengths[leftRow], right.Lengths[rightRow]);
        int l = left.Starts[leftRow];
        int r = right.Starts[rightRow];
        for (int e = 0; e < common; e++)
        {
            int order = Compare(left.Elements, l + e, right.Elements, r + e);
            if (order != 0)
            {
                return order;
            }
        }

        return left.Lengths[leftRow].CompareTo(right.Lengths[rightRow]);
    }

    private static int CompareRows(RowColumn left, int leftRow, RowColumn right, int rightRow)
    {
        for (int f = 0; f < left.Fields.Length; f++)
        {
            int order = Compare(left.Fields[f], leftRow, right.Fields[f], rightRow);
            if (order != 0)
            {
                return order;
            }
        }

        return 0;
    }

    private static int CompareMaps(MapColumn left, int leftRow, MapColumn right, int rightRow)
    {
        int length = left.Lengths[leftRow];
        int order = length.CompareTo(right.Lengths[rightRow]);
        if (order != 0)
        {
            return order;
        }

        int[] l = SortedEntries(left, leftRow);
        int[] r = SortedEntries(right, rightRow);
        for (int e = 0; e < length && order == 0; e++)
        {
            order = Compare(left.Keys, l[e], right.Keys, r[e]);
            order = order != 0 ? order : Compare(left.Values, l[e], right.Values, r[e]);
        }

        ArrayPool<int>.Shared.Return(l);
        ArrayPool<int>.Shared.Return(r);
        return order;
    }

    /// <summary>The positions of a map's entries in order of key, in an array from the shared pool.</summary>
    private static int[] SortedEntries(MapColumn map, int row)
    {
        int length = map.Lengths[row];
        int[] entries = ArrayPool<int>.Shared.Rent(length);
        for (int e = 0; e < length; e++)
        {
            entries[e] = map.Starts[row] + e;
        }

        entries.AsSpan(0, length).Sort(new RowOrder(map.Keys));
        return entries;
    }

    /// <summary>Compares rows of one column, for sorting positions.</summary>
    public readonly struct RowOrder(Column column) : IComparer<int>
    {
        /// <inheritdoc/>
        public int Compare(int x, int y) => ColumnComparer.Compare(column, x, column, y);
    }
}
