using System.Buffers;
using Weir.Engine.Text;

namespace Weir.Connectors.Formats.Json;

/// <summary>Strings in JSON, escaped as Jackson does: quotes, backslashes and control characters only.</summary>
internal static class JsonEscapes
{
    private static readonly SearchValues<byte> s_escaped = SearchValues.Create([.. Enumerable.Range(0, 32).Select(i => (byte)i), (byte)'"', (byte)'\\']);

    /// <summary>Adds a string with its quotes.</summary>
    public static void WriteString(Utf8Writer to, ReadOnlySpan<byte> text)
    {
        to.Write((byte)'"');
        WriteContent(to, text);
        to.Write((byte)'"');
    }

    /// <summary>Adds a string without quotes.</summary>
    public static void WriteContent(Utf8Writer to, ReadOnlySpan<byte> text)
    {
        while (true)
        {
            int next = text.IndexOfAny(s_escaped);
            if (next < 0)
            {
                to.Write(text);
                return;
            }

            to.Write(text[..next]);
            Escape(to, text[next]);
            text = text[(next + 1)..];
        }
    }

    private static void Escape(Utf8Writer to, byte c)
    {
        switch (c)
        {
            case (byte)'"':
                to.Write("\\\""u8);
                break;
            case (byte)'\\':
                to.Write("\\\\"u8);
                break;
            case (byte)'\b':
                to.Write("\\b"u8);
                break;
            case (byte)'\f':
                to.Write("\\f"u8);
                break;
            case (byte)'\n':
                to.Write("\\n"u8);
                break;
            case (byte)'\r':
                to.Write("\\r"u8);
                break;
            case (byte)'\t':
                to.Write("\\t"u8);
                break;
            default:
                ReadOnlySpan<byte> hex = "0123456789ABCDEF"u8;
                to.Write("\\u00"u8);
                to.Write(hex[c >> 4]);
                to.Write(hex[c & 15]);
                break;
        }
    }
}
