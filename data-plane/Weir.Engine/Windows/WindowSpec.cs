namespace Weir.Engine.Windows;

/// <summary>The kinds of window that slices make up.</summary>
public enum WindowKind
{
    /// <summary>Windows of one size, one after another.</summary>
    Tumble,

    /// <summary>Windows of one size that begin every slide.</summary>
    Hop,

    /// <summary>Windows that begin together and end a step apart, up to a size.</summary>
    Cumulate,
}

/// <summary>
/// Windows of fixed places in time, and the slices they are made of: pieces of time so long that each window is a whole number of them. Times are milliseconds; a slice or window
/// [start, end) is named by its end.
/// <code>
///   HOP 10 s by 4 s, slices of 2 s:    |--|--|--|--|--|--|--|
///                                      [--------------)
///                                            [--------------)
/// </code>
/// Source: Flink's SliceAssigners.
/// </summary>
/// <param name="Kind">The kind.</param>
/// <param name="SizeMs">The (largest) window's length.</param>
/// <param name="StepMs">HOP: the slide. CUMULATE: the step. TUMBLE: the size.</param>
/// <param name="OffsetMs">Where windows begin, counted from 1970-01-01 00:00.</param>
public sealed record WindowSpec(WindowKind Kind, long SizeMs, long StepMs, long OffsetMs)
{
    /// <summary>The length of a slice.</summary>
    public long SliceMs { get; } = Kind == WindowKind.Hop ? Gcd(SizeMs, StepMs) : StepMs;

    /// <summary>The end of the slice that an instant is in.</summary>
    public long SliceEnd(long timeMs) => StartOf(timeMs, SliceMs) + SliceMs;

    /// <summary>The end of the first window that holds the slice.</summary>
    public long FirstWindowEnd(long sliceEnd) => Kind switch
    {
        WindowKind.Hop => FirstHopEnd(sliceEnd),
        _ => sliceEnd,
    };

    /// <summary>The end of the last window that holds the slice.</summary>
    public long LastWindowEnd(long sliceEnd) => Kind switch
    {
        WindowKind.Tumble => sliceEnd,
        WindowKind.Hop => LastHopStart(sliceEnd) + SizeMs,
        _ => StartOf(sliceEnd - 1, SizeMs) + SizeMs,
    };

    /// <summary>The start of the window with that end.</summary>
    public long WindowStart(long windowEnd) => Kind == WindowKind.Cumulate ? StartOf(windowEnd - 1, SizeMs) : windowEnd - SizeMs;

    /// <summary>The start of the piece of time of that length which an instant is in; also before 1970.</summary>
    public long StartOf(long timeMs, long lengthMs)
    {
        long remainder = (timeMs - OffsetMs) % lengthMs;
        return remainder < 0 ? timeMs - (remainder + lengthMs) : timeMs - remainder;
    }

    /// <inheritdoc/>
    public override string ToString() => Kind switch
    {
        WindowKind.Tumble => $"TUMBLE {SizeMs} ms",
        WindowKind.Hop => $"HOP {SizeMs} ms by {StepMs} ms",
        _ => $"CUMULATE {SizeMs} ms by {StepMs} ms",
    };

    /// <summary>The latest start, a whole number of slides, that is not after the slice's start.</summary>
    private long LastHopStart(long sliceEnd) => StartOf(sliceEnd - SliceMs, StepMs);

    private long FirstHopEnd(long sliceEnd)
    {
        // Starts run back from the last one by the slide while the window still reaches over the slice.
        long start = LastHopStart(sliceEnd);
        long steps = (start + SizeMs - sliceEnd) / StepMs;
        return start - (steps * StepMs) + SizeMs;
    }

    private static long Gcd(long a, long b)
    {
        while (b != 0)
        {
            (a, b) = (b, a % b);
        }

        return a;
    }
}
