namespace Weir.Connectors.Pacing;

/// <summary>Lets rows through at so many a second of real time, counted from when reading began.</summary>
internal sealed class Throttle : IDisposable
{
    private readonly TimeProvider _clock;
    private readonly long _rowsPerSecond;
    private readonly long _firstRow;
    private readonly long _startedAt;
    private readonly ITimer _timer;

    public Throttle(TimeProvider clock, long rowsPerSecond, long firstRow, Action wake)
    {
        _clock = clock;
        _rowsPerSecond = rowsPerSecond;
        _firstRow = firstRow;
        _startedAt = clock.GetTimestamp();
        _timer = clock.CreateTimer(_ => wake(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The number up to which rows may be given now.</summary>
    public long Allowed(long next) => Math.Max(next, _firstRow + (long)(_clock.GetElapsedTime(_startedAt).TotalSeconds * _rowsPerSecond));

    /// <summary>Wakes the lane when the row (and those of the next few ms with it) may be given.</summary>
    public void WakeAt(long next)
    {
        double due = ((next + 1 - _firstRow) / (double)_rowsPerSecond) - _clock.GetElapsedTime(_startedAt).TotalSeconds;
        _timer.Change(TimeSpan.FromMilliseconds(Math.Clamp(Math.Ceiling(due * 1000), 1, 60_000)), Timeout.InfiniteTimeSpan);
    }

    public void Dispose() => _timer.Dispose();
}
