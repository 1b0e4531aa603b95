using System.Buffers.Binary;
using Weir.Engine.Batches;
using Weir.Engine.Expressions;

namespace Weir.Engine.Functions.Comparison;

/// <summary>Compares strings and binary strings byte by byte (unsigned), which for UTF-8 is the order of code points. Blanks at the end count.</summary>
public static class BytesComparison
{
    /// <summary>The kernel; a constant that is not null stands in for its column.</summary>
    public static ScalarKernel Create(ComparisonOperator comparison, byte[]? left, byte[]? right) => comparison switch
    {
        ComparisonOperator.Equal => Equality(1, left, right),
        ComparisonOperator.NotEqual => Equality(0, left, right),
        ComparisonOperator.Less => Order<IsLess>(left, right),
        ComparisonOperator.LessOrEqual => Order<IsLessOrEqual>(left, right),
        ComparisonOperator.Greater => Order<IsGreater>(left, right),
        _ => Order<IsGreaterOrEqual>(left, right),
    };

    private static ScalarKernel Equality(byte whenEqual, byte[]? left, byte[]? right)
    {
        if ((right ?? left) is not { } constant)
        {
            return (arguments, result, rows, _) => CompareColumns(whenEqual, (BytesColumn)arguments[0], (BytesColumn)arguments[1], ((FixedColumn<byte>)result).Values, rows);
        }

        int argument = right is null ? 1 : 0;
        return (arguments, result, rows, _) => CompareConstant(whenEqual, (BytesColumn)arguments[argument], constant, ((FixedColumn<byte>)result).Values, rows);
    }

    private static void CompareColumns(byte whenEqual, BytesColumn left, BytesColumn right, Span<byte> to, Selection rows)
    {
        foreach (int row in rows)
        {
            to[row] = left[row].SequenceEqual(right[row]) ? whenEqual : (byte)(1 - whenEqual);
        }
    }

    private static void CompareConstant(byte whenEqual, BytesColumn column, ReadOnlySpan<byte> constant, Span<byte> to, Selection rows)
    {
        ReadOnlySpan<int> starts = column.Starts;
        ReadOnlySpan<int> lengths = column.Lengths;
        ReadOnlySpan<byte> data = column.Data;
        if (constant.Length is > 0 and <= 8 && data.Length >= 8)
        {
            CompareShort(whenEqual, starts, lengths, data, constant, to, rows);
            return;
        }

        foreach (int row in rows)
        {
            bool equal = lengths[row] == constant.Length && data.Slice(starts[row], constant.Length).SequenceEqual(constant);
            to[row] = equal ? whenEqual : (byte)(1 - whenEqual);
        }
    }

    /// <summary>A constant of up to eight bytes is compared as one number, without a branch.</summary>
    private static void CompareShort(byte whenEqual, ReadOnlySpan<int> starts, ReadOnlySpan<int> lengths, ReadOnlySpan<byte> data, ReadOnlySpan<byte> constant, Span<byte> to, Selection rows)
    {
        ulong wanted = 0;
        for (int i = constant.Length - 1; i >= 0; i--)
        {
            wanted = (wanted << 8) | constant[i];
        }

        ulong mask = ulong.MaxValue >> (64 - (8 * constant.Length));
        int last = data.Length - 8;
        int flip = 1 - whenEqual;
        foreach (int row in rows)
        {
            // Near the buffer's end the eight bytes begin before the text.
            int start = starts[row];
            int at = Math.Min(start, last);
            ulong bytes = BinaryPrimitives.ReadUInt64LittleEndian(data[at..]) >> (8 * ((start - at) & 7));
            to[row] = (byte)((((bytes & mask) == wanted) & (lengths[row] == constant.Length) ? 1 : 0) ^ flip);
        }
    }

    private static ScalarKernel Order<TTest>(byte[]? left, byte[]? right)
        where TTest : struct, IOrderTest
    {
        if (right is not null)
        {
            return (arguments, result, rows, _) =>
            {
                BytesColumn column = (BytesColumn)arguments[0];
                Span<byte> to = ((FixedColumn<byte>)result).Values;
                foreach (int row in rows)
                {
                    to[row] = TTest.Apply(column[row].SequenceCompareTo(right));
                }
            };
        }

        if (left is not null)
        {
            return (arguments, result, rows, _) =>
            {
                BytesColumn column = (BytesColumn)arguments[1];
                Span<byte> to = ((FixedColumn<byte>)result).Values;
                foreach (int row in rows)
                {
                    to[row] = TTest.Apply(-column[row].SequenceCompareTo(left));
                }
            };
        }

        return (arguments, result, rows, _) =>
        {
            BytesColumn first = (BytesColumn)arguments[0];
            BytesColumn second = (BytesColumn)arguments[1];
            Span<byte> to = ((FixedColumn<byte>)result).Values;
            foreach (int row in rows)
            {
                to[row] = TTest.Apply(first[row].SequenceCompareTo(second[row]));
            }
        };
    }
}
