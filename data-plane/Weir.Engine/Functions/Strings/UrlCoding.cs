using System.Text;
using System.Text.Unicode;
using Weir.Engine.Batches;
using Weir.Engine.Expressions;

namespace Weir.Engine.Functions.Strings;

/// <summary>URL_ENCODE and URL_DECODE: application/x-www-form-urlencoded in UTF-8.</summary>
public static class UrlCoding
{
    /// <summary>URL_ENCODE(text).</summary>
    public static void Encode(ReadOnlySpan<Column> arguments, Column result, Selection rows, EvaluationContext context)
    {
        BytesColumn text = (BytesColumn)arguments[0];
        BytesColumn target = (BytesColumn)result;
        foreach (int row in rows)
        {
            ReadOnlySpan<byte> value = text[row];
            Span<byte> room = target.Reserve(value.Length * 3);
            int written = 0;
            foreach (byte c in value)
            {
                if (char.IsAsciiLetterOrDigit((char)c) || c is (byte)'.' or (byte)'-' or (byte)'*' or (byte)'_')
                {
                    room[written++] = c;
                }
                else if (c == ' ')
                {
                    room[written++] = (byte)'+';
                }
                else
                {
                    room[written++] = (byte)'%';
                    room[written++] = "0123456789ABCDEF"u8[c >> 4];
                    room[written++] = "0123456789ABCDEF"u8[c & 15];
                }
            }

            target.Commit(row, written);
        }
    }

    /// <summary>URL_DECODE(text): NULL where a % is not followed by two hexadecimal digits; bytes that are not UTF-8 become U+FFFD.</summary>
    public static void Decode(ReadOnlySpan<Column> arguments, Column result, Selection rows, EvaluationContext context)
    {
        BytesColumn text = (BytesColumn)arguments[0];
        BytesColumn target = (BytesColumn)result;
        foreach (int row in rows)
        {
            ReadOnlySpan<byte> value = text[row];
            Span<byte> room = target.Reserve(value.Length);
            int written = Decode(value, room, out bool escaped);
            if (written < 0)
            {
                target.SetNull(row);
            }
            else if (escaped && !Utf8.IsValid(room[..written]))
            {
                Utf16Text.Set(target, row, Encoding.UTF8.GetString(room[..written]));
            }
            else
            {
                target.Commit(row, written);
            }
        }
    }

    private static int Decode(ReadOnlySpan<byte> text, Span<byte> room, out bool escaped)
    {
        escaped = false;
        int written = 0;
        for (int i = 0; i < text.Length; i++)
        {
            byte c = text[i];
            if (c == '%')
            {
                int value = i + 2 < text.Length ? Hexadecimal(text[i + 1], text[i + 2]) : -1;
                if (value < 0)
                {
                    return -1;
                }

                escaped = true;
                room[written++] = (byte)value;
                i += 2;
            }
            else
            {
                room[written++] = c == '+' ? (byte)' ' : c;
            }
        }

        return written;
    }

    /// <summary>Java parses the two characters as a number, so that a sign may stand for the first digit.</summary>
    private static int Hexadecimal(byte first, byte second)
    {
        int low = char.IsAsciiHexDigit((char)second) ? Digit(second) : -1;
        if (low < 0)
        {
            return -1;
        }

        return char.IsAsciiHexDigit((char)first) ? (Digit(first) << 4) | low : first == '+' || (first == '-' && low == 0) ? low : -1;
    }

    private static int Digit(byte c) => c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10;
}
