using Weir.Engine.Connectors;

namespace Weir.Sql.Descriptors.Connectors;

internal static class PrintDescriptor
{
    public static ConnectorDescriptor Create() => new()
    {
        Name = "print",
        Summary = "Writes each row as a line to the console.",
        IsSource = false,
        IsSink = true,
        Options =
        [
            new("print-identifier", OptionType.Text, "What each line begins with."),
            new("standard-error", OptionType.Boolean, "Whether to write to standard error.", "false"),
        ],
        SinkChangelog = ChangelogMode.All,
        SinkChangelogWithKey = ChangelogMode.All,
        Guarantee = SinkGuarantee.AtLeastOnce,
        GuaranteeReason = "a line may be printed again after a restart",
    };
}
