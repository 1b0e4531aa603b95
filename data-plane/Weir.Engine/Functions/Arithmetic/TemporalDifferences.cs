namespace Weir.Engine.Functions.Arithmetic;

/// <summary>DATE - DATE in ms.</summary>
public readonly struct DaysBetween : IBinaryOp<int, int, long>
{
    /// <inheritdoc/>
    public static long Apply(int left, int right) => ((long)left - right) * 86_400_000L;
}

/// <summary>TIME - TIME in ms.</summary>
public readonly struct TimeBetween : IBinaryOp<int, int, long>
{
    /// <inheritdoc/>
    public static long Apply(int left, int right) => (long)left - right;
}

/// <summary>DATE - DATE in whole months.</summary>
public readonly struct MonthsBetweenDates : IBinaryOp<int, int, int>
{
    /// <inheritdoc/>
    public static int Apply(int left, int right) => CalendarMonths.Between(left, right);
}

/// <summary>TIMESTAMP (ms) - TIMESTAMP (ms) in whole months.</summary>
public readonly struct MonthsBetweenMs : IBinaryOp<long, long, int>
{
    /// <inheritdoc/>
    public static int Apply(long left, long right) => CalendarMonths.BetweenMs(left, right);
}

/// <summary>TIMESTAMP (ns) - TIMESTAMP (ns) in ms; what is below a millisecond is dropped from each first.</summary>
public readonly struct MsBetweenNs : IBinaryOp<Int128, Int128, long>
{
    /// <inheritdoc/>
    public static long Apply(Int128 left, Int128 right) => unchecked(ToMs(left) - ToMs(right));

    /// <summary>The millisecond in which an instant falls.</summary>
    public static long ToMs(Int128 ns)
    {
        Int128 ms = ns / 1_000_000;
        return (long)(ms * 1_000_000 > ns ? ms - 1 : ms);
    }
}

/// <summary>TIMESTAMP (ns) - TIMESTAMP (ns) in whole months.</summary>
public readonly struct MonthsBetweenNs : IBinaryOp<Int128, Int128, int>
{
    /// <inheritdoc/>
    public static int Apply(Int128 left, Int128 right) => CalendarMonths.BetweenMs(MsBetweenNs.ToMs(left), MsBetweenNs.ToMs(right));
}
