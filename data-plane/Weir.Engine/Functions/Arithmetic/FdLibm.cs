namespace Weir.Engine.Functions.Arithmetic;

/// <summary>
/// Exponential and hyperbolic functions as Java's StrictMath computes them, bit for bit; the C library under .NET rounds some results the other way. Source: fdlibm 5.3 (e_exp, s_expm1, e_sinh, e_cosh, s_tanh),
/// whose names for the constants are kept in the comments.
/// </summary>
internal static class FdLibm
{
    private const double Ln2High = 6.93147180369123816490e-01;
    private const double Ln2Low = 1.90821492927058770002e-10;
    private const double InverseLn2 = 1.44269504088896338700;
    private const double OverflowThreshold = 7.09782712893383973096e+02;
    private const double UnderflowThreshold = -7.45133219101941108420e+02;

    /// <summary>e^x.</summary>
    public static double Exp(double x)
    {
        if (double.IsNaN(x) || x > OverflowThreshold)
        {
            return double.IsNaN(x) ? x : double.PositiveInfinity;
        }

        if (x < UnderflowThreshold)
        {
            return 0;
        }

        double high = 0;
        double low = 0;
        int k = 0;
        double size = Math.Abs(x);
        if (size > 0.5 * Math.Log(2))
        {
            k = size < 1.5 * Math.Log(2) ? (x > 0 ? 1 : -1) : (int)((InverseLn2 * x) + (x > 0 ? 0.5 : -0.5));
            high = x - (k * Ln2High);
            low = k * Ln2Low;
            x = high - low;
        }
        else if (size < 3.7252902984e-09)
        {
            return 1 + x;
        }

        // P1 to P5
        double t = x * x;
        double c = x - (t * (1.66666666666666019037e-01 + (t * (-2.77777777770155933842e-03 + (t * (6.61375632143793436117e-05 + (t * (-1.65339022054652515390e-06 + (t * 4.13813679705723846039e-08)))))))));
        if (k == 0)
        {
            return 1.0 - ((x * c / (c - 2.0)) - x);
        }

        return Math.ScaleB(1.0 - (low - (x * c / (2.0 - c)) - high), k);
    }

    /// <summary>e^x - 1, exact near 0.</summary>
    public static double ExpM1(double x)
    {
        double size = Math.Abs(x);
        if (!double.IsFinite(x) || x > OverflowThreshold)
        {
            return double.IsNaN(x) ? x : x > 0 ? double.PositiveInfinity : -1;
        }

        if (x < -56 * Math.Log(2))
        {
            return -1;
        }

        int k = 0;
        double c = 0;
        if (size > 0.5 * Math.Log(2))
        {
            double high;
            double low;
            if (size < 1.5 * Math.Log(2))
            {
                k = x > 0 ? 1 : -1;
                high = x - (k * Ln2High);
                low = k * Ln2Low;
            }
            else
            {
                k = (int)((InverseLn2 * x) + (x < 0 ? -0.5 : 0.5));
                high = x - (k * Ln2High);
                low = k * Ln2Low;
            }

            x = high - low;
            c = high - x - low;
        }
        else if (size < 5.551115123125783e-17)
        {
            return x;
        }

        // Q1 to Q5
        double half = 0.5 * x;
        double hxs = x * half;
        double r1 = 1.0 + (hxs * (-3.33333333333331316428e-02 + (hxs * (1.58730158725481460165e-03 + (hxs * (-7.93650757867487942473e-05 + (hxs * (4.00821782732936239552e-06 + (hxs * -2.01099218183624371326e-07)))))))));
        double t = 3.0 - (r1 * half);
        double e = hxs * ((r1 - t) / (6.0 - (x * t)));
        if (k == 0)
        {
            return x - ((x * e) - hxs);
        }

        e = (x * (e - c)) - c;
        e -= hxs;
        if (k == -1)
        {
            return (0.5 * (x - e)) - 0.5;
        }

        if (k == 1)
        {
            return x < -0.25 ? -2.0 * (e - (x + 0.5)) : 1.0 + (2.0 * (x - e));
        }

        if (k is <= -2 or > 56)
        {
            return Math.ScaleB(1.0 - (e - x), k) - 1.0;
        }

        return k < 20
            ? Math.ScaleB(1.0 - Math.ScaleB(1, -k) - (e - x), k)
            : Math.ScaleB(x - (e + Math.ScaleB(1, -k)) + 1.0, k);
    }

    /// <summary>The hyperbolic sine.</summary>
    public static double Sinh(double x)
    {
        double size = Math.Abs(x);
        double half = x < 0 ? -0.5 : 0.5;
        if (!double.IsFinite(x))
        {
            return x;
        }

        if (size < 22)
        {
            if (size < 3.7252902984619140625e-09)
            {
                return x;
            }

            double t = ExpM1(size);
            return size < 1 ? half * ((2.0 * t) - (t * t / (t + 1.0))) : half * (t + (t / (t + 1.0)));
        }

        return Large(size, half) is { } large ? large : x * 1.0e307 * 1.0e307;
    }

    /// <summary>The hyperbolic cosine.</summary>
    public static double Cosh(double x)
    {
        double size = Math.Abs(x);
        if (!double.IsFinite(x))
        {
            return x * x;
        }

        if (size < 0.5 * Math.Log(2))
        {
            double t = ExpM1(size);
            double w = 1.0 + t;
            return size < 2.7755575615628914e-17 ? w : 1.0 + (t * t / (w + w));
        }

        if (size < 22)
        {
            double t = Exp(size);
            return (0.5 * t) + (0.5 / t);
        }

        return Large(size, 0.5) is { } large ? large : double.PositiveInfinity;
    }

    /// <summary>The hyperbolic tangent.</summary>
    public static double Tanh(double x)
    {
        double size = Math.Abs(x);
        if (double.IsNaN(x))
        {
            return x;
        }

        double z = 1.0;
        if (size < 22)
        {
            if (size < 2.7755575615628914e-17)
            {
                return x * (1.0 + x);
            }

            if (size >= 1)
            {
                z = 1.0 - (2.0 / (ExpM1(2.0 * size) + 2.0));
            }
            else
            {
                double t = ExpM1(-2.0 * size);
                z = -t / (t + 2.0);
            }
        }

        return x >= 0 ? z : -z;
    }

    // half * e^size where that is finite, in two steps where e^size is not.
    private static double? Large(double size, double half)
    {
        if (size < 709.782712893384)
        {
            return half * Exp(size);
        }

        if (size <= 710.4758600739439)
        {
            double w = Exp(0.5 * size);
            return half * w * w;
        }

        return null;
    }
}
