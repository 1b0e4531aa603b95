using Weir.Engine.Connectors;

namespace Weir.Sql.Descriptors.Connectors;

internal static class WebhookDescriptor
{
    public static ConnectorDescriptor Create() => new()
    {
        Name = "webhook",
        Summary = "Posts each row as a message to an address.",
        IsSource = false,
        IsSink = true,
        Options =
        [
            new("url", OptionType.Text, "Where to.", null, true),
            new("method", OptionType.Choice, "The method.", "POST", false, "POST", "PUT", "PATCH"),
            new("headers.*", OptionType.Text, "A header of each request: headers.NAME."),
            new("template", OptionType.Text, "The body, with {{column}} in place of values; without it the row as JSON."),
            .. HttpOptions.All,
        ],
        Guarantee = SinkGuarantee.AtLeastOnce,
        GuaranteeReason = HttpOptions.Reason,
        Checks = [HttpOptions.CheckUrl],
        TableChecks = [HttpOptions.Template("template")],
    };
}
