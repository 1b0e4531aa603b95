using Weir.Engine.Batches;

namespace Weir.Engine.Expressions;

/// <summary>Copies rows between columns of one layout, each to its own position, without a call for each row where the layout is a simple one.</summary>
internal static class RowCopy
{
    /// <summary>Copies the rows; <paramref name="isConstant"/> says that all have the same value.</summary>
    public static void Copy(Column to, Column from, Selection rows, bool isConstant)
    {
        if (from.HasNulls || to.HasNulls)
        {
            CopyWithNulls(to, from, rows);
            return;
        }

        switch (to)
        {
            case FixedColumn<long> longs:
                Copy(longs, (FixedColumn<long>)from, rows);
                break;
            case FixedColumn<int> ints:
                Copy(ints, (FixedColumn<int>)from, rows);
                break;
            case FixedColumn<byte> truths:
                Copy(truths, (FixedColumn<byte>)from, rows);
                break;
            case FixedColumn<double> doubles:
                Copy(doubles, (FixedColumn<double>)from, rows);
                break;
            case FixedColumn<Int128> wides:
                Copy(wides, (FixedColumn<Int128>)from, rows);
                break;
            case BytesColumn texts when isConstant:
                Repeat(texts, (BytesColumn)from, rows);
                break;
            case BytesColumn texts:
                Copy(texts, (BytesColumn)from, rows);
                break;
            default:
                CopyWithNulls(to, from, rows);
                break;
        }
    }

    private static void CopyWithNulls(Column to, Column from, Selection rows)
    {
        foreach (int row in rows)
        {
            to.CopyRow(row, from, row);
        }
    }

    private static void Copy<T>(FixedColumn<T> to, FixedColumn<T> from, Selection rows)
        where T : unmanaged
    {
        Span<T> values = to.Values;
        ReadOnlySpan<T> others = from.Values;
        foreach (int row in rows)
        {
            values[row] = others[row];
        }
    }

    private static void Copy(BytesColumn to, BytesColumn from, Selection rows)
    {
        ReadOnlySpan<int> starts = from.Starts;
        ReadOnlySpan<int> lengths = from.Lengths;
        ReadOnlySpan<byte> data = from.Data;
        foreach (int row in rows)
        {
            to.Set(row, data.Slice(starts[row], lengths[row]));
        }
    }

    /// <summary>The bytes are written once, and all rows are that range.</summary>
    private static void Repeat(BytesColumn to, BytesColumn from, Selection rows)
    {
        ReadOnlySpan<byte> value = from[rows[0]];
        int start = to.Append(value);
        foreach (int row in rows)
        {
            to.SetRange(row, start, value.Length);
        }
    }
}
