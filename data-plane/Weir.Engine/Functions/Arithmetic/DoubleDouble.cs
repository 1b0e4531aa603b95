namespace Weir.Engine.Functions.Arithmetic;

/// <summary>An unevaluated sum of two doubles, about 106 bits; for results that must be rounded right. Source: Dekker 1971, with fused multiply-add.</summary>
internal readonly struct DoubleDouble(double high, double low)
{
    /// <summary>The sum, rounded.</summary>
    public double High { get; } = high;

    /// <summary>What the rounding left.</summary>
    public double Low { get; } = low;

    /// <summary>The exact sum of two doubles.</summary>
    public static DoubleDouble Sum(double a, double b)
    {
        double sum = a + b;
        double part = sum - a;
        return new DoubleDouble(sum, a - (sum - part) + (b - part));
    }

    /// <summary>The exact product of two doubles.</summary>
    public static DoubleDouble Product(double a, double b)
    {
        double product = a * b;
        return new DoubleDouble(product, Math.FusedMultiplyAdd(a, b, -product));
    }

    /// <summary>The sum.</summary>
    public static DoubleDouble operator +(DoubleDouble a, DoubleDouble b)
    {
        DoubleDouble high = Sum(a.High, b.High);
        DoubleDouble low = Sum(a.Low, b.Low);
        DoubleDouble sum = Renormalized(high.High, high.Low + low.High);
        return Renormalized(sum.High, sum.Low + low.Low);
    }

    /// <summary>The opposite.</summary>
    public static DoubleDouble operator -(DoubleDouble a) => new(-a.High, -a.Low);

    /// <summary>The difference.</summary>
    public static DoubleDouble operator -(DoubleDouble a, DoubleDouble b) => a + (-b);

    /// <summary>The product.</summary>
    public static DoubleDouble operator *(DoubleDouble a, DoubleDouble b)
    {
        DoubleDouble product = Product(a.High, b.High);
        return Renormalized(product.High, product.Low + (a.High * b.Low) + (a.Low * b.High));
    }

    /// <summary>The quotient.</summary>
    public static DoubleDouble operator /(DoubleDouble a, DoubleDouble b)
    {
        double first = a.High / b.High;
        DoubleDouble rest = a - (b * new DoubleDouble(first, 0));
        double second = rest.High / b.High;
        rest -= b * new DoubleDouble(second, 0);
        return Renormalized(first, second) + new DoubleDouble(rest.High / b.High, 0);
    }

    private static DoubleDouble Renormalized(double high, double low)
    {
        double sum = high + low;
        return new DoubleDouble(sum, low - (sum - high));
    }
}
