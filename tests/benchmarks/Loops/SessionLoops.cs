using Weir.Benchmarks.Data;
using Weir.Benchmarks.Tables;
using Weir.Engine.Batches;

namespace Weir.Benchmarks.Loops;

/// <summary>q11.</summary>
internal static class SessionLoops
{
    /// <summary>Counts by key in sessions of event time.</summary>
    public static long Count(EventTable table, string keyColumn, long gapMs)
    {
        Checksum sum = new(4);
        SessionTable sessions = new(gapMs);
        Column[] keys = table.Chunks(keyColumn);
        Column[] times = table.Chunks("dateTime");
        long watermark = EventTime.None;
        for (int chunk = 0; chunk < table.ChunkCount; chunk++)
        {
            int rows = table.RowsOf(chunk);
            ReadOnlySpan<long> time = EventTable.Longs(times, chunk, rows);
            ReadOnlySpan<long> key = EventTable.Longs(keys, chunk, rows);
            for (int i = 0; i < key.Length; i++)
            {
                sessions.Add(key[i], time[i], watermark);
            }

            watermark = Math.Max(watermark, EventTime.Range(time).Highest - EventTime.DelayMs);
            sessions.Fire(ref sum, watermark);
        }

        sessions.Fire(ref sum, long.MaxValue);
        return sum.Total;
    }
}
