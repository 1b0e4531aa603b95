using System.Runtime.CompilerServices;
using Weir.Engine.Types;

namespace Weir.Engine.Batches;

/// <summary>
/// Equality, order and hash of single values of columns of the same layout, nested ones to their depths; for keys, distinct sets and the collection functions.
/// <para>
/// NULL equals NULL and comes before everything else. Floating point is compared as Java's <c>Double.compare</c> does: NaN equals itself and is the greatest,
/// -0.0 is less than 0.0. Bytes compare unsigned, which for UTF-8 is the order of code points. Maps and multisets are equal whatever the order of their
/// entries. Rows and arrays compare element by element, a prefix first. <see cref="Equals(Column, int, Column, int)"/>, <see cref="Compare"/> and <see cref="Hash"/> agree with each other.
/// </para>
/// Thread-safe as long as nobody writes the columns. The hash is the same in every process, and on every machine of the same byte order.
/// </summary>
public static partial class ColumnComparer
{
    /// <summary>Whether two values are the same, NULL among them.</summary>
    public static bool Equals(Column left, int leftRow, Column right, int rightRow)
    {
        bool isNull = left.IsNull(leftRow);
        if (isNull || right.IsNull(rightRow))
        {
            return isNull && right.IsNull(rightRow);
        }

        switch (left.Physical)
        {
            case PhysicalType.Bool:
                return Value<byte>(left, leftRow) == Value<byte>(right, rightRow);
            case PhysicalType.Int8:
                return Value<sbyte>(left, leftRow) == Value<sbyte>(right, rightRow);
            case PhysicalType.Int16:
                return Value<short>(left, leftRow) == Value<short>(right, rightRow);
            case PhysicalType.Int32:
                return Value<int>(left, leftRow) == Value<int>(right, rightRow);
            case PhysicalType.Int64:
                return Value<long>(left, leftRow) == Value<long>(right, rightRow);
            case PhysicalType.Int128:
                return Value<Int128>(left, leftRow) == Value<Int128>(right, rightRow);
            case PhysicalType.Float32:
                return Bits(Value<float>(left, leftRow)) == Bits(Value<float>(right, rightRow));
            case PhysicalType.Float64:
                return Bits(Value<double>(left, leftRow)) == Bits(Value<double>(right, rightRow));
            case PhysicalType.Bytes:
                return ((BytesColumn)left)[leftRow].SequenceEqual(((BytesColumn)right)[rightRow]);
            case PhysicalType.Array:
                return ArraysEqual((ArrayColumn)left, leftRow, (ArrayColumn)right, rightRow);
            case PhysicalType.Map:
                return MapsEqual((MapColumn)left, leftRow, (MapColumn)right, rightRow);
            case PhysicalType.Row:
                return RowsEqual((RowColumn)left, leftRow, (RowColumn)right, rightRow);
            default:
                throw new ArgumentOutOfRangeException(nameof(left));
        }
    }

    private static bool ArraysEqual(ArrayColumn left, int leftRow, ArrayColumn right, int rightRow)
    {
        int length = left.Lengths[leftRow];
        if (length != right.Lengths[rightRow])
        {
            return false;
        }

        int l = left.Starts[leftRow];
        int r = right.Starts[rightRow];
        for (int e = 0; e < length; e++)
        {
            if (!Equals(left.Elements, l + e, right.Elements, r + e))
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

    // A map's keys differ from each other, so two maps of one size are equal when each key of one is in the other with the same value.
    private static bool MapsEqual(MapColumn left, int leftRow, MapColumn right, int rightRow)
    {
        int length = left.Lengths[leftRow];
        if (length != right.Lengths[rightRow])
        {
            return false;
        }

        int l = left.Starts[leftRow];
        int r = right.Starts[rightRow];
        for (int e = 0; e < length; e++)
        {
            // Equal maps mostly have their entries in the same order.
            int at = Equals(left.Keys, l + e, right.Keys, r + e) ? r + e : FindKey(right, rightRow, left.Keys, l + e);
            if (at < 0 || !Equals(left.Values, l + e, right.Values, at))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The position of the entry of a map that has the key (in the map's <see cref="MapColumn.Keys"/>), or -1.</summary>
    public static int FindKey(MapColumn map, int row, Column key, int keyRow)
    {
        int start = map.Starts[row];
        int end = start + map.Lengths[row];
        for (int e = start; e < end; e++)
        {
            if (Equals(map.Keys, e, key, keyRow))
            {
                return e;
            }
        }

        return -1;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Value<T>(Column column, int row)
        where T : unmanaged => ((FixedColumn<T>)column)[row];

    // Java's floatToIntBits: one NaN.
    private static int Bits(float value) => float.IsNaN(value) ? 0x7fc00000 : BitConverter.SingleToInt32Bits(value);

    private static long Bits(double value) => double.IsNaN(value) ? 0x7ff8000000000000L : BitConverter.DoubleToInt64Bits(value);
}
