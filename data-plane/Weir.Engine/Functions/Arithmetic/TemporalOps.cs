using Weir.Engine.Expressions;

namespace Weir.Engine.Functions.Arithmetic;

/// <summary>The sign of an addition or subtraction as a type.</summary>
public interface IDirection
{
    /// <summary>1 or -1.</summary>
    static abstract int Sign { get; }
}

/// <summary>An addition.</summary>
public readonly struct Plus : IDirection
{
    /// <inheritdoc/>
    public static int Sign => 1;
}

/// <summary>A subtraction.</summary>
public readonly struct Minus : IDirection
{
    /// <inheritdoc/>
    public static int Sign => -1;
}

/// <summary>DATE (days) ± INTERVAL DAY TO SECOND (ms): whole days count, the rest is dropped.</summary>
public readonly struct DateAndMs<TDirection> : IBinaryOp<int, long, int>
    where TDirection : struct, IDirection
{
    /// <inheritdoc/>
    public static int Apply(int left, long right)
    {
        long days = right / 86_400_000;
        if (days != (int)days)
        {
            throw new EvaluationException($"An interval of {days} days is beyond what a DATE can be moved by.");
        }

        return unchecked(left + (TDirection.Sign * (int)days));
    }
}

/// <summary>DATE (days) ± INTERVAL DAY TO SECOND (ms), as a TIMESTAMP in ms.</summary>
public readonly struct DateAndMsAsTimestamp<TDirection> : IBinaryOp<int, long, long>
    where TDirection : struct, IDirection
{
    /// <inheritdoc/>
    public static long Apply(int left, long right) => unchecked((left * 86_400_000L) + (TDirection.Sign * right));
}

/// <summary>DATE (days) ± INTERVAL YEAR TO MONTH (months).</summary>
public readonly struct DateAndMonths<TDirection> : IBinaryOp<int, int, int>
    where TDirection : struct, IDirection
{
    /// <inheritdoc/>
    public static int Apply(int left, int right) => CalendarMonths.Add(left, unchecked(TDirection.Sign * right));
}

/// <summary>TIME (ms of the day) ± INTERVAL DAY TO SECOND (ms), round the clock.</summary>
public readonly struct TimeAndMs<TDirection> : IBinaryOp<int, long, int>
    where TDirection : struct, IDirection
{
    private const int MsPerDay = 86_400_000;

    /// <inheritdoc/>
    public static int Apply(int left, long right) => (left + MsPerDay + (TDirection.Sign * (int)(right % MsPerDay))) % MsPerDay;
}

/// <summary>TIME ± INTERVAL YEAR TO MONTH: a clock knows no months.</summary>
public readonly struct TimeAndMonths : IBinaryOp<int, int, int>
{
    /// <inheritdoc/>
    public static int Apply(int left, int right) => left;
}

/// <summary>TIMESTAMP in ms ± INTERVAL YEAR TO MONTH (months).</summary>
public readonly struct MsAndMonths<TDirection> : IBinaryOp<long, int, long>
    where TDirection : struct, IDirection
{
    /// <inheritdoc/>
    public static long Apply(long left, int right) => CalendarMonths.AddToMs(left, unchecked(TDirection.Sign * right));
}

/// <summary>TIMESTAMP in ns ± INTERVAL DAY TO SECOND (ms).</summary>
public readonly struct NsAndMs<TDirection> : IBinaryOp<Int128, long, Int128>
    where TDirection : struct, IDirection
{
    /// <inheritdoc/>
    public static Int128 Apply(Int128 left, long right) => unchecked(left + ((Int128)right * (TDirection.Sign * 1_000_000)));
}

/// <summary>TIMESTAMP in ns ± INTERVAL YEAR TO MONTH (months).</summary>
public readonly struct NsAndMonths<TDirection> : IBinaryOp<Int128, int, Int128>
    where TDirection : struct, IDirection
{
    /// <inheritdoc/>
    public static Int128 Apply(Int128 left, int right)
    {
        Int128 ms = left / 1_000_000;
        if (ms * 1_000_000 > left)
        {
            ms--;
        }

        return (CalendarMonths.AddToMs((long)ms, unchecked(TDirection.Sign * right)) * (Int128)1_000_000) + (left - (ms * 1_000_000));
    }
}
