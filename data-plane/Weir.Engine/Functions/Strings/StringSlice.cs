using Weir.Engine.Batches;
using Weir.Engine.Expressions;

namespace Weir.Engine.Functions.Strings;

/// <summary>SUBSTRING, LEFT and RIGHT; positions count code points from 1.</summary>
public static class StringSlice
{
    /// <summary>SUBSTRING(text, start [, length]): NULL for a negative length; a negative start counts from the end.</summary>
    public static void Substring(ReadOnlySpan<Column> arguments, Column result, Selection rows, EvaluationContext context)
    {
        BytesColumn text = (BytesColumn)arguments[0];
        FixedColumn<int> starts = (FixedColumn<int>)arguments[1];
        FixedColumn<int>? lengths = arguments.Length > 2 ? (FixedColumn<int>)arguments[2] : null;
        BytesColumn target = (BytesColumn)result;
        foreach (int row in rows)
        {
            int length = lengths is null ? int.MaxValue : lengths[row];
            if (length < 0)
            {
                target.SetNull(row);
                continue;
            }

            target.Set(row, Slice(text[row], starts[row], length));
        }
    }

    /// <summary>LEFT(text, length).</summary>
    public static void Left(ReadOnlySpan<Column> arguments, Column result, Selection rows, EvaluationContext context)
    {
        BytesColumn text = (BytesColumn)arguments[0];
        FixedColumn<int> lengths = (FixedColumn<int>)arguments[1];
        BytesColumn target = (BytesColumn)result;
        foreach (int row in rows)
        {
            ReadOnlySpan<byte> value = text[row];
            target.Set(row, value[..CodePoints.OffsetOf(value, lengths[row])]);
        }
    }

    /// <summary>RIGHT(text, length).</summary>
    public static void Right(ReadOnlySpan<Column> arguments, Column result, Selection rows, EvaluationContext context)
    {
        BytesColumn text = (BytesColumn)arguments[0];
        FixedColumn<int> lengths = (FixedColumn<int>)arguments[1];
        BytesColumn target = (BytesColumn)result;
        foreach (int row in rows)
        {
            ReadOnlySpan<byte> value = text[row];
            int from = value.Length;
            for (int left = lengths[row]; left > 0 && from > 0; left--)
            {
                from = CodePoints.StartBefore(value, from);
            }

            target.Set(row, value[from..]);
        }
    }

    private static ReadOnlySpan<byte> Slice(ReadOnlySpan<byte> text, int start, int length)
    {
        int from = 0;
        if (start > 0)
        {
            from = CodePoints.OffsetOf(text, start - 1);
        }
        else if (start < 0)
        {
            long first = CodePoints.Count(text) + (long)start;
            if (first < 0)
            {
                return [];
            }

            from = CodePoints.OffsetOf(text, (int)first);
        }

        ReadOnlySpan<byte> rest = text[from..];
        return length >= rest.Length ? rest : rest[..CodePoints.OffsetOf(rest, length)];
    }
}
