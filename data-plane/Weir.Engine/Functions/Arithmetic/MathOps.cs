namespace Weir.Engine.Functions.Arithmetic;

/// <summary>The sine of radians.</summary>
public readonly struct Sine : IUnaryOp<double, double>
{
    /// <inheritdoc/>
    public static double Apply(double value) => PreciseMath.Sin(value);
}

/// <summary>The cosine of radians.</summary>
public readonly struct Cosine : IUnaryOp<double, double>
{
    /// <inheritdoc/>
    public static double Apply(double value) => PreciseMath.Cos(value);
}

/// <summary>The tangent of radians.</summary>
public readonly struct Tangent : IUnaryOp<double, double>
{
    /// <inheritdoc/>
    public static double Apply(double value) => PreciseMath.Tan(value);
}

/// <summary>The cotangent of radians; infinite at 0.</summary>
public readonly struct Cotangent : IUnaryOp<double, double>
{
    /// <inheritdoc/>
    public static double Apply(double value) => 1.0 / PreciseMath.Tan(value);
}

/// <summary>The arc sine in radians; NaN outside -1 to 1.</summary>
public readonly struct ArcSine : IUnaryOp<double, double>
{
    /// <inheritdoc/>
    public static double Apply(double value) => FdLibmArcs.Asin(value);
}

/// <summary>The arc cosine in radians; NaN outside -1 to 1.</summary>
public readonly struct ArcCosine : IUnaryOp<double, double>
{
    /// <inheritdoc/>
    public static double Apply(double value) => FdLibmArcs.Acos(value);
}

/// <summary>The arc tangent in radians.</summary>
public readonly struct ArcTangent : IUnaryOp<double, double>
{
    /// <inheritdoc/>
    public static double Apply(double value) => FdLibmArcs.Atan(value);
}

/// <summary>The hyperbolic sine.</summary>
public readonly struct HyperbolicSine : IUnaryOp<double, double>
{
    /// <inheritdoc/>
    public static double Apply(double value) => FdLibm.Sinh(value);
}

/// <summary>The hyperbolic cosine.</summary>
public readonly struct HyperbolicCosine : IUnaryOp<double, double>
{
    /// <inheritdoc/>
    public static double Apply(double value) => FdLibm.Cosh(value);
}

/// <summary>The hyperbolic tangent.</summary>
public readonly struct HyperbolicTangent : IUnaryOp<double, double>
{
    /// <inheritdoc/>
    public static double Apply(double value) => FdLibm.Tanh(value);
}

/// <summary>The square root, as a power of 0.5, which is how Flink computes it; NaN of a negative value.</summary>
public readonly struct SquareRoot : IUnaryOp<double, double>
{
    /// <inheritdoc/>
    public static double Apply(double value) => Math.Pow(value, 0.5);
}

/// <summary>e to the power of the value.</summary>
public readonly struct Exponential : IUnaryOp<double, double>
{
    /// <inheritdoc/>
    public static double Apply(double value) => Math.Exp(value);
}

/// <summary>The logarithm to base e; NaN of a negative value, negative infinity of 0.</summary>
public readonly struct NaturalLogarithm : IUnaryOp<double, double>
{
    /// <inheritdoc/>
    public static double Apply(double value) => Math.Log(value);
}

/// <summary>The logarithm to base 2, as a quotient of natural ones, which is how Flink computes it.</summary>
public readonly struct BinaryLogarithm : IUnaryOp<double, double>
{
    /// <inheritdoc/>
    public static double Apply(double value) => Math.Log(value) / Math.Log(2);
}

/// <summary>The logarithm to base 10.</summary>
public readonly struct DecimalLogarithm : IUnaryOp<double, double>
{
    /// <inheritdoc/>
    public static double Apply(double value) => PreciseMath.Log10(value);
}

/// <summary>Radians in degrees.</summary>
public readonly struct ToDegrees : IUnaryOp<double, double>
{
    /// <inheritdoc/>
    public static double Apply(double value) => value * 57.29577951308232;
}

/// <summary>Degrees in radians.</summary>
public readonly struct ToRadians : IUnaryOp<double, double>
{
    /// <inheritdoc/>
    public static double Apply(double value) => value * 0.017453292519943295;
}
