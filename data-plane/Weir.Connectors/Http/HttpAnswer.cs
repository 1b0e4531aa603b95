using System.Globalization;
using System.Net;
using System.Net.Http.Headers;

namespace Weir.Connectors.Http;

/// <summary>What came of one try to send a message.</summary>
internal sealed record HttpAnswer
{
    /// <summary>The status; null when there was no answer.</summary>
    public int? Status { get; init; }

    /// <summary>What was answered (its beginning), or why there was no answer.</summary>
    public string Text { get; init; } = string.Empty;

    /// <summary>How long the server asks to wait before the next try.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether the message is delivered.</summary>
    public bool IsDelivered => Status is >= 200 and < 300;

    /// <summary>Whether another try may help: not where the request itself is refused (4xx but 408 and 429), nor where it is sent elsewhere (3xx).</summary>
    public bool MayRetry => Status is null or 408 or 429 or >= 500;

    /// <summary>In short, for messages.</summary>
    public string Summary => Status is { } status ? string.Create(CultureInfo.InvariantCulture, $"{status} {(HttpStatusCode)status}") + (Text.Length > 0 ? $": {Text}" : string.Empty) : Text;

    /// <summary>Reads Retry-After: seconds, or a date.</summary>
    public static TimeSpan? ReadRetryAfter(HttpResponseHeaders headers, DateTimeOffset now)
    {
        if (headers.RetryAfter is not { } retry)
        {
            return null;
        }

        TimeSpan wait = retry.Delta ?? (retry.Date is { } date ? date - now : TimeSpan.Zero);
        return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    }
}
