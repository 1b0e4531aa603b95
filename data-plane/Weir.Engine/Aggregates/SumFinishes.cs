using System.Numerics;

namespace Weir.Engine.Aggregates;

/// <summary>SUM: NULL when there was nothing to add; whole numbers wrap as in Flink.</summary>
public readonly struct SumOf<TSum, TResult> : ISumFinish<TSum, TResult>
    where TSum : INumberBase<TSum>
    where TResult : INumberBase<TResult>
{
    /// <inheritdoc/>
    public bool TryFinish(TSum sum, long count, out TResult value)
    {
        value = TResult.CreateTruncating(sum);
        return count != 0;
    }
}

/// <summary>AVG of whole numbers: the quotient, cut off toward zero and narrowed to the argument's type.</summary>
public readonly struct IntegerAverage<TResult> : ISumFinish<long, TResult>
    where TResult : INumberBase<TResult>
{
    /// <inheritdoc/>
    public bool TryFinish(long sum, long count, out TResult value)
    {
        value = count == 0 ? TResult.Zero : TResult.CreateTruncating(sum / count);
        return count != 0;
    }
}

/// <summary>AVG of FLOAT and DOUBLE, computed in DOUBLE.</summary>
public readonly struct FloatingAverage<TResult> : ISumFinish<double, TResult>
    where TResult : INumberBase<TResult>
{
    /// <inheritdoc/>
    public bool TryFinish(double sum, long count, out TResult value)
    {
        value = count == 0 ? TResult.Zero : TResult.CreateTruncating(sum / count);
        return count != 0;
    }
}

/// <summary>SUM of DECIMAL: NULL when the sum has more than 38 digits.</summary>
public readonly struct DecimalSum : ISumFinish<Int128, Int128>
{
    internal static readonly Int128 Limit = Int128.Parse("99999999999999999999999999999999999999", System.Globalization.CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public bool TryFinish(Int128 sum, long count, out Int128 value)
    {
        value = sum;
        return count != 0 && sum <= Limit && sum >= -Limit;
    }
}

/// <summary>AVG of DECIMAL: the sum at its own scale, divided at the result's scale and rounded half up.</summary>
public readonly struct DecimalAverage(int extraDigits) : ISumFinish<Int128, Int128>
{
    /// <inheritdoc/>
    public bool TryFinish(Int128 sum, long count, out Int128 value)
    {
        value = 0;
        if (count == 0)
        {
            return false;
        }

        BigInteger scaled = (BigInteger)sum * BigInteger.Pow(10, extraDigits);
        BigInteger quotient = BigInteger.DivRem(scaled, count, out BigInteger rest);
        if (BigInteger.Abs(rest) * 2 >= Math.Abs(count))
        {
            quotient += scaled.Sign * Math.Sign(count);
        }

        if (BigInteger.Abs(quotient) > (BigInteger)DecimalSum.Limit)
        {
            return false;
        }

        value = (Int128)quotient;
        return true;
    }
}
