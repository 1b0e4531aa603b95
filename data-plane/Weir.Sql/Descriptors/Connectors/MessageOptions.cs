using Weir.Engine.Connectors;
using Weir.Engine.Types;

namespace Weir.Sql.Descriptors.Connectors;

/// <summary>What the connectors of messages with keys and values have in common.</summary>
internal static class MessageOptions
{
    public static OptionDescriptor[] All { get; } =
    [
        new("format", OptionType.Text, "The format of the values."),
        new("value.format", OptionType.Text, "The same as format; its own options then begin with value."),
        new("value.fields-include", OptionType.Choice, "Whether the key's fields are in the value too.", "ALL", false, "ALL", "EXCEPT_KEY"),
        new("key.format", OptionType.Text, "The format of the keys."),
        new("key.fields", OptionType.List, "The columns that are in the key."),
        new("key.fields-prefix", OptionType.Text, "What the names of the key's columns begin with, and their fields do not.", string.Empty),
        new("scan.startup.timestamp-millis", OptionType.Integer, "Where to start with the mode timestamp, in milliseconds since 1970."),
        new("scan.startup.specific-offsets", OptionType.List, "Where to start with the mode specific-offsets: partition:0,offset:42;partition:1,offset:300."),
        new("scan.bounded.timestamp-millis", OptionType.Integer, "Where to end with the mode timestamp, in milliseconds since 1970."),
        new("scan.bounded.specific-offsets", OptionType.List, "Where to end with the mode specific-offsets: partition:0,offset:42;partition:1,offset:300."),
    ];

    /// <summary>The type of headers.</summary>
    public static DataType Headers { get; } = DataType.Map(DataType.String, DataType.Bytes).NotNull();

    /// <summary>Whether a table of messages comes to an end by itself.</summary>
    public static bool IsBounded(IReadOnlyDictionary<string, string> options) =>
        options.TryGetValue("scan.bounded.mode", out string? mode) && !mode.Equals("unbounded", StringComparison.OrdinalIgnoreCase);

    /// <summary>Options that need each other.</summary>
    public static string? Check(IReadOnlyDictionary<string, string> options)
    {
        if (options.ContainsKey("format") == options.ContainsKey("value.format"))
        {
            return "give one of the options 'format' and 'value.format'.";
        }

        if (options.ContainsKey("key.format") != options.ContainsKey("key.fields"))
        {
            return "the options 'key.format' and 'key.fields' go together; give both or neither.";
        }

        return CheckValueFields(options) ?? Needs(options, "scan.startup") ?? CheckEnds(options);
    }

    /// <summary>A prefix takes the key's columns out of the value.</summary>
    public static string? CheckValueFields(IReadOnlyDictionary<string, string> options)
    {
        string include = options.GetValueOrDefault("value.fields-include", "ALL");
        return options.GetValueOrDefault("key.fields-prefix", string.Empty).Length > 0 && !include.Equals("EXCEPT_KEY", StringComparison.OrdinalIgnoreCase)
            ? "with 'key.fields-prefix' the option 'value.fields-include' must be EXCEPT_KEY."
            : null;
    }

    /// <summary>A mode of ending that needs another option has it.</summary>
    public static string? CheckEnds(IReadOnlyDictionary<string, string> options) => Needs(options, "scan.bounded");

    /// <summary>A check that the key's columns are physical columns of the table.</summary>
    public static OptionProblem? CheckKeyFields(TableSpec table)
    {
        string[] physical = [.. table.Columns.Where(c => c.MetadataKey is null).Select(c => c.Name)];
        foreach (string field in (table.Option("key.fields") ?? string.Empty).Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (!physical.Contains(field))
            {
                return new OptionProblem(
                    "key.fields",
                    $"Table '{table.Name}': 'key.fields' names '{field}', which is not a physical column of the table.",
                    NearestName.Hint(field, physical) ?? $"The columns are {string.Join(", ", physical)}.");
            }
        }

        return null;
    }

    private static string? Needs(IReadOnlyDictionary<string, string> options, string side) => options.GetValueOrDefault($"{side}.mode", string.Empty).ToLowerInvariant() switch
    {
        "timestamp" when !options.ContainsKey($"{side}.timestamp-millis") => $"the {side}.mode 'timestamp' needs the option '{side}.timestamp-millis'.",
        "specific-offsets" when !options.ContainsKey($"{side}.specific-offsets") => $"the {side}.mode 'specific-offsets' needs the option '{side}.specific-offsets'.",
        _ => null,
    };
}
