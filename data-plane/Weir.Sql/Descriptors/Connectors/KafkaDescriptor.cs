using Weir.Engine.Connectors;
using Weir.Engine.Types;

namespace Weir.Sql.Descriptors.Connectors;

internal static class KafkaDescriptor
{
    public static ConnectorDescriptor Create() => new()
    {
        Name = "kafka",
        Summary = "Reads and writes topics of Apache Kafka.",
        IsSource = true,
        IsSink = true,
        Options =
        [
            new("topic", OptionType.List, "The topic; a table that is only read may name several, separated by ;."),
            new("topic-pattern", OptionType.Text, "A regular expression: topics whose whole name matches are read."),
            new("properties.bootstrap.servers", OptionType.Text, "The brokers' addresses.", null, true),
            new("properties.group.id", OptionType.Text, "The consumer group whose offsets the mode group-offsets goes by. A job with checkpoints commits there where it is, for tools that show the lag."),
            new("properties.*", OptionType.Text, "A property of the Kafka client, by its name in Java or in librdkafka."),
            new("scan.startup.mode", OptionType.Choice, "Where reading starts.", "group-offsets", false, "earliest-offset", "latest-offset", "group-offsets", "timestamp", "specific-offsets"),
            new("scan.bounded.mode", OptionType.Choice, "Where reading ends.", "unbounded", false, "unbounded", "latest-offset", "group-offsets", "timestamp", "specific-offsets"),
            new("scan.topic-partition-discovery.interval", OptionType.Duration, "How often to look for new topics and partitions; 0 for never.", "5 min"),
            new("sink.partitioner", OptionType.Choice, "Which partition a row goes to.", "default", false, "default", "fixed", "round-robin"),
            new("sink.delivery-guarantee", OptionType.Choice, "What a restart does. Left out: exactly-once in a job with checkpoints, else at-least-once.", null, false, "at-least-once", "none", "exactly-once"),
            new("sink.transactional-id-prefix", OptionType.Text, "What the names of the job's transactions begin with.", string.Empty),
            .. MessageOptions.All,
        ],
        Formats = ["csv", "json", "raw"],
        Guarantee = SinkGuarantee.AtLeastOnce,
        Home = options => options.GetValueOrDefault("sink.delivery-guarantee") is "at-least-once" or "none" ? null : $"kafka at {options.GetValueOrDefault("properties.bootstrap.servers")}",
        GuaranteeReason = "without checkpoints records are not written in transactions: after a restart some are written again",
        Metadata =
        [
            new("topic", DataType.String.NotNull(), false),
            new("partition", DataType.Int.NotNull(), false),
            new("headers", MessageOptions.Headers, true),
            new("leader-epoch", DataType.Int, false),
            new("offset", DataType.BigInt.NotNull(), false),
            new("timestamp", DataType.TimestampLtz(3).NotNull(), true),
            new("timestamp-type", DataType.String.NotNull(), false),
        ],
        IsBounded = MessageOptions.IsBounded,
        Checks = [MessageOptions.Check, Check],
        TableChecks = [MessageOptions.CheckKeyFields, CheckPrimaryKey],
    };

    private static string? Check(IReadOnlyDictionary<string, string> options)
    {
        if (options.ContainsKey("topic") == options.ContainsKey("topic-pattern"))
        {
            return "give one of the options 'topic' and 'topic-pattern'.";
        }

        return options.GetValueOrDefault("sink.partitioner", string.Empty).Equals("round-robin", StringComparison.OrdinalIgnoreCase) && options.ContainsKey("key.fields")
            ? "the sink.partitioner 'round-robin' only works when 'key.fields' are not given."
            : null;
    }

    /// <summary>As in Flink: rows are only added, so a key could not be kept.</summary>
    private static OptionProblem? CheckPrimaryKey(TableSpec table) => table.PrimaryKey.Count == 0
        ? null
        : new OptionProblem("connector", $"Table '{table.Name}': a table of the connector 'kafka' cannot have a PRIMARY KEY, since its formats hold rows that are only added.");
}
