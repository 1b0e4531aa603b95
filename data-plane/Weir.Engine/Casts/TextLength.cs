using System.Text;
using Weir.Engine.Batches;

namespace Weir.Engine.Casts;

/// <summary>Text cut to the length of VARCHAR(n), and cut and padded with spaces to that of CHAR(n).</summary>
internal static class TextLength
{
    /// <summary>Writes text of at most so many code points.</summary>
    public static void Set(BytesColumn to, int row, ReadOnlySpan<byte> text, int length, bool pad)
    {
        if (text.Length > length || pad)
        {
            int end = EndOf(text, length, out int codePoints);
            text = text[..end];
            if (pad && codePoints < length)
            {
                SetPadded(to, row, text, length - codePoints);
                return;
            }
        }

        to.Set(row, text);
    }

    /// <summary>
    /// Writes text of at most so many UTF-16 units, which is how Flink measures texts that it makes of other values; a character of two units that is cut in half becomes a question mark.
    /// </summary>
    public static void SetUtf16(BytesColumn to, int row, ReadOnlySpan<byte> text, int length, bool pad)
    {
        if (Ascii.IsValid(text))
        {
            Set(to, row, text, length, pad);
            return;
        }

        int units = 0;
        int end = 0;
        bool half = false;
        while (end < text.Length && units < length)
        {
            Rune.DecodeFromUtf8(text[end..], out Rune rune, out int consumed);
            half = units + rune.Utf16SequenceLength > length;
            if (half)
            {
                units++;
                break;
            }

            units += rune.Utf16SequenceLength;
            end += consumed;
        }

        if (!half)
        {
            SetPadded(to, row, text[..end], pad ? length - units : 0);
            return;
        }

        Span<byte> room = to.Reserve(end + 1);
        text[..end].CopyTo(room);
        room[end] = (byte)'?';
        to.Commit(row, end + 1);
    }

    private static void SetPadded(BytesColumn to, int row, ReadOnlySpan<byte> text, int spaces)
    {
        Span<byte> room = to.Reserve(text.Length + spaces);
        text.CopyTo(room);
        room.Slice(text.Length, spaces).Fill((byte)' ');
        to.Commit(row, text.Length + spaces);
    }

    /// <summary>Where the first so many code points end, and how many there are.</summary>
    private static int EndOf(ReadOnlySpan<byte> text, int length, out int codePoints)
    {
        codePoints = 0;
        for (int i = 0; i < text.Length; i++)
        {
            // Every byte that does not continue a character begins one.
            if ((text[i] & 0xC0) != 0x80 && codePoints++ == length)
            {
                codePoints = length;
                return i;
            }
        }

        return text.Length;
    }
}
