using System.Numerics;
using Weir.Engine.Expressions;
using Weir.Engine.Functions.Arithmetic;

namespace Weir.Engine.Functions.Comparison;

/// <summary>left = right.</summary>
public readonly struct Equal<T> : IBinaryOp<T, T, byte>
    where T : unmanaged, IComparisonOperators<T, T, bool>
{
    /// <inheritdoc/>
    public static byte Apply(T left, T right) => left == right ? (byte)1 : (byte)0;
}

/// <summary>left &lt;&gt; right.</summary>
public readonly struct NotEqual<T> : IBinaryOp<T, T, byte>
    where T : unmanaged, IComparisonOperators<T, T, bool>
{
    /// <inheritdoc/>
    public static byte Apply(T left, T right) => left != right ? (byte)1 : (byte)0;
}

/// <summary>left &lt; right.</summary>
public readonly struct Less<T> : IBinaryOp<T, T, byte>
    where T : unmanaged, IComparisonOperators<T, T, bool>
{
    /// <inheritdoc/>
    public static byte Apply(T left, T right) => left < right ? (byte)1 : (byte)0;
}

/// <summary>left &lt;= right.</summary>
public readonly struct LessOrEqual<T> : IBinaryOp<T, T, byte>
    where T : unmanaged, IComparisonOperators<T, T, bool>
{
    /// <inheritdoc/>
    public static byte Apply(T left, T right) => left <= right ? (byte)1 : (byte)0;
}

/// <summary>left &gt; right.</summary>
public readonly struct Greater<T> : IBinaryOp<T, T, byte>
    where T : unmanaged, IComparisonOperators<T, T, bool>
{
    /// <inheritdoc/>
    public static byte Apply(T left, T right) => left > right ? (byte)1 : (byte)0;
}

/// <summary>left &gt;= right.</summary>
public readonly struct GreaterOrEqual<T> : IBinaryOp<T, T, byte>
    where T : unmanaged, IComparisonOperators<T, T, bool>
{
    /// <inheritdoc/>
    public static byte Apply(T left, T right) => left >= right ? (byte)1 : (byte)0;
}

/// <summary>Kernels that compare two columns of one fixed-size type; FLOAT and DOUBLE as IEEE 754 says (NaN equals nothing).</summary>
public static class NumberComparison
{
    /// <summary>The kernel; a constant that is not null stands in for its column.</summary>
    public static ScalarKernel Create<T>(ComparisonOperator comparison, T? left, T? right)
        where T : unmanaged, IComparisonOperators<T, T, bool> => comparison switch
        {
            ComparisonOperator.Equal => Create<T, Equal<T>>(left, right),
            ComparisonOperator.NotEqual => Create<T, NotEqual<T>>(left, right),
            ComparisonOperator.Less => Create<T, Less<T>>(left, right),
            ComparisonOperator.LessOrEqual => Create<T, LessOrEqual<T>>(left, right),
            ComparisonOperator.Greater => Create<T, Greater<T>>(left, right),
            _ => Create<T, GreaterOrEqual<T>>(left, right),
        };

    private static ScalarKernel Create<T, TOp>(T? left, T? right)
        where T : unmanaged
        where TOp : struct, IBinaryOp<T, T, byte> =>
        right is { } r ? BinaryKernel.WithRight<T, T, byte, TOp>(r)
        : left is { } l ? BinaryKernel.WithLeft<T, T, byte, TOp>(l)
        : BinaryKernel.Create<T, T, byte, TOp>();
}
