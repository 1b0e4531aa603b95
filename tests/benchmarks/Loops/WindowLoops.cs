using Weir.Benchmarks.Data;
using Weir.Benchmarks.Tables;
using Weir.Engine.Batches;

namespace Weir.Benchmarks.Loops;

/// <summary>Counts by key in tumbling and hopping windows.</summary>
internal static class WindowLoops
{
    /// <summary>Counts by key in tumbling windows of event time.</summary>
    public static long Tumble(EventTable table, string keyColumn, long sizeMs)
    {
        Checksum sum = new(4);
        OpenSlices<CountTable> slices = new(static () => new CountTable(), static t => t.Clear());
        Column[] keys = table.Chunks(keyColumn);
        Column[] times = table.Chunks("dateTime");
        long watermark = EventTime.None;
        for (int chunk = 0; chunk < table.ChunkCount; chunk++)
        {
            int rows = table.RowsOf(chunk);
            ReadOnlySpan<long> time = EventTable.Longs(times, chunk, rows);
            (long lowest, long highest) = EventTime.Range(time);
            Count(slices, EventTable.Longs(keys, chunk, rows), time, lowest, highest, sizeMs, watermark);
            watermark = Math.Max(watermark, highest - EventTime.DelayMs);
            while (slices.FirstEnd - 1 <= watermark)
            {
                Fire(ref sum, slices, sizeMs);
            }
        }

        while (slices.FirstEnd != long.MaxValue)
        {
            Fire(ref sum, slices, sizeMs);
        }

        return sum.Total;
    }

    /// <summary>Counts by key in tumbling windows of processing time; what has not ended with the input is not told.</summary>
    public static long TumbleByClock(EventTable table, string keyColumn, long sizeMs)
    {
        Checksum sum = new(4);
        CountTable counts = new();
        Column[] keys = table.Chunks(keyColumn);
        long end = 0;
        for (int chunk = 0; chunk < table.ChunkCount; chunk++)
        {
            long now = ManualClock.TimeOf(chunk, table.ChunkCount);
            if (now >= end)
            {
                Emit(ref sum, counts, end - sizeMs, end);
                counts.Clear();
                end = EventTime.SliceEnd(now, sizeMs);
            }

            counts.Add(EventTable.Longs(keys, chunk, table.RowsOf(chunk)));
        }

        return sum.Total;
    }

    /// <summary>
    /// Counts by key in hopping windows. A row is counted once, in its slice; the totals of the window move on with the slices: the newest is added, the oldest taken away.
    /// </summary>
    public static long Hop(EventTable table, string keyColumn, long sizeMs, long slideMs)
    {
        Checksum sum = new(4);
        OpenSlices<CountTable> slices = new(static () => new CountTable(), static t => t.Clear());
        RunningTotals totals = new();
        Column[] keys = table.Chunks(keyColumn);
        Column[] times = table.Chunks("dateTime");
        long watermark = EventTime.None;
        long nextEnd = long.MinValue;
        for (int chunk = 0; chunk < table.ChunkCount; chunk++)
        {
            int rows = table.RowsOf(chunk);
            ReadOnlySpan<long> time = EventTable.Longs(times, chunk, rows);
            (long lowest, long highest) = EventTime.Range(time);
            Count(slices, EventTable.Longs(keys, chunk, rows), time, lowest, highest, slideMs, watermark - (sizeMs - slideMs), nextEnd, totals);
            watermark = Math.Max(watermark, highest - EventTime.DelayMs);
            Slide(ref sum, slices, totals, sizeMs, slideMs, watermark, ref nextEnd);
        }

        Slide(ref sum, slices, totals, sizeMs, slideMs, long.MaxValue - slideMs, ref nextEnd);
        return sum.Total;
    }

    /// <summary>Tells all windows that have ended by then. Windows between those that have rows are passed over.</summary>
    private static void Slide(ref Checksum sum, OpenSlices<CountTable> slices, RunningTotals totals, long sizeMs, long slideMs, long until, ref long nextEnd)
    {
        while (slices.FirstEnd != long.MaxValue)
        {
            long end = Math.Max(nextEnd, slices.FirstEnd);
            if (end - 1 > until)
            {
                return;
            }

            if (slices.Find(end) is { } newest)
            {
                totals.Add(newest);
            }

            Emit(ref sum, totals, end - sizeMs, end);
            if (slices.FirstEnd <= end - sizeMs + slideMs)
            {
                CountTable oldest = slices.TakeFirst();
                totals.Take(oldest);
                slices.Return(oldest);
            }

            nextEnd = end + slideMs;
        }
    }

    /// <summary>Counts the rows of a chunk in their slices. Slices whose last window has been told by <paramref name="passed"/> are over, and their rows late; rows of slices that end before <paramref name="nextEnd"/> belong to the totals too.</summary>
    private static void Count(
        OpenSlices<CountTable> slices, ReadOnlySpan<long> keys, ReadOnlySpan<long> times, long lowest, long highest, long sliceMs, long passed, long nextEnd = long.MinValue, RunningTotals? totals = null)
    {
        long end = EventTime.SliceEnd(lowest, sliceMs);
        if (highest < end && end - 1 > passed && end >= nextEnd)
        {
            slices.Get(end).Add(keys);
            return;
        }

        for (int i = 0; i < times.Length;)
        {
            end = EventTime.SliceEnd(times[i], sliceMs);
            int run = EventTime.Run(times[i..], end - sliceMs, end);
            if (end - 1 > passed)
            {
                slices.Get(end).Add(keys.Slice(i, run));
                if (end < nextEnd)
                {
                    totals!.Add(keys.Slice(i, run));
                }
            }

            i += run;
        }
    }

    private static void Fire(ref Checksum sum, OpenSlices<CountTable> slices, long sizeMs)
    {
        long end = slices.FirstEnd;
        CountTable counts = slices.TakeFirst();
        Emit(ref sum, counts, end - sizeMs, end);
        slices.Return(counts);
    }

    private static void Emit(ref Checksum sum, CountTable counts, long start, long end)
    {
        long first = 0;
        long second = 0;
        long third = 0;
        long fourth = 0;
        long ties = 0;
        long rows = 0;
        foreach (ref readonly CountTable.Entry entry in counts.Entries)
        {
            if (entry.Count != 0)
            {
                first += entry.Key;
                second += entry.Count;
                third += start;
                fourth += end;
                ties += entry.Key * entry.Count;
                rows++;
            }
        }

        sum.Columns[0] += first;
        sum.Columns[1] += second;
        sum.Columns[2] += third;
        sum.Columns[3] += fourth;
        sum.Ties += ties;
        sum.Rows += rows;
        sum.Kinds += rows;
    }

    private static void Emit(ref Checksum sum, RunningTotals counts, long start, long end)
    {
        long first = 0;
        long second = 0;
        long third = 0;
        long fourth = 0;
        long ties = 0;
        long rows = 0;
        foreach (ref readonly RunningTotals.Entry entry in counts.Entries)
        {
            if (entry.Count != 0)
            {
                first += entry.Key;
                second += entry.Count;
                third += start;
                fourth += end;
                ties += entry.Key * entry.Count;
                rows++;
            }
        }

        sum.Columns[0] += first;
        sum.Columns[1] += second;
        sum.Columns[2] += third;
        sum.Columns[3] += fourth;
        sum.Ties += ties;
        sum.Rows += rows;
        sum.Kinds += rows;
    }
}
