using Weir.Engine.Connectors;
using Weir.Engine.Types;

namespace Weir.Sql.Descriptors.Connectors;

internal static class LogDescriptor
{
    public static ConnectorDescriptor Create() => new()
    {
        Name = "log",
        Summary = "Reads and writes topics of the embedded log: partitioned files in a folder of this machine, shared by its processes.",
        IsSource = true,
        IsSink = true,
        Options =
        [
            new("path", OptionType.Text, "The log's folder; without it weir/log in the user's data folder."),
            new("topic", OptionType.Text, "The topic.", null, true),
            new("partitions", OptionType.Integer, "How many partitions the topic is made with where it is missing. A table that is only read makes it only when this is given.", "1"),
            new("scan.startup.mode", OptionType.Choice, "Where reading starts.", "earliest-offset", false, "earliest-offset", "latest-offset", "timestamp", "specific-offsets"),
            new("scan.bounded.mode", OptionType.Choice, "Where reading ends.", "unbounded", false, "unbounded", "latest-offset", "timestamp", "specific-offsets"),
            new("sink.commit-interval", OptionType.Duration, "How long rows that are written stay unseen at most.", "200 ms"),
            .. MessageOptions.All,
        ],
        Formats = ["csv", "json", "raw"],
        Guarantee = SinkGuarantee.AtLeastOnce,
        Home = options => $"log in {options.GetValueOrDefault("path", string.Empty)}",
        GuaranteeReason = "rows are committed at short intervals, not with checkpoints: after a restart some are written again",
        Metadata =
        [
            new("topic", DataType.String.NotNull(), false),
            new("partition", DataType.Int.NotNull(), false),
            new("offset", DataType.BigInt.NotNull(), false),
            new("timestamp", DataType.TimestampLtz(3).NotNull(), true),
            new("headers", MessageOptions.Headers, true),
        ],
        IsBounded = MessageOptions.IsBounded,
        Checks = [MessageOptions.Check],
        TableChecks = [MessageOptions.CheckKeyFields],
    };
}
