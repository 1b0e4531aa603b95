using System.Runtime.Intrinsics;

namespace Weir.Engine.Batches;

/// <summary>The lowest and the highest of many numbers, a vector at a time.</summary>
public static class Extremes
{
    /// <summary>The lowest; <see cref="long.MaxValue"/> of none.</summary>
    public static long Lowest(ReadOnlySpan<long> values) => Of(values).Lowest;

    /// <summary>The highest; <see cref="long.MinValue"/> of none.</summary>
    public static long Highest(ReadOnlySpan<long> values)
    {
        Vector512<long> high = Vector512.Create(long.MinValue);
        Vector512<long> other = high;
        while (values.Length >= 2 * Vector512<long>.Count)
        {
            high = Vector512.Max(high, Vector512.Create(values));
            other = Vector512.Max(other, Vector512.Create(values[Vector512<long>.Count..]));
            values = values[(2 * Vector512<long>.Count)..];
        }

        high = Vector512.Max(high, other);
        long highest = long.MinValue;
        for (int i = 0; i < Vector512<long>.Count; i++)
        {
            highest = Math.Max(highest, high[i]);
        }

        foreach (long value in values)
        {
            highest = Math.Max(highest, value);
        }

        return highest;
    }

    /// <summary>Both at once.</summary>
    public static (long Lowest, long Highest) Of(ReadOnlySpan<long> values)
    {
        Vector512<long> low = Vector512.Create(long.MaxValue);
        Vector512<long> high = Vector512.Create(long.MinValue);
        while (values.Length >= Vector512<long>.Count)
        {
            Vector512<long> next = Vector512.Create(values);
            low = Vector512.Min(low, next);
            high = Vector512.Max(high, next);
            values = values[Vector512<long>.Count..];
        }

        long lowest = long.MaxValue;
        long highest = long.MinValue;
        for (int i = 0; i < Vector512<long>.Count; i++)
        {
            lowest = Math.Min(lowest, low[i]);
            highest = Math.Max(highest, high[i]);
        }

        foreach (long value in values)
        {
            lowest = Math.Min(lowest, value);
            highest = Math.Max(highest, value);
        }

        return (lowest, highest);
    }
}
