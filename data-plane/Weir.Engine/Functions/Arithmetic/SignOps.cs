using System.Numerics;

namespace Weir.Engine.Functions.Arithmetic;

/// <summary>The value without its sign; the least integer stays as it is.</summary>
public readonly struct Absolute<T> : IUnaryOp<T, T>
    where T : unmanaged, INumber<T>
{
    /// <inheritdoc/>
    public static T Apply(T value) => T.IsNegative(value) ? unchecked(-value) : value;
}

/// <summary>-1, 0 or 1; NaN stays NaN.</summary>
public readonly struct SignOf<T> : IUnaryOp<T, T>
    where T : unmanaged, INumber<T>
{
    /// <inheritdoc/>
    public static T Apply(T value) => value > T.Zero ? T.One : value < T.Zero ? unchecked(-T.One) : value;
}

/// <summary>The greatest whole number that is not above.</summary>
public readonly struct FloorOf<T> : IUnaryOp<T, T>
    where T : unmanaged, IFloatingPoint<T>
{
    /// <inheritdoc/>
    public static T Apply(T value) => T.Floor(value);
}

/// <summary>The least whole number that is not below.</summary>
public readonly struct CeilingOf<T> : IUnaryOp<T, T>
    where T : unmanaged, IFloatingPoint<T>
{
    /// <inheritdoc/>
    public static T Apply(T value) => T.Ceiling(value);
}
