using System.Numerics;

namespace Weir.Benchmarks.Loops;

/// <summary>Event time in the loops: watermarks run four seconds behind, and come after each chunk, as they do in the engine.</summary>
internal static class EventTime
{
    public const long DelayMs = 4000;

    /// <summary>The watermark before the first; there is room for a difference below it.</summary>
    public const long None = long.MinValue / 2;

    /// <summary>The lowest and the highest of some times.</summary>
    public static (long Lowest, long Highest) Range(ReadOnlySpan<long> times)
    {
        Vector<long> low = new(long.MaxValue);
        Vector<long> high = new(long.MinValue);
        int i = 0;
        for (; i <= times.Length - Vector<long>.Count; i += Vector<long>.Count)
        {
            Vector<long> some = new(times[i..]);
            low = Vector.Min(low, some);
            high = Vector.Max(high, some);
        }

        long lowest = long.MaxValue;
        long highest = long.MinValue;
        for (int lane = 0; lane < Vector<long>.Count; lane++)
        {
            lowest = Math.Min(lowest, low[lane]);
            highest = Math.Max(highest, high[lane]);
        }

        for (; i < times.Length; i++)
        {
            lowest = Math.Min(lowest, times[i]);
            highest = Math.Max(highest, times[i]);
        }

        return (lowest, highest);
    }

    /// <summary>The end of the slice that a time is in.</summary>
    public static long SliceEnd(long time, long sliceMs) => time - (long)((ulong)time % (ulong)sliceMs) + sliceMs;

    /// <summary>How many of the times from a place on are in the slice that starts and ends there.</summary>
    public static int Run(ReadOnlySpan<long> times, long start, long end)
    {
        int run = 0;
        while (run < times.Length && times[run] >= start && times[run] < end)
        {
            run++;
        }

        return run;
    }
}
