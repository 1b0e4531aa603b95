using System.Buffers;
using System.Text;
using Weir.Engine.Batches;
using Weir.Engine.Expressions;

namespace Weir.Engine.Functions.Json;

/// <summary>JSON_QUOTE and JSON_UNQUOTE; rows that are NULL are not asked for.</summary>
public static class JsonQuoteKernels
{
    /// <summary>JSON_QUOTE: a text as a JSON string, with everything beyond ASCII escaped.</summary>
    public static ScalarKernel Quote()
    {
        ArrayBufferWriter<byte> text = new();
        return (arguments, result, rows, _) =>
        {
            BytesColumn from = (BytesColumn)arguments[0];
            BytesColumn to = (BytesColumn)result;
            foreach (int row in rows)
            {
                text.ResetWrittenCount();
                Quote(text, from[row]);
                to.Set(row, text.WrittenSpan);
            }
        };
    }

    /// <summary>JSON_UNQUOTE: a JSON string without quotes and escapes; any other text as it is.</summary>
    public static ScalarKernel Unquote()
    {
        JsonTree tree = new();
        byte[] scratch = [];
        return (arguments, result, rows, _) =>
        {
            BytesColumn from = (BytesColumn)arguments[0];
            BytesColumn to = (BytesColumn)result;
            foreach (int row in rows)
            {
                ReadOnlySpan<byte> text = from[row];
                if (text.Length < 2 || text[0] != '"' || text[^1] != '"' || !tree.TryParse(text) || !IsWellEscaped(text[1..^1]))
                {
                    to.Set(row, text);
                    continue;
                }

                if (scratch.Length < text.Length)
                {
                    scratch = new byte[text.Length * 2];
                }

                to.Set(row, scratch.AsSpan(0, JsonText.Unescape(text[1..^1], scratch)));
            }
        };
    }

    private static void Quote(ArrayBufferWriter<byte> output, ReadOnlySpan<byte> text)
    {
        Span<char> units = stackalloc char[2];
        output.Write("\""u8);
        while (!text.IsEmpty)
        {
            Rune.DecodeFromUtf8(text, out Rune rune, out int length);
            text = text[length..];
            ReadOnlySpan<byte> escape = rune.Value switch
            {
                '"' => "\\\""u8,
                '\\' => "\\\\"u8,
                '/' => "\\/"u8,
                '\b' => "\\b"u8,
                '\f' => "\\f"u8,
                '\n' => "\\n"u8,
                '\r' => "\\r"u8,
                '\t' => "\\t"u8,
                _ => default,
            };
            if (!escape.IsEmpty)
            {
                output.Write(escape);
            }
            else if (rune.IsAscii)
            {
                output.Write([(byte)rune.Value]);
            }
            else
            {
                int count = rune.EncodeToUtf16(units);
                for (int u = 0; u < count; u++)
                {
                    WriteUnit(output, units[u]);
                }
            }
        }

        output.Write("\""u8);
    }

    private static void WriteUnit(ArrayBufferWriter<byte> output, char unit)
    {
        ReadOnlySpan<byte> hex = "0123456789abcdef"u8;
        output.Write([(byte)'\\', (byte)'u', hex[unit >> 12], hex[(unit >> 8) & 15], hex[(unit >> 4) & 15], hex[unit & 15]]);
    }

    // What follows the first string of the text has not been read as JSON, yet is between the first quote and the last.
    private static bool IsWellEscaped(ReadOnlySpan<byte> text)
    {
        for (int i = text.IndexOf((byte)'\\'); i >= 0 && i < text.Length; i++)
        {
            if (text[i] != '\\')
            {
                continue;
            }

            i++;
            if (i == text.Length || "\"\\/bfnrtu"u8.IndexOf(text[i]) < 0)
            {
                return false;
            }

            if (text[i] == 'u')
            {
                if (i + 4 >= text.Length || !IsHex(text.Slice(i + 1, 4)))
                {
                    return false;
                }

                i += 4;
            }
        }

        return true;
    }

    private static bool IsHex(ReadOnlySpan<byte> text)
    {
        foreach (byte b in text)
        {
            if (!char.IsAsciiHexDigit((char)b))
            {
                return false;
            }
        }

        return true;
    }
}
