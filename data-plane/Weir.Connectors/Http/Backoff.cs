namespace Weir.Connectors.Http;

/// <summary>How long to wait before a message is sent again: twice as long each time, up to a limit, less up to a half by chance so that many senders do not come back at once.</summary>
internal sealed class Backoff(TimeSpan initial, TimeSpan max, Random chance)
{
    private readonly Lock _lock = new();

    /// <summary>The pause behind the failure of a number (from 1); at least what the server asks for.</summary>
    public TimeSpan Pause(int failure, TimeSpan? retryAfter)
    {
        double doubled = initial.TotalMilliseconds * Math.Pow(2, Math.Min(failure - 1, 40));
        double limit = Math.Min(doubled, max.TotalMilliseconds);
        double part;
        lock (_lock)
        {
            part = chance.NextDouble();
        }

        TimeSpan pause = TimeSpan.FromMilliseconds(limit * (1 - (part / 2)));
        return retryAfter > pause ? retryAfter.Value : pause;
    }
}
