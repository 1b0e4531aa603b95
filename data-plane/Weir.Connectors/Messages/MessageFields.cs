using Weir.Connectors.Formats;
using Weir.Connectors.Options;
using Weir.Engine.Connectors;

namespace Weir.Connectors.Messages;

/// <summary>Which columns of a table are in a message's key and which in its value, as Flink's key.fields and value.fields-include have it.</summary>
internal sealed record MessageFields
{
    /// <summary>The format of keys; null where keys are not looked at, or not written.</summary>
    public required string? KeyFormat { get; init; }

    /// <summary>The fields of a key, in the order of key.fields.</summary>
    public required IReadOnlyList<FormatField> Key { get; init; }

    /// <summary>The format of values.</summary>
    public required string ValueFormat { get; init; }

    /// <summary>What stands before the options of the value's format.</summary>
    public required string ValuePrefix { get; init; }

    /// <summary>The fields of a value.</summary>
    public required IReadOnlyList<FormatField> Value { get; init; }

    /// <summary>Whether a format has a value that is not there for NULL, rather than none at all.</summary>
    public static bool HasNull(string? format) => "raw".Equals(format, StringComparison.OrdinalIgnoreCase);

    /// <summary>The fields of a table.</summary>
    /// <param name="table">The table.</param>
    /// <param name="physical">Its physical columns, with their places in the batches.</param>
    /// <exception cref="ConnectorException">The options do not go together, or name a column that is not there.</exception>
    public static MessageFields Read(TableSpec table, IReadOnlyList<FormatField> physical)
    {
        OptionReader options = new(table);
        string? keyFormat = options.Text("key.format");
        string? valueFormat = options.Text("value.format");
        List<FormatField> keys = Keys(table, options, physical);
        if ((keyFormat is null) != (keys.Count == 0))
        {
            throw new ConnectorException($"Table '{table.Name}': the options 'key.format' and 'key.fields' go together; give both or neither.");
        }

        bool exceptKey = options.Choice("value.fields-include", "ALL", "ALL", "EXCEPT_KEY") == "EXCEPT_KEY";
        string prefix = options.Text("key.fields-prefix", string.Empty);
        if (prefix.Length > 0 && !exceptKey)
        {
            throw new ConnectorException($"Table '{table.Name}': with 'key.fields-prefix' the option 'value.fields-include' must be EXCEPT_KEY.");
        }

        return new MessageFields
        {
            KeyFormat = keyFormat,
            Key = [.. keys.Select(f => f with { Name = f.Name[prefix.Length..] })],
            ValueFormat = valueFormat ?? options.Required("format"),
            ValuePrefix = valueFormat is null ? string.Empty : "value.",
            Value = exceptKey ? [.. physical.Where(f => !keys.Contains(f))] : physical,
        };
    }

    private static List<FormatField> Keys(TableSpec table, OptionReader options, IReadOnlyList<FormatField> physical)
    {
        List<FormatField> keys = [];
        string prefix = options.Text("key.fields-prefix", string.Empty);
        foreach (string part in options.Text("key.fields", string.Empty).Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            FormatField? field = physical.FirstOrDefault(f => f.Name == part);
            if (field is null)
            {
                string hint = NearName.Find(part, physical.Select(f => f.Name)) is { } near ? $" Did you mean '{near}'?" : string.Empty;
                throw new ConnectorException($"Table '{table.Name}': 'key.fields' names '{part}', which is not a physical column of the table.{hint}");
            }

            if (!part.StartsWith(prefix, StringComparison.Ordinal))
            {
                throw new ConnectorException($"Table '{table.Name}': the key field '{part}' does not begin with the 'key.fields-prefix' '{prefix}'.");
            }

            keys.Add(field);
        }

        return keys;
    }
}
