using System.Runtime.CompilerServices;
using System.Text;

namespace Weir.Connectors.Formats.Json;

internal ref partial struct JsonCursor
{
    /// <summary>Reads the string that begins at the position; valid until the next that has escapes is read.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool ReadString(out ReadOnlySpan<byte> value)
    {
        // Control characters inside a string are taken, as Flink takes them.
        ReadOnlySpan<byte> rest = _text[(At + 1)..];
        int end = rest.IndexOfAny((byte)'"', (byte)'\\');
        if (end >= 0 && rest[end] == '"')
        {
            value = rest[..end];
            At += end + 2;
            return true;
        }

        return ReadEscaped(end, out value);
    }

    private bool ReadEscaped(int firstEscape, out ReadOnlySpan<byte> value)
    {
        value = default;
        int start = At;
        ReadOnlySpan<byte> rest = _text[(At + 1)..];
        if (firstEscape < 0)
        {
            return Malformed("a string without an end");
        }

        int close = EndOfString(rest, firstEscape);
        if (close < 0)
        {
            return Malformed("a string without an end");
        }

        Span<byte> to = _scratch.Reserve(close);
        int used = 0;
        for (int at = 0; at < close;)
        {
            int plain = rest[at..close].IndexOf((byte)'\\');
            plain = plain < 0 ? close - at : plain;
            rest.Slice(at, plain).CopyTo(to[used..]);
            used += plain;
            at += plain;
            if (at < close && !Unescape(rest[..close], ref at, to, ref used))
            {
                At = start + 1 + at;
                return Malformed("an escape that is not JSON's");
            }
        }

        value = to[..used];
        At = start + close + 2;
        return true;
    }

    private static int EndOfString(ReadOnlySpan<byte> rest, int escape)
    {
        int at = escape;
        while (true)
        {
            at += 2; // the escape and what it takes the meaning from
            if (at > rest.Length)
            {
                return -1;
            }

            int next = rest[at..].IndexOfAny((byte)'"', (byte)'\\');
            if (next < 0)
            {
                return -1;
            }

            at += next;
            if (rest[at] == '"')
            {
                return at;
            }
        }
    }

    private static bool Unescape(ReadOnlySpan<byte> text, ref int at, Span<byte> to, ref int used)
    {
        if (at + 1 >= text.Length)
        {
            return false;
        }

        byte meant;
        switch (text[at + 1])
        {
            case (byte)'"' or (byte)'\\' or (byte)'/':
                meant = text[at + 1];
                break;
            case (byte)'b':
                meant = (byte)'\b';
                break;
            case (byte)'f':
                meant = (byte)'\f';
                break;
            case (byte)'n':
                meant = (byte)'\n';
                break;
            case (byte)'r':
                meant = (byte)'\r';
                break;
            case (byte)'t':
                meant = (byte)'\t';
                break;
            case (byte)'u':
                return UnescapeUnicode(text, ref at, to, ref used);
            default:
                return false;
        }

        to[used++] = meant;
        at += 2;
        return true;
    }

    private static bool UnescapeUnicode(ReadOnlySpan<byte> text, ref int at, Span<byte> to, ref int used)
    {
        if (!TryHex(text, at + 2, out int unit))
        {
            return false;
        }

        at += 6;
        Rune rune = Rune.ReplacementChar; // half a surrogate pair has no UTF-8
        if (char.IsHighSurrogate((char)unit) && at + 1 < text.Length && text[at] == '\\' && text[at + 1] == 'u' && TryHex(text, at + 2, out int low) && char.IsLowSurrogate((char)low))
        {
            rune = new Rune((char)unit, (char)low);
            at += 6;
        }
        else if (!char.IsSurrogate((char)unit))
        {
            rune = new Rune(unit);
        }

        used += rune.EncodeToUtf8(to[used..]);
        return true;
    }

    private static bool TryHex(ReadOnlySpan<byte> text, int at, out int value)
    {
        value = 0;
        if (at + 4 > text.Length)
        {
            return false;
        }

        for (int i = at; i < at + 4; i++)
        {
            if (!char.IsAsciiHexDigit((char)text[i]))
            {
                return false;
            }

            value = (value << 4) + HexDigit(text[i]);
        }

        return true;
    }

    private static int HexDigit(byte c) => c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10;
}
