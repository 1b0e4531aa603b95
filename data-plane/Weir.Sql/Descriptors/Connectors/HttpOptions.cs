using Weir.Engine.Connectors;

namespace Weir.Sql.Descriptors.Connectors;

/// <summary>What the sinks that post messages over HTTP have in common.</summary>
internal static class HttpOptions
{
    public const string Reason = "a message is posted after the checkpoint that holds it, where there are checkpoints; it may be posted again after a restart, and its Idempotency-Key stays the same";

    public static OptionDescriptor[] All { get; } =
    [
        new("retry.max-attempts", OptionType.Integer, "How often a message is tried before the job stops.", "10"),
        new("retry.timeout", OptionType.Duration, "How long a message is tried before the job stops."),
        new("retry.initial-backoff", OptionType.Duration, "The pause after the first failure; it doubles with each further one.", "500 ms"),
        new("retry.max-backoff", OptionType.Duration, "The longest pause.", "30 s"),
        new("request.timeout", OptionType.Duration, "How long to wait for an answer.", "30 s"),
        new("sink.concurrency", OptionType.Integer, "How many messages are under way at once; more than 1 gives up their order.", "1"),
        new("sink.rate-limit", OptionType.Number, "The most messages in a second, per lane."),
        new("sink.queue-size", OptionType.Integer, "How many messages wait, per lane, before the job is held back; with checkpoints, those of a whole interval wait.", "1000"),
    ];

    /// <summary>A check that a template is well formed and names columns that are there.</summary>
    public static Func<TableSpec, OptionProblem?> Template(string key) => table =>
    {
        if (table.Option(key) is not { } text)
        {
            return null;
        }

        if (MessageTemplate.TryParse(text, out string? error) is not { } template)
        {
            return new OptionProblem(key, $"Table '{table.Name}': the option '{key}' is not a template: {error}.");
        }

        foreach (TemplatePart part in template.Parts)
        {
            if (part.IsColumn && !table.Columns.Any(c => c.Name == part.Text))
            {
                IEnumerable<string> names = table.Columns.Select(c => c.Name);
                return new OptionProblem(
                    key,
                    $"Table '{table.Name}': the template of '{key}' names '{part.Text}', which is not a column of the table.",
                    NearestName.Hint(part.Text, names) ?? $"The columns are {string.Join(", ", names)}.");
            }
        }

        return null;
    };

    /// <summary>A check that an address is one.</summary>
    public static string? CheckUrl(IReadOnlyDictionary<string, string> options) =>
        options.TryGetValue("url", out string? url) && !(Uri.TryCreate(url, UriKind.Absolute, out Uri? uri) && uri.Scheme is "http" or "https")
            ? $"the option 'url' is '{url}'; expected an address that begins with http:// or https://."
            : null;
}
