using System.Net.Http.Headers;
using Weir.Connectors.Options;
using Weir.Engine.Connectors;

namespace Weir.Connectors.Http;

/// <summary>How messages are posted.</summary>
internal sealed record HttpSettings
{
    private const string HeaderPrefix = "headers.";

    public required Uri Url { get; init; }

    public required HttpMethod Method { get; init; }

    public required IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; }

    /// <summary>The Content-Type among the headers.</summary>
    public string? ContentType { get; init; }

    public int MaxAttempts { get; init; }

    /// <summary>How long a message is tried; null where only the attempts count.</summary>
    public TimeSpan? RetryTimeout { get; init; }

    public TimeSpan InitialBackoff { get; init; }

    public TimeSpan MaxBackoff { get; init; }

    public TimeSpan RequestTimeout { get; init; }

    public int Concurrency { get; init; }

    /// <summary>The time between two messages; zero where there is no limit.</summary>
    public TimeSpan Spacing { get; init; }

    public int QueueSize { get; init; }

    /// <summary>Where to, without what may be a secret: Slack's addresses are.</summary>
    public string Place => Url.GetLeftPart(UriPartial.Authority);

    /// <summary>The settings of a table.</summary>
    /// <param name="options">Its options.</param>
    /// <param name="choosesRequest">Whether method and headers are the table's to choose: a webhook's are, Slack's are not.</param>
    public static HttpSettings Read(OptionReader options, bool choosesRequest)
    {
        string url = options.Required("url");
        if (!Uri.TryCreate(url, UriKind.Absolute, out Uri? address) || address.Scheme is not ("http" or "https"))
        {
            throw options.Malformed("url", url, "an address that begins with http:// or https://");
        }

        List<KeyValuePair<string, string>> headers = [];
        string? contentType = null;
        foreach ((string key, string value) in options.Table.Options)
        {
            if (!choosesRequest || !key.StartsWith(HeaderPrefix, StringComparison.Ordinal))
            {
                continue;
            }

            string name = key[HeaderPrefix.Length..];
            if (name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase))
            {
                contentType = MediaTypeHeaderValue.TryParse(value, out _) ? value : throw options.Malformed(key, value, "a media type such as application/json");
                continue;
            }

            using HttpRequestMessage probe = new();
            if (!probe.Headers.TryAddWithoutValidation(name, value))
            {
                throw new ConnectorException($"Table '{options.Table.Name}': '{name}' of the option '{key}' is not a request's header.");
            }

            headers.Add(new(name, value));
        }

        return new HttpSettings
        {
            Url = address,
            Method = choosesRequest ? new HttpMethod(options.Choice("method", "POST", "POST", "PUT", "PATCH")) : HttpMethod.Post,
            Headers = headers,
            ContentType = contentType,
            MaxAttempts = (int)options.IntegerOr("retry.max-attempts", 10, 1, int.MaxValue),
            RetryTimeout = options.Duration("retry.timeout"),
            InitialBackoff = options.Duration("retry.initial-backoff", TimeSpan.FromMilliseconds(500)),
            MaxBackoff = options.Duration("retry.max-backoff", TimeSpan.FromSeconds(30)),
            RequestTimeout = options.Duration("request.timeout", TimeSpan.FromSeconds(30)),
            Concurrency = (int)options.IntegerOr("sink.concurrency", 1, 1, 64),
            Spacing = options.Number("sink.rate-limit", 0.001) is { } rate ? TimeSpan.FromSeconds(1 / rate) : TimeSpan.Zero,
            QueueSize = (int)options.IntegerOr("sink.queue-size", 1000, 1, 1_000_000),
        };
    }
}
