namespace Weir.Connectors.Nexmark;

/// <summary>Lets events through at so many a second of real time, counted from when reading began.</summary>
internal sealed class NexmarkThrottle : IDisposable
{
    private readonly TimeProvider _clock;
    private readonly long _eventsPerSecond;
    private readonly long _firstEvent;
    private readonly long _startedAt;
    private readonly ITimer _timer;

    public NexmarkThrottle(TimeProvider clock, long eventsPerSecond, long firstEvent, Action wake)
    {
        _clock = clock;
        _eventsPerSecond = eventsPerSecond;
        _firstEvent = firstEvent;
        _startedAt = clock.GetTimestamp();
        _timer = clock.CreateTimer(_ => wake(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The number up to which events may be given now.</summary>
    public long Allowed(long next) => Math.Max(next, _firstEvent + (long)(_clock.GetElapsedTime(_startedAt).TotalSeconds * _eventsPerSecond));

    /// <summary>Wakes the lane when the event (and those of the next few ms with it) may be given.</summary>
    public void WakeAt(long next)
    {
        double due = ((next + 1 - _firstEvent) / (double)_eventsPerSecond) - _clock.GetElapsedTime(_startedAt).TotalSeconds;
        _timer.Change(TimeSpan.FromMilliseconds(Math.Clamp(Math.Ceiling(due * 1000), 1, 60_000)), Timeout.InfiniteTimeSpan);
    }

    public void Dispose() => _timer.Dispose();
}
