using Weir.Engine.Types;

namespace Weir.Sql.Descriptors.Formats;

internal static class JsonDescriptor
{
    public static FormatDescriptor Create() => new()
    {
        Name = "json",
        Summary = "A JSON object for each row.",
        Options =
        [
            new("json.fail-on-missing-field", OptionType.Boolean, "Whether a row that lacks a field does not parse.", "false"),
            new("json.ignore-parse-errors", OptionType.Boolean, "Whether fields that do not parse become NULL and rows that do not parse are passed over.", "false"),
            new("json.timestamp-format.standard", OptionType.Choice, "How timestamps are written.", "SQL", false, "SQL", "ISO-8601"),
            new("json.map-null-key.mode", OptionType.Choice, "What becomes of a map's NULL key.", "FAIL", false, "FAIL", "DROP", "LITERAL"),
            new("json.map-null-key.literal", OptionType.Text, "What stands for a map's NULL key with LITERAL.", "null"),
            new("json.encode.decimal-as-plain-number", OptionType.Boolean, "Whether a DECIMAL is always written without an exponent.", "false"),
            new("json.encode.ignore-null-fields", OptionType.Boolean, "Whether NULL fields are left out.", "false"),
            new("json.decode.json-parser.enabled", OptionType.Boolean, "Taken for Flink's sake; there is one parser.", "true"),
        ],
        Refuses = Refuses,
    };

    private static string? Refuses(DataType type) => type.Root switch
    {
        TypeRoot.Map or TypeRoot.Multiset when !type.Key.IsCharacterString => $"a JSON object's keys are strings, these are {type.Key}",
        TypeRoot.Map => Refuses(type.Value),
        TypeRoot.Array => Refuses(type.Element),
        TypeRoot.Row => type.Fields.Select(f => Refuses(f.Type)).FirstOrDefault(r => r is not null),
        _ => null,
    };
}
