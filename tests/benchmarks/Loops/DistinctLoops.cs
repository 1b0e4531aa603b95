using Weir.Benchmarks.Data;
using Weir.Benchmarks.Tables;
using Weir.Engine.Batches;

namespace Weir.Benchmarks.Loops;

/// <summary>The aggregations inside q8: what there is in each tumbling window of event time.</summary>
internal static class DistinctLoops
{
    /// <summary>The different numbers of each window.</summary>
    public static long Numbers(EventTable table, string keyColumn, long sizeMs)
    {
        Checksum sum = new(3);
        OpenSlices<KeySet> slices = new(static () => new KeySet(), static s => s.Clear());
        Column[] keys = table.Chunks(keyColumn);
        Column[] times = table.Chunks("dateTime");
        long watermark = EventTime.None;
        for (int chunk = 0; chunk < table.ChunkCount; chunk++)
        {
            int rows = table.RowsOf(chunk);
            ReadOnlySpan<long> time = EventTable.Longs(times, chunk, rows);
            ReadOnlySpan<long> key = EventTable.Longs(keys, chunk, rows);
            (long lowest, long highest) = EventTime.Range(time);
            long end = EventTime.SliceEnd(lowest, sizeMs);
            bool whole = highest < end;
            for (int i = 0; i < rows;)
            {
                int run = rows;
                if (!whole)
                {
                    end = EventTime.SliceEnd(time[i], sizeMs);
                    run = EventTime.Run(time[i..], end - sizeMs, end);
                }

                if (end - 1 > watermark)
                {
                    KeySet set = slices.Get(end);
                    foreach (long k in key.Slice(i, run))
                    {
                        set.Add(k);
                    }
                }

                i += run;
            }

            watermark = Math.Max(watermark, highest - EventTime.DelayMs);
            Fire(ref sum, slices, sizeMs, watermark);
        }

        Fire(ref sum, slices, sizeMs, long.MaxValue - 2);
        return sum.Total;
    }

    /// <summary>The different pairs of a number and a text of each window.</summary>
    public static long Named(EventTable table, string keyColumn, string textColumn, long sizeMs)
    {
        Checksum sum = new(4);
        OpenSlices<NamedSet> slices = new(static () => new NamedSet(), static s => s.Clear());
        Column[] keys = table.Chunks(keyColumn);
        Column[] texts = table.Chunks(textColumn);
        Column[] times = table.Chunks("dateTime");
        long watermark = EventTime.None;
        for (int chunk = 0; chunk < table.ChunkCount; chunk++)
        {
            int rows = table.RowsOf(chunk);
            ReadOnlySpan<long> time = EventTable.Longs(times, chunk, rows);
            ReadOnlySpan<long> key = EventTable.Longs(keys, chunk, rows);
            BytesColumn text = (BytesColumn)texts[chunk];
            ReadOnlySpan<int> starts = text.Starts;
            ReadOnlySpan<int> lengths = text.Lengths;
            ReadOnlySpan<byte> data = text.Data;
            (long lowest, long highest) = EventTime.Range(time);
            long end = EventTime.SliceEnd(lowest, sizeMs);
            bool whole = highest < end;
            for (int i = 0; i < rows;)
            {
                int run = rows;
                if (!whole)
                {
                    end = EventTime.SliceEnd(time[i], sizeMs);
                    run = EventTime.Run(time[i..], end - sizeMs, end);
                }

                if (end - 1 > watermark)
                {
                    NamedSet set = slices.Get(end);
                    for (int row = i; row < i + run; row++)
                    {
                        set.Add(key[row], data.Slice(starts[row], lengths[row]));
                    }
                }

                i += run;
            }

            watermark = Math.Max(watermark, highest - EventTime.DelayMs);
            Fire(ref sum, slices, sizeMs, watermark);
        }

        Fire(ref sum, slices, sizeMs, long.MaxValue - 2);
        return sum.Total;
    }

    private static void Fire(ref Checksum sum, OpenSlices<KeySet> slices, long sizeMs, long watermark)
    {
        while (slices.FirstEnd - 1 <= watermark)
        {
            long end = slices.FirstEnd;
            KeySet set = slices.TakeFirst();
            long rows = set.HasZero ? 1 : 0;
            foreach (long key in set.Keys)
            {
                if (key != 0)
                {
                    sum.Ties += key * (end - sizeMs);
                    sum.Columns[0] += key;
                    rows++;
                }
            }

            sum.Columns[1] += rows * (end - sizeMs);
            sum.Columns[2] += rows * end;
            sum.Rows += rows;
            sum.Kinds += rows;
            slices.Return(set);
        }
    }

    private static void Fire(ref Checksum sum, OpenSlices<NamedSet> slices, long sizeMs, long watermark)
    {
        while (slices.FirstEnd - 1 <= watermark)
        {
            long end = slices.FirstEnd;
            NamedSet set = slices.TakeFirst();
            foreach (ref readonly NamedSet.Entry entry in set.Entries)
            {
                sum.Columns[0] += entry.Id;
                sum.Columns[1] += TextSum.Of(set.TextOf(entry));
                sum.Columns[2] += end - sizeMs;
                sum.Columns[3] += end;
                sum.Ties += entry.Id * (end - sizeMs);
            }

            sum.Rows += set.Entries.Length;
            sum.Kinds += set.Entries.Length;
            slices.Return(set);
        }
    }
}
