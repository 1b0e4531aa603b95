namespace Weir.Engine.Windows;

/// <summary>
/// Between instants and the wall time that windows are cut by: the same for TIMESTAMP; for TIMESTAMP_LTZ wall time in the session's zone, so that a window of a day is a day there. Source: Flink's TimeWindowUtil.
/// Keeps the offset of the span it was last asked for. Not thread-safe.
/// </summary>
public sealed class WindowClock(TimeZoneInfo? zone)
{
    private const long HourMs = 3_600_000;
    private readonly TimeZoneInfo? _zone = zone is null || zone.HasSameRules(TimeZoneInfo.Utc) ? null : zone;
    private long _fromMs = long.MaxValue;
    private long _toMs = long.MinValue;
    private long _offsetMs;

    /// <summary>Whether wall time is the instant itself.</summary>
    public bool IsIdentity => _zone is null;

    /// <summary>The wall time of an instant.</summary>
    public long ToWall(long epochMs)
    {
        if (_zone is null)
        {
            return epochMs;
        }

        if (epochMs < _fromMs || epochMs >= _toMs)
        {
            // Offsets change on whole quarters of an hour; one hour is asked for at a time and kept.
            _fromMs = epochMs - (((epochMs % (HourMs / 4)) + (HourMs / 4)) % (HourMs / 4));
            _toMs = _fromMs + (HourMs / 4);
            _offsetMs = (long)_zone.GetUtcOffset(DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(epochMs, -62135596800000, 253402300799999))).TotalMilliseconds;
        }

        return epochMs + _offsetMs;
    }

    /// <summary>The instant of a wall time; of two, the later one; where there is none, the moment of the change (as Flink's timers have it).</summary>
    public long ToEpoch(long wallMs)
    {
        if (_zone is null || wallMs == long.MaxValue)
        {
            return wallMs;
        }

        DateTime wall = DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(wallMs, -62135596800000, 253402300799999)).DateTime;
        if (_zone.IsInvalidTime(wall))
        {
            while (_zone.IsInvalidTime(wall))
            {
                wall = wall.AddMinutes(1);
            }

            wall = new DateTime(wall.Year, wall.Month, wall.Day, wall.Hour, wall.Minute, 0);
        }

        TimeSpan offset = _zone.IsAmbiguousTime(wall) ? _zone.GetAmbiguousTimeOffsets(wall).Min() : _zone.GetUtcOffset(wall);
        return new DateTimeOffset(wall, TimeSpan.Zero).ToUnixTimeMilliseconds() - (long)offset.TotalMilliseconds;
    }
}
