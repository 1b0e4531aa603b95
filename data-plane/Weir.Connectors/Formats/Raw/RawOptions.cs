using System.Text;
using Weir.Connectors.Options;

namespace Weir.Connectors.Formats.Raw;

/// <summary>The options of the format raw.</summary>
internal sealed record RawOptions
{
    /// <summary>The character set of strings; null for UTF-8, which is taken as it is.</summary>
    public Encoding? Charset { get; init; }

    public bool LittleEndian { get; init; }

    public static RawOptions Read(OptionReader options)
    {
        string name = options.Text("charset", "UTF-8");
        Encoding charset;
        try
        {
            charset = Encoding.GetEncoding(name, EncoderFallback.ReplacementFallback, DecoderFallback.ExceptionFallback);
        }
        catch (ArgumentException)
        {
            throw options.Malformed("charset", name, "a character set such as UTF-8, UTF-16 or ISO-8859-1");
        }

        return new RawOptions
        {
            Charset = charset.CodePage == Encoding.UTF8.CodePage ? null : charset,
            LittleEndian = options.Choice("endianness", "big-endian", "big-endian", "little-endian") == "little-endian",
        };
    }
}
