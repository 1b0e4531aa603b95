using Weir.Benchmarks.Data;
using Weir.Engine.Batches;

namespace Weir.Benchmarks.Loops;

/// <summary>The aggregation inside q7.</summary>
internal static class ExtremeLoops
{
    /// <summary>The highest value in tumbling windows of event time, over all rows.</summary>
    public static long Highest(EventTable table, string valueColumn, long sizeMs)
    {
        Checksum sum = new(2);
        SortedList<long, long> open = [];
        Column[] values = table.Chunks(valueColumn);
        Column[] times = table.Chunks("dateTime");
        long watermark = EventTime.None;
        for (int chunk = 0; chunk < table.ChunkCount; chunk++)
        {
            int rows = table.RowsOf(chunk);
            ReadOnlySpan<long> time = EventTable.Longs(times, chunk, rows);
            ReadOnlySpan<long> value = EventTable.Longs(values, chunk, rows);
            (long lowest, long highest) = EventTime.Range(time);
            long end = EventTime.SliceEnd(lowest, sizeMs);
            if (highest < end)
            {
                Raise(open, end, value, watermark);
            }
            else
            {
                for (int i = 0; i < rows;)
                {
                    end = EventTime.SliceEnd(time[i], sizeMs);
                    int run = EventTime.Run(time[i..], end - sizeMs, end);
                    Raise(open, end, value.Slice(i, run), watermark);
                    i += run;
                }
            }

            watermark = Math.Max(watermark, highest - EventTime.DelayMs);
            Fire(ref sum, open, watermark);
        }

        Fire(ref sum, open, long.MaxValue);
        return sum.Total;
    }

    private static void Raise(SortedList<long, long> open, long end, ReadOnlySpan<long> values, long watermark)
    {
        if (end - 1 <= watermark)
        {
            return;
        }

        long highest = open.GetValueOrDefault(end, long.MinValue);
        open[end] = Math.Max(highest, EventTime.Range(values).Highest);
    }

    private static void Fire(ref Checksum sum, SortedList<long, long> open, long watermark)
    {
        while (open.Count > 0 && open.GetKeyAtIndex(0) - 1 <= watermark)
        {
            long end = open.GetKeyAtIndex(0);
            sum.Columns[0] += open.GetValueAtIndex(0);
            sum.Columns[1] += end;
            sum.Ties += end * open.GetValueAtIndex(0);
            sum.Rows++;
            sum.Kinds++;
            open.RemoveAt(0);
        }
    }
}
