using System.Buffers;
using System.Text;

namespace Weir.Engine.Functions.Json;

/// <summary>Strings of JSON texts: taken out of their escapes, put into Jackson's, and ordered as Java orders them.</summary>
internal static class JsonText
{
    private static readonly SearchValues<byte> s_escaped = SearchValues.Create(CreateEscaped());

    /// <summary>Writes a string with quotes, escaping what Jackson escapes: quotes, backslashes and control characters.</summary>
    public static void WriteString(ArrayBufferWriter<byte> output, ReadOnlySpan<byte> text)
    {
        output.Write("\""u8);
        int next;
        while ((next = text.IndexOfAny(s_escaped)) >= 0)
        {
            output.Write(text[..next]);
            WriteEscaped(output, text[next]);
            text = text[(next + 1)..];
        }

        output.Write(text);
        output.Write("\""u8);
    }

    private static void WriteEscaped(ArrayBufferWriter<byte> output, byte value)
    {
        switch (value)
        {
            case (byte)'"':
                output.Write("\\\""u8);
                break;
            case (byte)'\\':
                output.Write("\\\\"u8);
                break;
            case (byte)'\b':
                output.Write("\\b"u8);
                break;
            case (byte)'\t':
                output.Write("\\t"u8);
                break;
            case (byte)'\n':
                output.Write("\\n"u8);
                break;
            case (byte)'\f':
                output.Write("\\f"u8);
                break;
            case (byte)'\r':
                output.Write("\\r"u8);
                break;
            default:
                output.Write("\\u00"u8);
                ReadOnlySpan<byte> hex = "0123456789ABCDEF"u8;
                output.Write([hex[value >> 4], hex[value & 15]]);
                break;
        }
    }

    /// <summary>
    /// Takes a string (without its quotes, its escapes known to be well-formed) out of its escapes; the result is never longer. Half of a surrogate pair without
    /// the other becomes a question mark, as where Flink turns Java's string into UTF-8.
    /// </summary>
    public static int Unescape(ReadOnlySpan<byte> raw, Span<byte> output)
    {
        int written = 0;
        int i = 0;
        while (i < raw.Length)
        {
            int next = raw[i..].IndexOf((byte)'\\');
            int plain = next < 0 ? raw.Length - i : next;
            raw.Slice(i, plain).CopyTo(output[written..]);
            written += plain;
            i += plain;
            if (next < 0)
            {
                break;
            }

            byte kind = raw[i + 1];
            i += 2;
            if (kind == 'u')
            {
                written += UnescapeUnit(raw, ref i, output[written..]);
                continue;
            }

            output[written++] = kind switch
            {
                (byte)'b' => (byte)'\b',
                (byte)'f' => (byte)'\f',
                (byte)'n' => (byte)'\n',
                (byte)'r' => (byte)'\r',
                (byte)'t' => (byte)'\t',
                _ => kind,
            };
        }

        return written;
    }

    private static int UnescapeUnit(ReadOnlySpan<byte> raw, ref int i, Span<byte> output)
    {
        char unit = Unit(raw.Slice(i, 4));
        i += 4;
        if (char.IsHighSurrogate(unit) && i + 6 <= raw.Length && raw[i] == '\\' && raw[i + 1] == 'u')
        {
            char low = Unit(raw.Slice(i + 2, 4));
            if (char.IsLowSurrogate(low))
            {
                i += 6;
                return new Rune(unit, low).EncodeToUtf8(output);
            }
        }

        return (Rune.TryCreate(unit, out Rune rune) ? rune : new Rune('?')).EncodeToUtf8(output);
    }

    private static char Unit(ReadOnlySpan<byte> hex)
    {
        int unit = 0;
        foreach (byte b in hex)
        {
            unit = (unit << 4) | (b <= '9' ? b - '0' : (b | 0x20) - 'a' + 10);
        }

        return (char)unit;
    }

    /// <summary>The order of Java's <c>String.compareTo</c>. It differs from the order of UTF-8 only where a character beyond U+FFFF meets one of U+E000 to U+FFFF.</summary>
    public static int CompareAsUtf16(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        int common = left.CommonPrefixLength(right);
        if (common == left.Length || common == right.Length)
        {
            return left.Length.CompareTo(right.Length);
        }

        byte l = left[common];
        byte r = right[common];
        if (l >= 0xEE && r >= 0xEE && (l >= 0xF0) != (r >= 0xF0))
        {
            return l >= 0xF0 ? -1 : 1;
        }

        return l.CompareTo(r);
    }

    private static byte[] CreateEscaped()
    {
        byte[] escaped = new byte[34];
        for (int i = 0; i < 32; i++)
        {
            escaped[i] = (byte)i;
        }

        escaped[32] = (byte)'"';
        escaped[33] = (byte)'\\';
        return escaped;
    }
}
