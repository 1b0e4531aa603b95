using Weir.Connectors.Formats.Csv;
using Weir.Connectors.Formats.Json;
using Weir.Connectors.Formats.Raw;
using Weir.Connectors.Options;
using Weir.Engine.Connectors;
using Weir.Engine.Formats;

namespace Weir.Connectors.Formats;

/// <summary>Makes the decoders and encoders of formats.</summary>
public static class FormatRegistry
{
    /// <summary>The names of the formats.</summary>
    public static IReadOnlyList<string> Names { get; } = ["csv", "json", "raw"];

    /// <summary>A decoder for messages with the fields.</summary>
    /// <param name="table">The table, whose options say how.</param>
    /// <param name="format">The format's name.</param>
    /// <param name="prefix">What stands before the format's options: nothing, <c>key.</c> or <c>value.</c>.</param>
    /// <param name="fields">The fields of a message in their order.</param>
    /// <exception cref="ConnectorException">The options or the types do not fit the format.</exception>
    public static RowDecoder CreateDecoder(TableSpec table, string format, string prefix, IReadOnlyList<FormatField> fields)
    {
        OptionReader options = new(table, prefix + Known(table, format) + ".");
        return format.ToLowerInvariant() switch
        {
            "json" => new JsonRowDecoder(JsonOptions.Read(options), fields),
            "csv" => new CsvRowDecoder(CsvOptions.Read(options), table.Name, fields),
            _ => new RawRowDecoder(RawOptions.Read(options), table.Name, fields),
        };
    }

    /// <summary>An encoder of messages with the fields; see <see cref="CreateDecoder"/>.</summary>
    public static RowEncoder CreateEncoder(TableSpec table, string format, string prefix, IReadOnlyList<FormatField> fields)
    {
        OptionReader options = new(table, prefix + Known(table, format) + ".");
        return format.ToLowerInvariant() switch
        {
            "json" => new JsonRowEncoder(JsonOptions.Read(options), fields),
            "csv" => new CsvRowEncoder(CsvOptions.Read(options), table.Name, fields),
            _ => new RawRowEncoder(RawOptions.Read(options), table.Name, fields),
        };
    }

    private static string Known(TableSpec table, string format) =>
        Names.FirstOrDefault(n => n.Equals(format, StringComparison.OrdinalIgnoreCase))
            ?? throw new ConnectorException($"Table '{table.Name}': there is no format '{format}'; there are {string.Join(", ", Names)}.");
}
