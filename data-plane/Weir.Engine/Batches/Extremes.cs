using System.Numerics;

namespace Weir.Engine.Batches;

/// <summary>The lowest and the highest of many numbers, a vector at a time.</summary>
public static class Extremes
{
    /// <summary>The lowest; <see cref="long.MaxValue"/> of none.</summary>
    public static long Lowest(ReadOnlySpan<long> values) => Of(values).Lowest;

    /// <summary>The highest; <see cref="long.MinValue"/> of none.</summary>
    public static long Highest(ReadOnlySpan<long> values)
    {
        Vector<long> high = new(long.MinValue);
        Vector<long> other = high;
        while (values.Length >= 2 * Vector<long>.Count)
        {
            high = Vector.Max(high, new Vector<long>(values));
            other = Vector.Max(other, new Vector<long>(values[Vector<long>.Count..]));
            values = values[(2 * Vector<long>.Count)..];
        }

        high = Vector.Max(high, other);
        long highest = long.MinValue;
        for (int i = 0; i < Vector<long>.Count; i++)
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
        Vector<long> low = new(long.MaxValue);
        Vector<long> high = new(long.MinValue);
        while (values.Length >= Vector<long>.Count)
        {
            Vector<long> next = new(values);
            low = Vector.Min(low, next);
            high = Vector.Max(high, next);
            values = values[Vector<long>.Count..];
        }

        long lowest = long.MaxValue;
        long highest = long.MinValue;
        for (int i = 0; i < Vector<long>.Count; i++)
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
