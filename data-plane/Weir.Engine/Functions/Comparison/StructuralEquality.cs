using Weir.Engine.Batches;
using Weir.Engine.Expressions;

namespace Weir.Engine.Functions.Comparison;

/// <summary>
/// Equality of ARRAY, MAP, MULTISET and ROW values of the same layout. Inside a value NULL equals NULL. Elements of arrays and maps compare as = does (NaN equals nothing), the fields of
/// a ROW bit by bit, as in Flink.
/// </summary>
public static class StructuralEquality
{
    /// <summary>The kernel of = or, when <paramref name="negated"/>, of &lt;&gt;.</summary>
    public static ScalarKernel Create(bool negated) => (arguments, result, rows, _) =>
    {
        Span<byte> to = ((FixedColumn<byte>)result).Values;
        foreach (int row in rows)
        {
            to[row] = AreEqual(arguments[0], row, arguments[1], row, false) != negated ? (byte)1 : (byte)0;
        }
    };

    /// <summary>Whether two values that are not NULL are equal; <paramref name="bitwise"/> inside a ROW.</summary>
    public static bool AreEqual(Column left, int leftRow, Column right, int rightRow, bool bitwise)
    {
        switch (left)
        {
            case FixedColumn<byte> c:
                return c[leftRow] == ((FixedColumn<byte>)right)[rightRow];
            case FixedColumn<sbyte> c:
                return c[leftRow] == ((FixedColumn<sbyte>)right)[rightRow];
            case FixedColumn<short> c:
                return c[leftRow] == ((FixedColumn<short>)right)[rightRow];
            case FixedColumn<int> c:
                return c[leftRow] == ((FixedColumn<int>)right)[rightRow];
            case FixedColumn<long> c:
                return c[leftRow] == ((FixedColumn<long>)right)[rightRow];
            case FixedColumn<Int128> c:
                return c[leftRow] == ((FixedColumn<Int128>)right)[rightRow];
            case FixedColumn<float> c when bitwise:
                return BitConverter.SingleToInt32Bits(c[leftRow]) == BitConverter.SingleToInt32Bits(((FixedColumn<float>)right)[rightRow]);
            case FixedColumn<float> c:
                return c[leftRow] == ((FixedColumn<float>)right)[rightRow];
            case FixedColumn<double> c when bitwise:
                return BitConverter.DoubleToInt64Bits(c[leftRow]) == BitConverter.DoubleToInt64Bits(((FixedColumn<double>)right)[rightRow]);
            case FixedColumn<double> c:
                return c[leftRow] == ((FixedColumn<double>)right)[rightRow];
            case BytesColumn c:
                return c[leftRow].SequenceEqual(((BytesColumn)right)[rightRow]);
            case ArrayColumn c:
                return ArraysEqual(c, leftRow, (ArrayColumn)right, rightRow, bitwise);
            case MapColumn c:
                return MapsEqual(c, leftRow, (MapColumn)right, rightRow, bitwise);
            default:
                return RowsEqual((RowColumn)left, leftRow, (RowColumn)right, rightRow);
        }
    }

    private static bool AreSame(Column left, int leftRow, Column right, int rightRow, bool bitwise)
    {
        bool isNull = left.IsNull(leftRow);
        return isNull == right.IsNull(rightRow) && (isNull || AreEqual(left, leftRow, right, rightRow, bitwise));
    }

    private static bool ArraysEqual(ArrayColumn left, int leftRow, ArrayColumn right, int rightRow, bool bitwise)
    {
        int length = left.Lengths[leftRow];
        if (length != right.Lengths[rightRow])
        {
            return false;
        }

        int leftStart = left.Starts[leftRow];
        int rightStart = right.Starts[rightRow];
        for (int e = 0; e < length; e++)
        {
            if (!AreSame(left.Elements, leftStart + e, right.Elements, rightStart + e, bitwise))
            {
                return false;
            }
        }

        return true;
    }

    // The order of a map's entries means nothing, so each key of one is looked for in the other.
    private static bool MapsEqual(MapColumn left, int leftRow, MapColumn right, int rightRow, bool bitwise)
    {
        int length = left.Lengths[leftRow];
        if (length != right.Lengths[rightRow])
        {
            return false;
        }

        int leftStart = left.Starts[leftRow];
        int rightStart = right.Starts[rightRow];
        for (int e = leftStart; e < leftStart + length; e++)
        {
            bool found = false;
            for (int other = rightStart; !found && other < rightStart + length; other++)
            {
                found = AreSame(left.Keys, e, right.Keys, other, bitwise) && AreSame(left.Values, e, right.Values, other, bitwise);
            }

            if (!found)
            {
                return false;
            }
        }

        return true;
    }

    private static bool RowsEqual(RowColumn left, int leftRow, RowColumn right, int rightRow)
    {
        ReadOnlySpan<Column> leftFields = left.Fields;
        ReadOnlySpan<Column> rightFields = right.Fields;
        for (int f = 0; f < leftFields.Length; f++)
        {
            if (!AreSame(leftFields[f], leftRow, rightFields[f], rightRow, true))
            {
                return false;
            }
        }

        return true;
    }
}
