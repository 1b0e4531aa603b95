using System.Text;
using Weir.Connectors.Options;

namespace Weir.Connectors.Formats.Csv;

/// <summary>The options of the format csv.</summary>
internal sealed record CsvOptions
{
    public byte Delimiter { get; init; } = (byte)',';

    /// <summary>The quote; null when there is none.</summary>
    public byte? Quote { get; init; } = (byte)'"';

    public bool AllowComments { get; init; }

    public bool IgnoreParseErrors { get; init; }

    public byte ArrayDelimiter { get; init; } = (byte)';';

    public byte? Escape { get; init; }

    public byte[]? NullLiteral { get; init; }

    public bool ScientificDecimals { get; init; } = true;

    public static CsvOptions Read(OptionReader options)
    {
        bool noQuote = options.Boolean("disable-quote-character", false);
        byte? quote = Byte(options, "quote-character");
        if (noQuote && quote is not null)
        {
            throw options.Malformed("quote-character", options.Text("quote-character", string.Empty), "nothing, since 'disable-quote-character' is true");
        }

        return new CsvOptions
        {
            Delimiter = Byte(options, "field-delimiter") ?? (byte)',',
            Quote = noQuote ? null : quote ?? (byte)'"',
            AllowComments = options.Boolean("allow-comments", false),
            IgnoreParseErrors = options.Boolean("ignore-parse-errors", false),
            ArrayDelimiter = Byte(options, "array-element-delimiter") ?? (byte)';',
            Escape = Byte(options, "escape-character"),
            NullLiteral = options.Text("null-literal") is { } text ? Encoding.UTF8.GetBytes(text) : null,
            ScientificDecimals = options.Boolean("write-bigdecimal-in-scientific-notation", true),
        };
    }

    private static byte? Byte(OptionReader options, string key) => options.Character(key) switch
    {
        null => null,
        <= (char)127 and { } c => (byte)c,
        { } c => throw options.Malformed(key, c.ToString(), "an ASCII character"),
    };
}
