using System.Numerics;
using System.Runtime.Intrinsics;
using Weir.Engine.Expressions;
using Weir.Engine.Functions.Arithmetic;

namespace Weir.Engine.Functions.Comparison;

/// <summary>left = right.</summary>
public readonly struct Equal<T> : IVectorTest<T>
    where T : unmanaged, IComparisonOperators<T, T, bool>
{
    /// <inheritdoc/>
    public static byte Apply(T left, T right) => left == right ? (byte)1 : (byte)0;

    /// <inheritdoc/>
    public static Vector512<T> Test(Vector512<T> left, Vector512<T> right) => Vector512.Equals(left, right);
}

/// <summary>left &lt;&gt; right.</summary>
public readonly struct NotEqual<T> : IVectorTest<T>
    where T : unmanaged, IComparisonOperators<T, T, bool>
{
    /// <inheritdoc/>
    public static byte Apply(T left, T right) => left != right ? (byte)1 : (byte)0;

    /// <inheritdoc/>
    public static Vector512<T> Test(Vector512<T> left, Vector512<T> right) => ~Vector512.Equals(left, right);
}

/// <summary>left &lt; right.</summary>
public readonly struct Less<T> : IVectorTest<T>
    where T : unmanaged, IComparisonOperators<T, T, bool>
{
    /// <inheritdoc/>
    public static byte Apply(T left, T right) => left < right ? (byte)1 : (byte)0;

    /// <inheritdoc/>
    public static Vector512<T> Test(Vector512<T> left, Vector512<T> right) => Vector512.LessThan(left, right);
}

/// <summary>left &lt;= right.</summary>
public readonly struct LessOrEqual<T> : IVectorTest<T>
    where T : unmanaged, IComparisonOperators<T, T, bool>
{
    /// <inheritdoc/>
    public static byte Apply(T left, T right) => left <= right ? (byte)1 : (byte)0;

    /// <inheritdoc/>
    public static Vector512<T> Test(Vector512<T> left, Vector512<T> right) => Vector512.LessThanOrEqual(left, right);
}

/// <summary>left &gt; right.</summary>
public readonly struct Greater<T> : IVectorTest<T>
    where T : unmanaged, IComparisonOperators<T, T, bool>
{
    /// <inheritdoc/>
    public static byte Apply(T left, T right) => left > right ? (byte)1 : (byte)0;

    /// <inheritdoc/>
    public static Vector512<T> Test(Vector512<T> left, Vector512<T> right) => Vector512.GreaterThan(left, right);
}

/// <summary>left &gt;= right.</summary>
public readonly struct GreaterOrEqual<T> : IVectorTest<T>
    where T : unmanaged, IComparisonOperators<T, T, bool>
{
    /// <inheritdoc/>
    public static byte Apply(T left, T right) => left >= right ? (byte)1 : (byte)0;

    /// <inheritdoc/>
    public static Vector512<T> Test(Vector512<T> left, Vector512<T> right) => Vector512.GreaterThanOrEqual(left, right);
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
        where TOp : struct, IVectorTest<T> =>
        Vector512<T>.IsSupported ? VectorTestKernel.Create<T, TOp>(left, right)
        : right is { } r ? BinaryKernel.WithRight<T, T, byte, TOp>(r)
        : left is { } l ? BinaryKernel.WithLeft<T, T, byte, TOp>(l)
        : BinaryKernel.Create<T, T, byte, TOp>();
}
