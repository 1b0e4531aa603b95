namespace Weir.Engine.Functions.Arithmetic;

/// <summary>left to the power of right.</summary>
public readonly struct Power : IBinaryOp<double, double, double>
{
    /// <inheritdoc/>
    public static double Apply(double left, double right) => Math.Pow(left, right);
}

/// <summary>The angle of the point (right, left) in radians.</summary>
public readonly struct ArcTangentOfPoint : IBinaryOp<double, double, double>
{
    /// <inheritdoc/>
    public static double Apply(double left, double right) => FdLibmArcs.Atan2(left, right);
}

/// <summary>The logarithm of right to the base left.</summary>
public readonly struct LogarithmToBase : IBinaryOp<double, double, double>
{
    /// <inheritdoc/>
    public static double Apply(double left, double right) => Math.Log(right) / Math.Log(left);
}
