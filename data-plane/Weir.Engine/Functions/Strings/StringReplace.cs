using Weir.Engine.Batches;
using Weir.Engine.Expressions;

namespace Weir.Engine.Functions.Strings;

/// <summary>REPLACE and REVERSE.</summary>
public static class StringReplace
{
    /// <summary>
    /// REPLACE(text, sought, replacement): all occurrences from the left. An empty text is sought between all UTF-16 units, as in Java, which
    /// leaves '?' for each half of a character beyond U+FFFF.
    /// </summary>
    public static void Replace(ReadOnlySpan<Column> arguments, Column result, Selection rows, EvaluationContext context)
    {
        BytesColumn text = (BytesColumn)arguments[0];
        BytesColumn soughts = (BytesColumn)arguments[1];
        BytesColumn replacements = (BytesColumn)arguments[2];
        BytesColumn target = (BytesColumn)result;
        foreach (int row in rows)
        {
            ReadOnlySpan<byte> value = text[row];
            ReadOnlySpan<byte> sought = soughts[row];
            ReadOnlySpan<byte> replacement = replacements[row];
            if (sought.IsEmpty)
            {
                Interleave(value, replacement, target, row);
            }
            else
            {
                ReplaceAll(value, sought, replacement, target, row);
            }
        }
    }

    /// <summary>REVERSE(text), by code points.</summary>
    public static void Reverse(ReadOnlySpan<Column> arguments, Column result, Selection rows, EvaluationContext context)
    {
        BytesColumn text = (BytesColumn)arguments[0];
        BytesColumn target = (BytesColumn)result;
        foreach (int row in rows)
        {
            ReadOnlySpan<byte> value = text[row];
            Span<byte> room = target.Reserve(value.Length)[..value.Length];
            if (System.Text.Ascii.IsValid(value))
            {
                value.CopyTo(room);
                room.Reverse();
            }
            else
            {
                for (int offset = 0; offset < value.Length;)
                {
                    int length = CodePoints.LengthAt(value, offset);
                    value.Slice(offset, length).CopyTo(room[(value.Length - offset - length)..]);
                    offset += length;
                }
            }

            target.Commit(row, value.Length);
        }
    }

    private static void ReplaceAll(ReadOnlySpan<byte> text, ReadOnlySpan<byte> sought, ReadOnlySpan<byte> replacement, BytesColumn target, int row)
    {
        int occurrences = text.Count(sought);
        long bytes = text.Length + ((long)occurrences * (replacement.Length - sought.Length));
        Span<byte> room = target.Reserve(Bounded(bytes));
        int written = 0;
        for (; occurrences > 0; occurrences--)
        {
            int found = text.IndexOf(sought);
            text[..found].CopyTo(room[written..]);
            replacement.CopyTo(room[(written + found)..]);
            written += found + replacement.Length;
            text = text[(found + sought.Length)..];
        }

        text.CopyTo(room[written..]);
        target.Commit(row, written + text.Length);
    }

    private static void Interleave(ReadOnlySpan<byte> text, ReadOnlySpan<byte> placed, BytesColumn target, int row)
    {
        if (placed.IsEmpty)
        {
            target.Set(row, text);
            return;
        }

        Span<byte> room = target.Reserve(Bounded(((text.Length + 1L) * placed.Length) + text.Length));
        placed.CopyTo(room);
        int written = placed.Length;
        for (int offset = 0; offset < text.Length;)
        {
            int length = CodePoints.LengthAt(text, offset);
            if (length == 4)
            {
                room[written++] = (byte)'?';
                placed.CopyTo(room[written..]);
                written += placed.Length;
                room[written++] = (byte)'?';
            }
            else
            {
                text.Slice(offset, length).CopyTo(room[written..]);
                written += length;
            }

            placed.CopyTo(room[written..]);
            written += placed.Length;
            offset += length;
        }

        target.Commit(row, written);
    }

    private static int Bounded(long bytes) => bytes <= Utf16Text.MaxValueBytes
        ? (int)bytes
        : throw new EvaluationException($"REPLACE: the result would have {bytes} bytes; a value has at most {Utf16Text.MaxValueBytes}.");
}
