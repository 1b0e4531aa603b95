namespace Weir.Engine.Functions.Temporal;

/// <summary>Between nanoseconds as 128-bit integers and milliseconds; nearly all moments fit in 64 bits, whose division is many times faster.</summary>
public static class Nanos
{
    /// <summary>Whole milliseconds rounded down, and the nanoseconds beyond them (0 to 999,999).</summary>
    public static long ToMs(Int128 nanos, out int nanoOfMs)
    {
        long ms;
        if (nanos >= long.MinValue && nanos <= long.MaxValue)
        {
            long small = (long)nanos;
            ms = Calendar.FloorDiv(small, Calendar.NanosPerMs);
            nanoOfMs = (int)(small - (ms * Calendar.NanosPerMs));
            return ms;
        }

        (Int128 quotient, Int128 remainder) = Int128.DivRem(nanos, Calendar.NanosPerMs);
        if (remainder < 0)
        {
            quotient -= 1;
            remainder += Calendar.NanosPerMs;
        }

        nanoOfMs = (int)remainder;
        return (long)quotient;
    }

    /// <summary>The nanoseconds of so many milliseconds and nanoseconds.</summary>
    public static Int128 Of(long ms, int nanoOfMs) => ((Int128)ms * Calendar.NanosPerMs) + nanoOfMs;
}
