using Weir.Engine.Types;

namespace Weir.Engine.Windows;

/// <summary>
/// Between instants and the wall time that windows are cut by: the same for TIMESTAMP; for TIMESTAMP_LTZ wall time in the session's zone, so that a window of a day is a day there.
/// <para>
/// There are two ways back, as in Flink's TimeWindowUtil. A window fires at the instant of <see cref="ToTimer"/>: where clocks are put back that is the later of the two instants, as rows of the window come until then. Its
/// window_time is <see cref="WindowTime.Of"/>, which goes by java.time: the earlier one.
/// </para>
/// Keeps the offset of the span it was last asked for. Not thread-safe.
/// </summary>
public sealed class WindowClock(TimeZoneInfo? zone)
{
    private const long HourMs = 3_600_000;
    private const long QuarterMs = HourMs / 4;
    private readonly TimeZoneInfo? _zone = zone is null || zone.HasSameRules(TimeZoneInfo.Utc) ? null : zone;
    private readonly bool _changesYearly = zone is not null && ChangesYearly(zone);
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
            // Offsets change on whole quarters of an hour; one quarter is asked for at a time and kept.
            _fromMs = epochMs - (((epochMs % QuarterMs) + QuarterMs) % QuarterMs);
            _toMs = _fromMs + QuarterMs;
            _offsetMs = ZoneTime.OffsetMs(_zone, epochMs);
        }

        return epochMs + _offsetMs;
    }

    /// <summary>Whether wall time is known to be as far from the instants from <paramref name="firstMs"/> to <paramref name="lastMs"/>, and how far.</summary>
    public bool SharesOffset(long firstMs, long lastMs, out long offsetMs)
    {
        offsetMs = ToWall(firstMs) - firstMs;
        return _zone is null || lastMs < _toMs;
    }

    /// <summary>
    /// The instant at which a window fires whose last moment of wall time is given. Of two instants it is the later one; of a time that clocks skip, the moment at which they do. Zones that no longer put clocks back and forth are taken
    /// by java.time's rules throughout, past changes included. Source: Flink's TimeWindowUtil.toEpochMillsForTimer.
    /// </summary>
    public long ToTimer(long wallMs)
    {
        if (_zone is null || wallMs == long.MaxValue)
        {
            return wallMs;
        }

        long instant = ZoneTime.ToUtcMs(_zone, wallMs);
        if (!_changesYearly)
        {
            return instant;
        }

        long hourLater = ZoneTime.ToUtcMs(_zone, wallMs + HourMs);
        if (hourLater == instant)
        {
            return instant - (instant % HourMs);
        }

        return hourLater - instant > HourMs ? instant + HourMs : instant;
    }

    /// <summary>What Java calls a zone that uses daylight time: one whose rules for the future change the offset within a year.</summary>
    private static bool ChangesYearly(TimeZoneInfo zone)
    {
        long january = new DateTimeOffset(2500, 1, 15, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();
        long july = new DateTimeOffset(2500, 7, 15, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();
        return ZoneTime.OffsetMs(zone, january) != ZoneTime.OffsetMs(zone, july);
    }
}
