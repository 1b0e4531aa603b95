using System.Text;
using Weir.Engine.Batches;
using Weir.Engine.Expressions;

namespace Weir.Engine.Functions.Strings;

/// <summary>ENCODE and DECODE with the character sets that Flink documents: US-ASCII, ISO-8859-1, UTF-8, UTF-16BE, UTF-16LE and UTF-16 (under Java's other names too), and UTF-32.</summary>
public sealed class Charsets
{
    private readonly Utf16Text _units = new();
    private byte[] _name = [];
    private Charset _charset;

    private enum Charset
    {
        None,
        Ascii,
        Latin1,
        Utf8,
        Utf16,
        Utf16BigEndian,
        Utf16LittleEndian,
        Utf32BigEndian,
        Utf32LittleEndian,
    }

    private static readonly Encoding s_ascii = Encoding.GetEncoding("us-ascii", EncoderFallback.ReplacementFallback, new DecoderReplacementFallback("\uFFFD"));

    /// <summary>A kernel for ENCODE(text, charset); what the character set lacks becomes '?'.</summary>
    public static ScalarKernel Encode()
    {
        Charsets state = new();
        return (arguments, result, rows, _) =>
        {
            BytesColumn texts = (BytesColumn)arguments[0];
            BytesColumn names = (BytesColumn)arguments[1];
            foreach (int row in rows)
            {
                state.Choose(names[row]);
                state.Encode(texts[row], (BytesColumn)result, row);
            }
        };
    }

    /// <summary>A kernel for DECODE(bytes, charset); bytes that the character set lacks become U+FFFD.</summary>
    public static ScalarKernel Decode()
    {
        Charsets state = new();
        return (arguments, result, rows, _) =>
        {
            BytesColumn values = (BytesColumn)arguments[0];
            BytesColumn names = (BytesColumn)arguments[1];
            foreach (int row in rows)
            {
                state.Choose(names[row]);
                state.Decode(values[row], (BytesColumn)result, row);
            }
        };
    }

    private void Choose(ReadOnlySpan<byte> name)
    {
        if (_charset != Charset.None && name.SequenceEqual(_name))
        {
            return;
        }

        string text = Encoding.UTF8.GetString(name);
        _charset = text.ToUpperInvariant() switch
        {
            "US-ASCII" or "ASCII" or "ISO646-US" or "ISO_646.IRV:1991" or "ANSI_X3.4-1968" or "ANSI_X3.4-1986" or "646" or "US" or "CP367" or "IBM367" or "ISO-IR-6" or "CSASCII" or "ASCII7" => Charset.Ascii,
            "ISO-8859-1" or "ISO8859_1" or "LATIN1" or "L1" or "ISO8859-1" or "ISO_8859-1" or "ISO_8859_1" or "8859_1" or "819" or "CP819" or "IBM819" or "IBM-819" or "ISO-IR-100" or "ISO_8859-1:1987" or "CSISOLATIN1" => Charset.Latin1,
            "UTF-8" or "UTF8" or "UNICODE-1-1-UTF-8" => Charset.Utf8,
            "UTF-16" or "UTF16" or "UTF_16" or "UNICODE" or "UNICODEBIG" => Charset.Utf16,
            "UTF-16BE" or "UTF_16BE" or "ISO-10646-UCS-2" or "X-UTF-16BE" or "UNICODEBIGUNMARKED" => Charset.Utf16BigEndian,
            "UTF-16LE" or "UTF_16LE" or "X-UTF-16LE" or "UNICODELITTLEUNMARKED" => Charset.Utf16LittleEndian,
            "UTF-32" or "UTF32" or "UTF_32" or "ISO-10646-UCS-4" or "UTF-32BE" or "UTF_32BE" or "X-UTF-32BE" => Charset.Utf32BigEndian,
            "UTF-32LE" or "UTF_32LE" or "X-UTF-32LE" => Charset.Utf32LittleEndian,
            _ => throw new EvaluationException($"The character set '{text}' is not supported; there are US-ASCII, ISO-8859-1, UTF-8, UTF-16, UTF-16BE, UTF-16LE, UTF-32, UTF-32BE and UTF-32LE."),
        };
        _name = name.ToArray();
    }

    private void Encode(ReadOnlySpan<byte> text, BytesColumn target, int row)
    {
        if (_charset == Charset.Utf8)
        {
            target.Set(row, text);
            return;
        }

        if (_charset is Charset.Ascii or Charset.Latin1)
        {
            EncodeSingleBytes(text, _charset == Charset.Ascii ? 0x7F : 0xFF, target, row);
            return;
        }

        ReadOnlySpan<char> units = _units.Decode(text);
        Span<byte> room = target.Reserve((units.Length * 4) + 2);
        int written = 0;
        if (_charset == Charset.Utf16)
        {
            // Java writes big-endian with a byte order mark.
            room[0] = 0xFE;
            room[1] = 0xFF;
            written = 2;
        }

        written += EncodingOf(_charset).GetBytes(units, room[written..]);
        target.Commit(row, units.IsEmpty ? 0 : written);
    }

    /// <summary>One byte for each code point; .NET's encoders would write two question marks for one beyond U+FFFF.</summary>
    private static void EncodeSingleBytes(ReadOnlySpan<byte> text, int last, BytesColumn target, int row)
    {
        Span<byte> room = target.Reserve(text.Length);
        int written = 0;
        while (!text.IsEmpty)
        {
            Rune.DecodeFromUtf8(text, out Rune rune, out int consumed);
            text = text[consumed..];
            room[written++] = rune.Value <= last ? (byte)rune.Value : (byte)'?';
        }

        target.Commit(row, written);
    }

    private void Decode(ReadOnlySpan<byte> bytes, BytesColumn target, int row)
    {
        Charset charset = _charset;
        if (charset == Charset.Utf16)
        {
            charset = bytes is [0xFF, 0xFE, ..] ? Charset.Utf16LittleEndian : Charset.Utf16BigEndian;
            bytes = bytes is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] ? bytes[2..] : bytes;
        }

        string text = EncodingOf(charset).GetString(bytes);
        Utf16Text.Set(target, row, text);
    }

    private static Encoding EncodingOf(Charset charset) => charset switch
    {
        Charset.Ascii => s_ascii,
        Charset.Latin1 => Encoding.Latin1,
        Charset.Utf8 => Encoding.UTF8,
        Charset.Utf16LittleEndian => Encoding.Unicode,
        Charset.Utf32BigEndian => s_utf32BigEndian,
        Charset.Utf32LittleEndian => Encoding.UTF32,
        _ => Encoding.BigEndianUnicode,
    };

    private static readonly Encoding s_utf32BigEndian = new UTF32Encoding(bigEndian: true, byteOrderMark: false);
}
