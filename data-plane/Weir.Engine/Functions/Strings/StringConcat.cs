using Weir.Engine.Batches;
using Weir.Engine.Expressions;

namespace Weir.Engine.Functions.Strings;

/// <summary>CONCAT (also ||) and CONCAT_WS.</summary>
public static class StringConcat
{
    /// <summary>CONCAT(text, …): one after the other.</summary>
    public static void Concat(ReadOnlySpan<Column> arguments, Column result, Selection rows, EvaluationContext context)
    {
        BytesColumn target = (BytesColumn)result;
        foreach (int row in rows)
        {
            int length = 0;
            foreach (Column argument in arguments)
            {
                length = checked(length + ((BytesColumn)argument).Lengths[row]);
            }

            Span<byte> room = target.Reserve(length);
            int written = 0;
            foreach (Column argument in arguments)
            {
                ReadOnlySpan<byte> part = ((BytesColumn)argument)[row];
                part.CopyTo(room[written..]);
                written += part.Length;
            }

            target.Commit(row, written);
        }
    }

    /// <summary>CONCAT_WS(separator, text, …): those that are not NULL with the separator between them; NULL only when the separator is.</summary>
    public static void ConcatWithSeparator(ReadOnlySpan<Column> arguments, Column result, Selection rows, EvaluationContext context)
    {
        BytesColumn target = (BytesColumn)result;
        BytesColumn separators = (BytesColumn)arguments[0];
        foreach (int row in rows)
        {
            if (separators.IsNull(row))
            {
                target.SetNull(row);
                continue;
            }

            ReadOnlySpan<byte> separator = separators[row];
            int length = 0;
            for (int a = 1; a < arguments.Length; a++)
            {
                length = checked(length + ((BytesColumn)arguments[a]).Lengths[row] + separator.Length);
            }

            Span<byte> room = target.Reserve(length);
            int written = 0;
            bool first = true;
            for (int a = 1; a < arguments.Length; a++)
            {
                if (arguments[a].IsNull(row))
                {
                    continue;
                }

                if (!first)
                {
                    separator.CopyTo(room[written..]);
                    written += separator.Length;
                }

                first = false;
                ReadOnlySpan<byte> part = ((BytesColumn)arguments[a])[row];
                part.CopyTo(room[written..]);
                written += part.Length;
            }

            target.Commit(row, written);
        }
    }
}
