using Weir.Engine.Batches;
using Weir.Engine.Expressions;

namespace Weir.Engine.Functions.Collections;

/// <summary>The kernels of the functions of one array and a value. Unless said otherwise, rows with NULL among the arguments are not asked for.</summary>
public static class ArrayKernels
{
    /// <summary>CARDINALITY of an array or map; may be asked for NULLs, whose value does not count.</summary>
    public static void Cardinality(ReadOnlySpan<Column> arguments, Column result, Selection rows, EvaluationContext context)
    {
        ReadOnlySpan<int> lengths = arguments[0] is ArrayColumn array ? array.Lengths : ((MapColumn)arguments[0]).Lengths;
        Span<int> to = ((FixedColumn<int>)result).Values;
        if (rows.IsDense)
        {
            lengths[..rows.Count].CopyTo(to);
            return;
        }

        foreach (int row in rows)
        {
            to[row] = lengths[row];
        }
    }

    /// <summary>array[INT]: counted from 1; NULL where there is no such element.</summary>
    public static void Item(ReadOnlySpan<Column> arguments, Column result, Selection rows, EvaluationContext context)
    {
        ArrayColumn array = (ArrayColumn)arguments[0];
        FixedColumn<int> index = (FixedColumn<int>)arguments[1];
        foreach (int row in rows)
        {
            int at = index[row];
            if (at < 1 || at > array.Lengths[row])
            {
                result.SetNull(row);
            }
            else
            {
                result.CopyRow(row, array.Elements, array.Starts[row] + at - 1);
            }
        }
    }

    /// <summary>ELEMENT: the only element; NULL of an empty array, an error of a longer one.</summary>
    public static void Element(ReadOnlySpan<Column> arguments, Column result, Selection rows, EvaluationContext context)
    {
        ArrayColumn array = (ArrayColumn)arguments[0];
        foreach (int row in rows)
        {
            switch (array.Lengths[row])
            {
                case 0:
                    result.SetNull(row);
                    break;
                case 1:
                    result.CopyRow(row, array.Elements, array.Starts[row]);
                    break;
                default:
                    throw new EvaluationException("Array has more than one element.");
            }
        }
    }

    /// <summary>ARRAY_CONTAINS; looks at NULL itself: NULL may be looked for.</summary>
    public static void Contains(ReadOnlySpan<Column> arguments, Column result, Selection rows, EvaluationContext context)
    {
        ArrayColumn array = (ArrayColumn)arguments[0];
        FixedColumn<byte> to = (FixedColumn<byte>)result;
        foreach (int row in rows)
        {
            if (array.IsNull(row))
            {
                to.SetNull(row);
            }
            else
            {
                to[row] = ElementEquality.Find(array, row, arguments[1], row) >= 0 ? (byte)1 : (byte)0;
            }
        }
    }

    /// <summary>ARRAY_POSITION: counted from 1; 0 where the value is not there.</summary>
    public static void Position(ReadOnlySpan<Column> arguments, Column result, Selection rows, EvaluationContext context)
    {
        ArrayColumn array = (ArrayColumn)arguments[0];
        FixedColumn<int> to = (FixedColumn<int>)result;
        foreach (int row in rows)
        {
            int at = ElementEquality.Find(array, row, arguments[1], row);
            to[row] = at < 0 ? 0 : at - array.Starts[row] + 1;
        }
    }

    /// <summary>ARRAY_APPEND; looks at NULL itself: NULL may be appended.</summary>
    public static void Append(ReadOnlySpan<Column> arguments, Column result, Selection rows, EvaluationContext context) => Extend(arguments, result, rows, atEnd: true);

    /// <summary>ARRAY_PREPEND; looks at NULL itself: NULL may be prepended.</summary>
    public static void Prepend(ReadOnlySpan<Column> arguments, Column result, Selection rows, EvaluationContext context) => Extend(arguments, result, rows, atEnd: false);

    private static void Extend(ReadOnlySpan<Column> arguments, Column result, Selection rows, bool atEnd)
    {
        ArrayColumn array = (ArrayColumn)arguments[0];
        ArrayColumn to = (ArrayColumn)result;
        foreach (int row in rows)
        {
            if (array.IsNull(row))
            {
                to.SetNull(row);
                continue;
            }

            int start = to.ElementCount;
            if (!atEnd)
            {
                to.Elements.CopyRow(to.AddElement(), arguments[1], row);
            }

            CopyElements(to, array, array.Starts[row], array.Lengths[row]);
            if (atEnd)
            {
                to.Elements.CopyRow(to.AddElement(), arguments[1], row);
            }

            to.Commit(row, start);
        }
    }

