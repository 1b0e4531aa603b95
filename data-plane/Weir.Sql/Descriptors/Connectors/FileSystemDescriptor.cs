using Weir.Engine.Connectors;
using Weir.Engine.Types;

namespace Weir.Sql.Descriptors.Connectors;

internal static class FileSystemDescriptor
{
    public static ConnectorDescriptor Create() => new()
    {
        Name = "filesystem",
        Summary = "Reads and writes files of a local file system, one record a line.",
        IsSource = true,
        IsSink = true,
        Options =
        [
            new("path", OptionType.Text, "The file or folder.", null, true),
            new("format", OptionType.Text, "The format of the records.", null, true),
            new("source.monitor-interval", OptionType.Duration, "How often to look for new files; without it the table ends with the files that are there."),
            new("source.path.regex-pattern", OptionType.Text, "Which files are read: those whose whole path matches."),
            new("sink.rolling-policy.file-size", OptionType.Size, "A part file is finished when it is this long.", "128 mb"),
            new("sink.rolling-policy.rollover-interval", OptionType.Duration, "A part file is finished when it has been open this long.", "30 min"),
            new("sink.rolling-policy.inactivity-interval", OptionType.Duration, "A part file is finished when nothing was written to it for this long.", "30 min"),
            new("sink.rolling-policy.check-interval", OptionType.Duration, "How often the policy is looked at.", "1 min"),
            new("partition.default-name", OptionType.Text, "The folder of rows whose partition column is NULL or empty.", "__DEFAULT_PARTITION__"),
        ],
        Formats = ["csv", "json", "raw"],
        SinkChangelog = ChangelogMode.InsertOnly,
        SinkChangelogWithKey = ChangelogMode.InsertOnly,
        Guarantee = SinkGuarantee.ExactlyOnce,
        GuaranteeReason = "with checkpoints: files become visible after the checkpoint that holds their rows",
        Metadata =
        [
            new("file.path", DataType.String.NotNull(), false),
            new("file.name", DataType.String.NotNull(), false),
            new("file.size", DataType.BigInt.NotNull(), false),
            new("file.modification-time", DataType.TimestampLtz(3).NotNull(), false),
        ],
        IsBounded = options => !options.ContainsKey("source.monitor-interval"),
    };
}
