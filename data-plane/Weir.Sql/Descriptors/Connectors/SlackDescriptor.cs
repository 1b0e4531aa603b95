using Weir.Engine.Connectors;

namespace Weir.Sql.Descriptors.Connectors;

internal static class SlackDescriptor
{
    public static ConnectorDescriptor Create() => new()
    {
        Name = "slack",
        Summary = "Posts each row as a message to a Slack channel, through an incoming webhook.",
        IsSource = false,
        IsSink = true,
        Options =
        [
            new("url", OptionType.Text, "The address of the incoming webhook.", null, true),
            new("template", OptionType.Text, "The text, with {{column}} in place of values.", null, true),
            new("channel", OptionType.Text, "The channel, where the webhook leaves it open; may hold {{column}}."),
            new("username", OptionType.Text, "The sender's name, where the webhook leaves it open; may hold {{column}}."),
            new("blocks", OptionType.Text, "Slack's blocks as JSON, with {{column}} in place of values."),
            .. HttpOptions.All,
        ],
        Guarantee = SinkGuarantee.AtLeastOnce,
        GuaranteeReason = HttpOptions.Reason,
        Checks = [HttpOptions.CheckUrl],
        TableChecks = [HttpOptions.Template("template"), HttpOptions.Template("channel"), HttpOptions.Template("username"), HttpOptions.Template("blocks")],
    };
}
