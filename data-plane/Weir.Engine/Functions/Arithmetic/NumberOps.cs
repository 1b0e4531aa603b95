using System.Numerics;
using Weir.Engine.Expressions;

namespace Weir.Engine.Functions.Arithmetic;

/// <summary>left + right; integers wrap.</summary>
public readonly struct Add<T> : IVectorOp<T>
    where T : unmanaged, INumber<T>
{
    /// <inheritdoc/>
    public static T Apply(T left, T right) => unchecked(left + right);

    /// <inheritdoc/>
    public static Vector<T> Apply(Vector<T> left, Vector<T> right) => left + right;
}

/// <summary>left - right; integers wrap.</summary>
public readonly struct Subtract<T> : IVectorOp<T>
    where T : unmanaged, INumber<T>
{
    /// <inheritdoc/>
    public static T Apply(T left, T right) => unchecked(left - right);

    /// <inheritdoc/>
    public static Vector<T> Apply(Vector<T> left, Vector<T> right) => left - right;
}

/// <summary>left * right; integers wrap.</summary>
public readonly struct Multiply<T> : IVectorOp<T>
    where T : unmanaged, INumber<T>
{
    /// <inheritdoc/>
    public static T Apply(T left, T right) => unchecked(left * right);

    /// <inheritdoc/>
    public static Vector<T> Apply(Vector<T> left, Vector<T> right) => left * right;
}

/// <summary>left / right for FLOAT and DOUBLE; a division by zero gives an infinity or NaN.</summary>
public readonly struct DivideFloating<T> : IVectorOp<T>
    where T : unmanaged, IFloatingPoint<T>
{
    /// <inheritdoc/>
    public static T Apply(T left, T right) => left / right;

    /// <inheritdoc/>
    public static Vector<T> Apply(Vector<T> left, Vector<T> right) => left / right;
}

/// <summary>left / right for integers, towards zero. By zero it fails; the least value by -1 wraps.</summary>
public readonly struct DivideInteger<T> : IBinaryOp<T, T, T>
    where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>, ISignedNumber<T>
{
    /// <inheritdoc/>
    public static T Apply(T left, T right)
    {
        if (T.IsZero(right))
        {
            DivisionByZero.Throw();
        }

        // The processor traps the least value by -1 where Java wraps.
        return right == T.NegativeOne ? unchecked(-left) : left / right;
    }
}

/// <summary>The remainder for integers, of the sign of the dividend, in a type that holds the divisor. By zero it fails.</summary>
public readonly struct RemainderInteger<T, TResult> : IBinaryOp<T, T, TResult>
    where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>, ISignedNumber<T>
    where TResult : unmanaged, IBinaryInteger<TResult>
{
    /// <inheritdoc/>
    public static TResult Apply(T left, T right)
    {
        if (T.IsZero(right))
        {
            DivisionByZero.Throw();
        }

        return right == T.NegativeOne ? TResult.Zero : TResult.CreateTruncating(left % right);
    }
}

/// <summary>-value; the least integer stays as it is.</summary>
public readonly struct Negate<T> : IUnaryOp<T, T>
    where T : unmanaged, INumber<T>
{
    /// <inheritdoc/>
    public static T Apply(T value) => unchecked(-value);
}

/// <summary>What a division by zero throws, apart from the loops.</summary>
public static class DivisionByZero
{
    /// <summary>Throws.</summary>
    /// <exception cref="EvaluationException">Always.</exception>
    [System.Diagnostics.CodeAnalysis.DoesNotReturn]
    public static void Throw() => throw new EvaluationException("Division by zero. Guard the divisor, e.g. with NULLIF(divisor, 0) or CASE WHEN divisor <> 0 THEN … END.");
}
