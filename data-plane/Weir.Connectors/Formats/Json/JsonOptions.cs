using Weir.Connectors.Options;

namespace Weir.Connectors.Formats.Json;

/// <summary>What becomes of a map's NULL key when a row is written.</summary>
internal enum MapNullKey
{
    Fail,
    Drop,
    Literal,
}

/// <summary>The options of the format json.</summary>
internal sealed record JsonOptions
{
    public bool FailOnMissingField { get; init; }

    public bool IgnoreParseErrors { get; init; }

    /// <summary>Timestamps as ISO-8601 (a T between date and time) rather than SQL (a blank).</summary>
    public bool IsoTimestamps { get; init; }

    public MapNullKey MapNullKey { get; init; }

    public string MapNullKeyLiteral { get; init; } = "null";

    public bool DecimalAsPlainNumber { get; init; }

    public bool IgnoreNullFields { get; init; }

    public static JsonOptions Read(OptionReader options)
    {
        options.Boolean("decode.json-parser.enabled", true); // there is one parser; the value must still be well formed
        return new JsonOptions
        {
            FailOnMissingField = options.Boolean("fail-on-missing-field", false),
            IgnoreParseErrors = options.Boolean("ignore-parse-errors", false),
            IsoTimestamps = options.Choice("timestamp-format.standard", "SQL", "SQL", "ISO-8601") == "ISO-8601",
            MapNullKey = Enum.Parse<MapNullKey>(options.Choice("map-null-key.mode", "FAIL", "FAIL", "DROP", "LITERAL"), ignoreCase: true),
            MapNullKeyLiteral = options.Text("map-null-key.literal", "null"),
            DecimalAsPlainNumber = options.Boolean("encode.decimal-as-plain-number", false),
            IgnoreNullFields = options.Boolean("encode.ignore-null-fields", false),
        };
    }
}
