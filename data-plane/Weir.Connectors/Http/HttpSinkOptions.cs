using Weir.Connectors.Options;

namespace Weir.Connectors.Http;

/// <summary>How messages are sent, and sent again.</summary>
internal sealed record HttpSinkOptions
{
    /// <summary>How often a message is tried when no limit is given.</summary>
    private const int DefaultAttempts = 10;

    public required Uri Url { get; init; }

    /// <summary>How often a message is tried.</summary>
    public required int MaxAttempts { get; init; }

    /// <summary>How long a message is tried; null without a limit.</summary>
    public TimeSpan? RetryTimeout { get; init; }

    public required TimeSpan InitialBackoff { get; init; }

    public required TimeSpan MaxBackoff { get; init; }

    public required TimeSpan RequestTimeout { get; init; }

    public required int Concurrency { get; init; }

    /// <summary>The most messages a second; null without a limit.</summary>
    public double? RateLimit { get; init; }

    public required int QueueSize { get; init; }

    public static HttpSinkOptions Read(OptionReader options)
    {
        string url = options.Required("url");
        if (!Uri.TryCreate(url, UriKind.Absolute, out Uri? uri) || uri.Scheme is not ("http" or "https"))
        {
            throw options.Malformed("url", url, "an address that begins with http:// or https://");
        }

        return new HttpSinkOptions
        {
            Url = uri,
            MaxAttempts = (int)(options.Integer("retry.max-attempts", 1, 1_000_000) ?? (options.Text("retry.timeout") is null ? DefaultAttempts : int.MaxValue)),
            RetryTimeout = options.Duration("retry.timeout"),
            InitialBackoff = options.Duration("retry.initial-backoff", TimeSpan.FromMilliseconds(500)),
            MaxBackoff = options.Duration("retry.max-backoff", TimeSpan.FromSeconds(30)),
            RequestTimeout = Positive(options, "request.timeout", TimeSpan.FromSeconds(30)),
            Concurrency = (int)options.IntegerOr("sink.concurrency", 1, 1, 256),
            RateLimit = options.Number("sink.rate-limit", 0.000_001),
            QueueSize = (int)options.IntegerOr("sink.queue-size", 1000, 1, 1_000_000),
        };
    }

    private static TimeSpan Positive(OptionReader options, string key, TimeSpan whenAbsent)
    {
        TimeSpan value = options.Duration(key, whenAbsent);
        return value > TimeSpan.Zero ? value : throw options.Malformed(key, options.Required(key), "a duration of more than nothing");
    }
}
