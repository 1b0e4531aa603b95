using Weir.Connectors.Options;
using Weir.Engine.Connectors;

namespace Weir.Connectors.KafkaTables;

/// <summary>
/// The connector <c>upsert-kafka</c>: a topic whose messages replace each other by key. It is read from its beginning; a message without a value deletes what its key names. The table's primary key is the message's key.
/// </summary>
internal static class UpsertKafkaTable
{
    public const string Connector = "upsert-kafka";

    /// <summary>Whether a table is one.</summary>
    public static bool Is(TableSpec table) => table.Connector == Connector;

    /// <summary>The table with what the connector settles as the options of <c>kafka</c>.</summary>
    /// <exception cref="ConnectorException">It has no primary key, or a format is missing.</exception>
    public static TableSpec AsKafka(TableSpec table)
    {
        OptionReader options = new(table);
        options.Required("topic");
        options.Required("key.format");
        options.Required("value.format");
        if (table.PrimaryKey.Count == 0)
        {
            throw new ConnectorException($"Table '{table.Name}': a table of the connector '{Connector}' needs a PRIMARY KEY: the columns of the message's key.");
        }

        return table with
        {
            Options = new Dictionary<string, string>(table.Options)
            {
                ["key.fields"] = string.Join(';', table.PrimaryKey.Select(k => table.Columns[k].Name)),
                ["scan.startup.mode"] = "earliest-offset",
            },
        };
    }
}
