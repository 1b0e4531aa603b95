using Weir.Engine.Batches;

namespace Weir.Connectors.Nexmark;

/// <summary>The event time of each event: <paramref name="baseMs"/> for event 0, then <paramref name="rate"/> events a second.</summary>
internal sealed class EventClock(long baseMs, long rate)
{
    /// <summary>Events in a second of event time.</summary>
    public long Rate => rate;

    /// <summary>The time of event n, in milliseconds.</summary>
    public long At(long n) => baseMs + (n <= long.MaxValue / 1000 ? n * 1000 / rate : (long)((Int128)n * 1000 / rate));

    /// <summary>Writes the times of the events, which are in ascending order, to a column of timestamps.</summary>
    public void Fill(Column column, int start, ReadOnlySpan<long> events)
    {
        if (column is FixedColumn<long> millis)
        {
            Fill(millis.Values.Slice(start, events.Length), events);
            return;
        }

        Span<Int128> nanos = ((FixedColumn<Int128>)column).Values.Slice(start, events.Length);
        for (int k = 0; k < nanos.Length; k++)
        {
            nanos[k] = (Int128)At(events[k]) * 1_000_000;
        }
    }

    /// <summary>Divides once for each run of events that are close together, then only counts on.</summary>
    private void Fill(Span<long> to, ReadOnlySpan<long> events)
    {
        long at = -1;
        long time = 0;
        long rest = 0; // n * 1000 - (time - base) * rate
        for (int k = 0; k < to.Length; k++)
        {
            long n = events[k];
            long ahead = n - at;
            if (at < 0 || ahead * 1000 > 4 * rate)
            {
                time = At(n);
                rest = (long)(((Int128)n * 1000) - ((Int128)(time - baseMs) * rate));
            }
            else
            {
                rest += ahead * 1000;
                while (rest >= rate)
                {
                    rest -= rate;
                    time++;
                }
            }

            at = n;
            to[k] = time;
        }
    }
}
