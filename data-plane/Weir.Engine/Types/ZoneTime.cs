namespace Weir.Engine.Types;

/// <summary>
/// Between instants and the wall clock of a zone, both in milliseconds since 1970-01-01, by the rules of java.time: a wall clock time that a zone skips is
/// moved on by the length of the gap; of one that occurs twice, the first is meant. Beyond the years 1 to 9999, the offset at the nearer end counts.
/// </summary>
public static class ZoneTime
{
    private static readonly long s_minMs = new DateTimeOffset(1, 1, 3, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();
    private static readonly long s_maxMs = new DateTimeOffset(9999, 12, 29, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();

    /// <summary>The zone's offset from UTC at an instant, in milliseconds.</summary>
    public static long OffsetMs(TimeZoneInfo zone, long utcMs)
    {
        if (ReferenceEquals(zone, TimeZoneInfo.Utc))
        {
            return 0;
        }

        DateTime utc = new(DateTime.UnixEpoch.Ticks + (Math.Clamp(utcMs, s_minMs, s_maxMs) * TimeSpan.TicksPerMillisecond), DateTimeKind.Utc);
        return zone.GetUtcOffset(utc).Ticks / TimeSpan.TicksPerMillisecond;
    }

    /// <summary>What the zone's clocks show at an instant.</summary>
    public static long ToLocalMs(TimeZoneInfo zone, long utcMs) => utcMs + OffsetMs(zone, utcMs);

    /// <summary>The instant at which the zone's clocks show a time.</summary>
    public static long ToUtcMs(TimeZoneInfo zone, long localMs)
    {
        if (ReferenceEquals(zone, TimeZoneInfo.Utc))
        {
            return localMs;
        }

        // The offsets a day before and a day after bracket a change of offset near by: outside a gap or an overlap, one of them holds at the instant that it gives.
        long before = OffsetMs(zone, localMs - TimeSpan.MillisecondsPerDay);
        long after = OffsetMs(zone, localMs + TimeSpan.MillisecondsPerDay);
        if (before == after || OffsetMs(zone, localMs - before) == before)
        {
            return localMs - before;
        }

        // In a gap neither holds; java.time then goes by the offset before it, which is to move on by the gap's length.
        return OffsetMs(zone, localMs - after) == after ? localMs - after : localMs - before;
    }

    /// <summary>What the zone's clocks show at an instant; both in nanoseconds.</summary>
    public static Int128 ToLocalNanos(TimeZoneInfo zone, Int128 utcNanos) => utcNanos + ((Int128)OffsetMs(zone, FloorMs(utcNanos)) * 1_000_000);

    /// <summary>The instant at which the zone's clocks show a time; both in nanoseconds.</summary>
    public static Int128 ToUtcNanos(TimeZoneInfo zone, Int128 localNanos)
    {
        long localMs = FloorMs(localNanos);
        return localNanos + ((Int128)(ToUtcMs(zone, localMs) - localMs) * 1_000_000);
    }

    /// <summary>Nanoseconds as whole milliseconds, rounded towards the past.</summary>
    public static long FloorMs(Int128 nanos)
    {
        if (nanos >= long.MinValue && nanos <= long.MaxValue)
        {
            long small = (long)nanos;
            return (small / 1_000_000) - (small % 1_000_000 < 0 ? 1 : 0);
        }

        Int128 ms = nanos / 1_000_000;
        return (long)(nanos % 1_000_000 < 0 ? ms - 1 : ms);
    }
}
