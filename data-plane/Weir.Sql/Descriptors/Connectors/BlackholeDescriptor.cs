using Weir.Engine.Connectors;

namespace Weir.Sql.Descriptors.Connectors;

internal static class BlackholeDescriptor
{
    public static ConnectorDescriptor Create() => new()
    {
        Name = "blackhole",
        Summary = "Takes all rows and keeps none.",
        IsSource = false,
        IsSink = true,
        Options = [],
        SinkChangelog = ChangelogMode.All,
        SinkChangelogWithKey = ChangelogMode.All,
        Guarantee = SinkGuarantee.None,
        GuaranteeReason = "rows go nowhere",
    };
}
