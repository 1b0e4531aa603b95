using Weir.Connectors.Log;
using Weir.Connectors.Messages;
using Weir.Connectors.Options;
using Weir.Engine.Connectors;

namespace Weir.Connectors.LogTables;

/// <summary>Finds a table's topic.</summary>
internal static class LogTopics
{
    private const int DefaultPartitions = 1;

    /// <summary>How many partitions the topic of a table that is read has. It is made only where the table says with how many: a misspelt name is not to read an empty topic for ever.</summary>
    public static int ToRead(EmbeddedLog log, OptionReader options)
    {
        string name = options.Required("topic");
        if (Find(log, name) is { } partitions)
        {
            return partitions;
        }

        if (options.Integer("partitions", 1, LogLimits.Partitions) is { } wanted)
        {
            return Create(log, name, (int)wanted);
        }

        string hint = NearName.Find(name, log.Topics().Select(t => t.Name)) is { } near ? $"Did you mean '{near}'?" : "Give 'partitions' to have it made.";
        throw new ConnectorException($"Table '{options.Table.Name}': there is no topic '{name}' in the log {log.Folder}. {hint}");
    }

    /// <summary>How many partitions the topic of a table that is written has, made where it is missing.</summary>
    public static int ToWrite(EmbeddedLog log, OptionReader options)
    {
        string name = options.Required("topic");
        return Find(log, name) ?? Create(log, name, (int)options.IntegerOr("partitions", DefaultPartitions, 1, LogLimits.Partitions));
    }

    private static int? Find(EmbeddedLog log, string name) => log.Topics().FirstOrDefault(t => t.Name == name)?.Partitions;

    private static int Create(EmbeddedLog log, string name, int partitions)
    {
        try
        {
            log.CreateTopic(name, partitions);
            return partitions;
        }
        catch (LogException) when (Find(log, name) is not null)
        {
            return Find(log, name)!.Value; // somebody else made it, with another number
        }
    }
}
