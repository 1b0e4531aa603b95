namespace Weir.Connectors.Log;

/// <summary>What is committed of a partition at one moment; never changed, only replaced.</summary>
internal sealed record PartitionView(long Begin, long End, LogSegment[] Segments)
{
    internal static PartitionView Empty { get; } = new(0, 0, []);

    /// <summary>The place in <see cref="Segments"/> of the one that holds an offset between Begin and End.</summary>
    internal int IndexOf(long offset)
    {
        int low = 0, high = Segments.Length - 1;
        while (low < high)
        {
            int middle = (low + high + 1) >>> 1;
            if (Segments[middle].BaseOffset <= offset)
                low = middle;
            else
                high = middle - 1;
        }

        return low;
    }

    internal PartitionView Grow(long end, IReadOnlyList<LogSegment> segments)
    {
        var grown = new List<LogSegment>(Segments);
        foreach (LogSegment segment in segments)
        {
            if (grown.Count > 0 && grown[^1].BaseOffset == segment.BaseOffset)
                grown[^1] = segment;
            else
                grown.Add(segment);
        }

        return new(Begin, end, [.. grown]);
    }

    internal PartitionView Trim(long begin) => new(begin, End, [.. Segments.Where(segment => segment.BaseOffset >= begin)]);
}
