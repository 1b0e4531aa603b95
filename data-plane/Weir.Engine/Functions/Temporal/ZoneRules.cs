using System.Runtime.CompilerServices;

namespace Weir.Engine.Functions.Temporal;

/// <summary>
/// A time zone for columns: remembers the span between two changes of the clocks in which the last moment lay, and asks <see cref="TimeZoneInfo"/> only outside of it.
/// Where clocks go forward or back, local times are read as java.time reads them. Not thread-safe. Offsets are whole minutes, as TimeZoneInfo has
/// them: local mean times of the 19th century lose their seconds.
/// </summary>
public sealed class ZoneRules
{
    private const long Forever = long.MaxValue / 4;
    private const int MaxSpans = 512;

    private static readonly long s_minMs = -62_135_596_800_000;
    private static readonly long s_maxMs = 253_402_300_799_000;

    private readonly List<Span> _spans = [];
    private Span _current = new(1, 0, 0);

    /// <summary>Rules of the zone.</summary>
    public ZoneRules(TimeZoneInfo zone)
    {
        Zone = zone;
        if (zone.GetAdjustmentRules().Length == 0)
        {
            _current = new Span(-Forever, Forever, (long)zone.BaseUtcOffset.TotalMilliseconds);
        }
    }

    /// <summary>The zone.</summary>
    public TimeZoneInfo Zone { get; }

    /// <summary>How far local time is ahead of UTC at a moment, in milliseconds.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long OffsetMs(long utcMs)
    {
        Span span = _current;
        return utcMs >= span.From && utcMs < span.To ? span.OffsetMs : Load(utcMs).OffsetMs;
    }

    /// <summary>The local time of a moment, in milliseconds since 1970-01-01T00:00 local time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long ToLocal(long utcMs) => utcMs + OffsetMs(utcMs);

    /// <summary>
    /// The moment of a local time. A time that the clocks skip is taken as if they had not gone forward yet; of a time that they show twice the first is meant, or
    /// the second if <paramref name="later"/> (java.util.Calendar's choice).
    /// </summary>
    public long ToUtc(long localMs, bool later = false)
    {
        Span span = _current;
        if (localMs - Calendar.MsPerDay >= span.From && localMs + Calendar.MsPerDay < span.To)
        {
            return localMs - span.OffsetMs;
        }

        long before = OffsetMs(localMs - Calendar.MsPerDay);
        long after = OffsetMs(localMs + Calendar.MsPerDay);
        if (before == after)
        {
            return localMs - before;
        }

        bool first = OffsetMs(localMs - before) == before;
        bool second = OffsetMs(localMs - after) == after;
        return second && (later || !first) ? localMs - after : localMs - before;
    }

    /// <summary>Whether clocks are set to daylight saving time at a moment. Not for hot paths.</summary>
    public bool IsDaylightTime(long utcMs) => Zone.IsDaylightSavingTime(DateTime.UnixEpoch.AddMilliseconds(Math.Clamp(utcMs, s_minMs, s_maxMs)));

    private Span Load(long utcMs)
    {
        foreach (Span known in _spans)
        {
            if (utcMs >= known.From && utcMs < known.To)
            {
                return _current = known;
            }
        }

        Span span = Find(utcMs);
        if (_spans.Count == MaxSpans)
        {
            _spans.Clear();
        }

        _spans.Add(span);
        return _current = span;
    }

    // The changes are looked for a day at a time, for at most a bit more than a year each way, then pinned down by halving.
    private Span Find(long utcMs)
    {
        const int maxDays = 400;
        long offset = Ask(utcMs);
        long to = utcMs;
        int days = 0;
        while (days < maxDays && Ask(to + Calendar.MsPerDay) == offset)
        {
            to += Calendar.MsPerDay;
            days++;
        }

        to = days < maxDays ? Change(to, to + Calendar.MsPerDay, offset) : to;
        long from = utcMs;
        days = 0;
        while (days < maxDays && Ask(from - Calendar.MsPerDay) == offset)
        {
            from -= Calendar.MsPerDay;
            days++;
        }

        from = days < maxDays ? Change(from - Calendar.MsPerDay, from, Ask(from - Calendar.MsPerDay)) : from;
        return new Span(from, Math.Max(to, utcMs + 1), offset);
    }

    /// <summary>The first millisecond in (low, high] whose offset is not that of low.</summary>
    private long Change(long low, long high, long offset)
    {
        while (high - low > 1)
        {
            long middle = low + ((high - low) / 2);
            if (Ask(middle) == offset)
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }

        return high;
    }

    private long Ask(long utcMs)
    {
        DateTime moment = DateTime.UnixEpoch.AddMilliseconds(Math.Clamp(utcMs, s_minMs, s_maxMs));
        return (long)Zone.GetUtcOffset(moment).TotalMilliseconds;
    }

    private readonly record struct Span(long From, long To, long OffsetMs);
}
