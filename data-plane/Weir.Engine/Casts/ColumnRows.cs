using Weir.Engine.Batches;

namespace Weir.Engine.Casts;

/// <summary>Compares two rows of one column.</summary>
internal static class ColumnRows
{
    /// <summary>Whether both rows are NULL or have the same value (NaN is equal to itself, 0.0 is not to -0.0, as for the keys of Java's maps).</summary>
    public static bool AreEqual(Column column, int left, int right)
    {
        if (column.IsNull(left) || column.IsNull(right))
        {
            return column.IsNull(left) && column.IsNull(right);
        }

        return column switch
        {
            FixedColumn<byte> c => c[left] == c[right],
            FixedColumn<sbyte> c => c[left] == c[right],
            FixedColumn<short> c => c[left] == c[right],
            FixedColumn<int> c => c[left] == c[right],
            FixedColumn<long> c => c[left] == c[right],
            FixedColumn<float> c => BitConverter.SingleToInt32Bits(c[left]) == BitConverter.SingleToInt32Bits(c[right]),
            FixedColumn<double> c => BitConverter.DoubleToInt64Bits(c[left]) == BitConverter.DoubleToInt64Bits(c[right]),
            FixedColumn<Int128> c => c[left] == c[right],
            BytesColumn c => c[left].SequenceEqual(c[right]),
            ArrayColumn c => c.Lengths[left] == c.Lengths[right] && AreEqual(c.Elements, c.Starts[left], c.Starts[right], c.Lengths[left]),
            MapColumn c => c.Lengths[left] == c.Lengths[right]
                && AreEqual(c.Keys, c.Starts[left], c.Starts[right], c.Lengths[left])
                && AreEqual(c.Values, c.Starts[left], c.Starts[right], c.Lengths[left]),
            RowColumn c => AreEqual(c.Fields, left, right),
            _ => throw new ArgumentOutOfRangeException(nameof(column)),
        };
    }

    private static bool AreEqual(Column elements, int left, int right, int count)
    {
        for (int e = 0; e < count; e++)
        {
            if (!AreEqual(elements, left + e, right + e))
            {
                return false;
            }
        }

        return true;
    }

    private static bool AreEqual(ReadOnlySpan<Column> fields, int left, int right)
    {
        foreach (Column field in fields)
        {
            if (!AreEqual(field, left, right))
            {
                return false;
            }
        }

        return true;
    }
}