    /// <summary>ARRAY_REMOVE; looks at NULL itself: NULL elements may be removed.</summary>
    public static void Remove(ReadOnlySpan<Column> arguments, Column result, Selection rows, EvaluationContext context)
    {
        ArrayColumn array = (ArrayColumn)arguments[0];
        ArrayColumn to = (ArrayColumn)result;
        foreach (int row in rows)
        {
            if (array.IsNull(row))
            {
                to.SetNull(row);
                continue;
            }

            int start = to.ElementCount;
            for (int e = array.Starts[row]; e < array.Starts[row] + array.Lengths[row]; e++)
            {
                if (!ElementEquality.Equals(array.Elements, e, arguments[1], row))
                {
                    to.Elements.CopyRow(to.AddElement(), array.Elements, e);
                }
            }

            to.Commit(row, start);
        }
    }

    /// <summary>ARRAY_REVERSE.</summary>
    public static void Reverse(ReadOnlySpan<Column> arguments, Column result, Selection rows, EvaluationContext context)
    {
        ArrayColumn array = (ArrayColumn)arguments[0];
        ArrayColumn to = (ArrayColumn)result;
        foreach (int row in rows)
        {
            int start = to.ElementCount;
            for (int e = array.Lengths[row] - 1; e >= 0; e--)
            {
                to.Elements.CopyRow(to.AddElement(), array.Elements, array.Starts[row] + e);
            }

            to.Commit(row, start);
        }
    }

    /// <summary>ARRAY_SLICE(array, start[, end]): positions from 1, from the end when negative, both inclusive; 0 is the first.</summary>
    public static void Slice(ReadOnlySpan<Column> arguments, Column result, Selection rows, EvaluationContext context)
    {
        ArrayColumn array = (ArrayColumn)arguments[0];
        FixedColumn<int> first = (FixedColumn<int>)arguments[1];
        FixedColumn<int>? last = arguments.Length > 2 ? (FixedColumn<int>)arguments[2] : null;
        ArrayColumn to = (ArrayColumn)result;
        foreach (int row in rows)
        {
            int length = array.Lengths[row];
            long from = first[row] < 0 ? (long)first[row] + length + 1 : first[row];
            long end = last is null ? length : last[row] < 0 ? (long)last[row] + length + 1 : last[row];
            from = Math.Max(1, from);
            end = end == 0 ? 1 : Math.Min(end, length);
            int start = to.ElementCount;
            if (length > 0 && from <= end)
            {
                CopyElements(to, array, array.Starts[row] + (int)from - 1, (int)(end - from) + 1);
            }

            to.Commit(row, start);
        }
    }

    /// <summary>ARRAY_JOIN(array, delimiter[, replacement of NULL]): without a replacement NULL elements are left out.</summary>
    public static void Join(ReadOnlySpan<Column> arguments, Column result, Selection rows, EvaluationContext context)
    {
        ArrayColumn array = (ArrayColumn)arguments[0];
        BytesColumn elements = (BytesColumn)array.Elements;
        BytesColumn delimiter = (BytesColumn)arguments[1];
        BytesColumn? replacement = arguments.Length > 2 ? (BytesColumn)arguments[2] : null;
        BytesColumn to = (BytesColumn)result;
        foreach (int row in rows)
        {
            int start = to.UsedBytes;
            bool any = false;
            for (int e = array.Starts[row]; e < array.Starts[row] + array.Lengths[row]; e++)
            {
                if (elements.IsNull(e) && replacement is null)
                {
                    continue;
                }

                if (any)
                {
                    to.Append(delimiter[row]);
                }

                to.Append(elements.IsNull(e) ? replacement![row] : elements[e]);
                any = true;
            }

            to.SetRange(row, start, to.UsedBytes - start);
        }
    }

    internal static void CopyElements(ArrayColumn to, ArrayColumn from, int start, int count)
    {
        for (int e = start; e < start + count; e++)
        {
            to.Elements.CopyRow(to.AddElement(), from.Elements, e);
        }
    }
}
