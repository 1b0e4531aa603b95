using System.Runtime.InteropServices;

namespace Weir.Benchmarks;

/// <summary>What a person would write by hand for one query: single-threaded loops over the same arrays, to the same checksum.</summary>
internal static class Loops
{
    public static long PassThrough(BidArrays b)
    {
        long sum = 0;
        for (int i = 0; i < b.Count; i++)
        {
            sum += b.Auction[i] + b.Bidder[i] + b.Price[i] + b.TimeMs[i];
        }

        return sum;
    }

    public static long Euro(BidArrays b)
    {
        long sum = 0;
        for (int i = 0; i < b.Count; i++)
        {
            sum += b.Auction[i] + b.Bidder[i] + (long)((Int128)b.Price[i] * 908) + b.TimeMs[i];
        }

        return sum;
    }

    public static long Filter(BidArrays b)
    {
        long sum = 0;
        for (int i = 0; i < b.Count; i++)
        {
            if (b.Auction[i] % 123 == 0)
            {
                sum += b.Auction[i] + b.Price[i];
            }
        }

        return sum;
    }

    /// <summary>Counts by key in windows that end when event time, four seconds behind, has passed them.</summary>
    public static long Tumble(BidArrays b, long sizeMs) => Windows(b, sizeMs, sizeMs);

    public static long Hop(BidArrays b, long sizeMs, long slideMs) => Windows(b, sizeMs, slideMs);

    private static long Windows(BidArrays b, long sizeMs, long slideMs)
    {
        const long DelayMs = 4000;
        SortedDictionary<long, Dictionary<long, long>> slices = [];
        long highest = long.MinValue;
        long nextEnd = long.MaxValue;
        long sum = 0;
        long currentEnd = long.MinValue;
        Dictionary<long, long> current = null!;
        for (int i = 0; i < b.Count; i++)
        {
            long time = b.TimeMs[i];
            if (time >= currentEnd || time < currentEnd - slideMs)
            {
                currentEnd = time - (time % slideMs) + slideMs;
                if (!slices.TryGetValue(currentEnd, out current!))
                {
                    slices[currentEnd] = current = [];
                    nextEnd = Math.Min(nextEnd, currentEnd);
                }
            }

            CollectionsMarshal.GetValueRefOrAddDefault(current, b.Auction[i], out _)++;
            if (time > highest)
            {
                highest = time;
                if (highest - DelayMs >= nextEnd - 1)
                {
                    sum += Fire(slices, sizeMs, slideMs, highest - DelayMs, ref nextEnd);
                    currentEnd = long.MinValue;
                }
            }
        }

        return sum + Fire(slices, sizeMs, slideMs, long.MaxValue, ref nextEnd);
    }

    private static long Fire(SortedDictionary<long, Dictionary<long, long>> slices, long sizeMs, long slideMs, long watermark, ref long nextEnd)
    {
        long sum = 0;
        while (slices.Count > 0 && nextEnd - 1 <= watermark)
        {
            Dictionary<long, long> window = [];
            foreach ((long end, Dictionary<long, long> slice) in slices)
            {
                if (end > nextEnd - sizeMs && end <= nextEnd)
                {
                    if (sizeMs == slideMs)
                    {
                        window = slice;
                        continue;
                    }

                    foreach ((long key, long count) in slice)
                    {
                        CollectionsMarshal.GetValueRefOrAddDefault(window, key, out _) += count;
                    }
                }
            }

            foreach ((long key, long count) in window)
            {
                sum += key + count + (nextEnd - sizeMs) + nextEnd;
            }

            while (slices.Count > 0 && slices.First().Key - slideMs + sizeMs <= nextEnd)
            {
                slices.Remove(slices.First().Key);
            }

            nextEnd = slices.Count == 0 ? long.MaxValue : nextEnd + slideMs;
        }

        return sum;
    }
}
