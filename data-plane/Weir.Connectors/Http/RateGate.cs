namespace Weir.Connectors.Http;

/// <summary>Lets messages through at so many a second, evenly spaced.</summary>
internal sealed class RateGate(double perSecond, TimeProvider clock)
{
    private readonly Lock _lock = new();
    private readonly TimeSpan _space = TimeSpan.FromSeconds(1 / perSecond);
    private readonly long _start = clock.GetTimestamp();
    private TimeSpan _next = TimeSpan.Zero;

    /// <summary>How long the next message has to wait; it has its place from now on.</summary>
    public TimeSpan Reserve()
    {
        lock (_lock)
        {
            TimeSpan now = clock.GetElapsedTime(_start);
            TimeSpan at = _next > now ? _next : now;
            _next = at + _space;
            return at - now;
        }
    }
}
