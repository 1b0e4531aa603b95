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

/// <summary>AVG of FLOAT and DOUBLE: the sum in the argument's own type, divided in DOUBLE.</summary>
public readonly struct FloatingAverage<T> : ISumFinish<T, T>
    where T : INumberBase<T>
{
    /// <inheritdoc/>
    public bool TryFinish(T sum, long count, out T value)
    {
        value = count == 0 ? T.Zero : T.CreateTruncating(double.CreateTruncating(sum) / count);
        return count != 0;
    }
}

/// <summary>SUM that is 0 when there was nothing to add.</summary>
public readonly struct SumOrZero<T> : ISumFinish<T, T>
    where T : INumberBase<T>
{
    /// <inheritdoc/>
    public bool TryFinish(T sum, long count, out T value)
    {
        value = count == 0 ? T.Zero : sum;
        return true;
    }
}
