namespace Weir.Engine.Functions.Arithmetic;

/// <summary>
/// Sine, cosine, tangent and logarithm to base 10 rounded right in all but a few cases in a thousand that are almost ties, which is what Java's intrinsics give too (but for about 0.2 % of all values); the C library under .NET misses by a bit more often.
/// </summary>
internal static class PreciseMath
{
    /// <summary>Beyond this, pi/2 in three parts no longer gives the digits that count; the C library reduces such angles well enough.</summary>
    private const double GreatestReduced = 100_000;

    /// <summary>The part of a unit in the last place from which on a rounding is in doubt.</summary>
    private const double Doubtful = 0.4972;

    private const int Terms = 15;

    private static readonly DoubleDouble s_inverseLn10 = new(0.4342944819032518, 1.098319650216765e-17);
    private static readonly DoubleDouble[] s_inverseFactorials = InverseFactorials();

    /// <summary>The sine of radians.</summary>
    public static double Sin(double x) => Math.Abs(x) is > 1e-8 and < GreatestReduced ? Rounded(x, 0, SinCos(x).Sin) : Math.Sin(x);

    /// <summary>The cosine of radians.</summary>
    public static double Cos(double x) => Math.Abs(x) is > 1e-8 and < GreatestReduced ? Rounded(x, 1, SinCos(x).Cos) : Math.Cos(x);

    /// <summary>The tangent of radians.</summary>
    public static double Tan(double x)
    {
        if (!(Math.Abs(x) is > 1e-8 and < GreatestReduced))
        {
            return Math.Tan(x);
        }

        (DoubleDouble sin, DoubleDouble cos) = SinCos(x);
        return (sin / cos).High;
    }

    /// <summary>The logarithm to base 10.</summary>
    public static double Log10(double x)
    {
        double guess = Math.Log(x);
        if (!double.IsFinite(guess) || x < 1e-290)
        {
            return Math.Log10(x);
        }

        // One Newton step: ln x = g + (x e^-g - 1), up to the square of what is added.
        DoubleDouble rest = (Exp(-guess) * new DoubleDouble(x, 0)) - new DoubleDouble(1, 0);
        return ((new DoubleDouble(guess, 0) + rest) * s_inverseLn10).High;
    }

    // A value almost halfway between two doubles is rounded as fdlibm, Java's reference, does it: neither Java nor the C library rounds those right.
    private static double Rounded(double x, int quarterTurns, DoubleDouble exact)
    {
        double doubt = Math.Abs(exact.Low) / (Math.BitIncrement(Math.Abs(exact.High)) - Math.Abs(exact.High));
        return doubt < Doubtful ? exact.High : Kernel(x, quarterTurns);
    }

    // The kernels of fdlibm 5.3 (k_sin, k_cos).
    private static double Kernel(double angle, int quarterTurns)
    {
        (long quadrant, DoubleDouble reduced) = Reduce(angle);
        double x = reduced.High;
        double y = reduced.Low;
        double z = x * x;
        quadrant += quarterTurns;
        double result;
        if ((quadrant & 1) == 0)
        {
            double v = z * x;
            double r = 8.33333333332248946124e-03 + (z * (-1.98412698298579493134e-04 + (z * (2.75573137070700676789e-06 + (z * (-2.50507602534068634195e-08 + (z * 1.58969099521155010221e-10)))))));
            result = x - ((z * ((0.5 * y) - (v * r))) - y - (v * -1.66666666666666324348e-01));
        }
        else
        {
            double r = z * (4.16666666666666019037e-02 + (z * (-1.38888888888741095749e-03 + (z * (2.48015872894767294178e-05 + (z * (-2.75573143513906633035e-07 + (z * (2.08757232129817482790e-09 + (z * -1.13596475577881948265e-11))))))))));
            long high = (BitConverter.DoubleToInt64Bits(x) >> 32) & 0x7FFFFFFF;
            double qx = high < 0x3FD33333 ? 0 : high > 0x3FE90000 ? 0.28125 : BitConverter.Int64BitsToDouble((high - 0x00200000) << 32);
            result = 1.0 - qx - ((0.5 * z) - qx - ((z * r) - (x * y)));
        }

        return (quadrant & 2) == 0 ? result : -result;
    }

    private static (long Quadrant, DoubleDouble Angle) Reduce(double x)
    {
        // pi/2 as 33 + 33 bits, so that their products with the quadrant are exact, and the rest.
        double quadrant = Math.Round(x * 0.6366197723675814);
        DoubleDouble r = DoubleDouble.Sum(x - (quadrant * 1.57079632673412561417e+00), -(quadrant * 6.07710050630396597660e-11));
        return ((long)quadrant, r - DoubleDouble.Product(quadrant, 2.02226624879595063154e-21));
    }

    private static (DoubleDouble Sin, DoubleDouble Cos) SinCos(double x)
    {
        (long quadrant, DoubleDouble r) = Reduce(x);
        DoubleDouble square = r * r;
        DoubleDouble sin = s_inverseFactorials[(2 * Terms) - 1];
        DoubleDouble cos = s_inverseFactorials[(2 * Terms) - 2];
        for (int n = Terms - 2; n >= 0; n--)
        {
            sin = s_inverseFactorials[(2 * n) + 1] - (sin * square);
            cos = s_inverseFactorials[2 * n] - (cos * square);
        }

        sin *= r;
        return (quadrant & 3) switch
        {
            0 => (sin, cos),
            1 => (cos, -sin),
            2 => (-sin, -cos),
            _ => (-cos, sin),
        };
    }

    // e^x by halving the argument until the series is short, then squaring back.
    private static DoubleDouble Exp(double x)
    {
        double k = Math.Round(x * 1.4426950408889634);
        DoubleDouble r = DoubleDouble.Sum(x - (k * 6.93147180369123816490e-01), -(k * 1.90821492927058770002e-10));
        r -= new DoubleDouble(k * 1.1612227229362532e-26, 0);
        const int Halvings = 6;
        r = new DoubleDouble(Math.ScaleB(r.High, -Halvings), Math.ScaleB(r.Low, -Halvings));
        DoubleDouble sum = s_inverseFactorials[12];
        for (int n = 11; n >= 0; n--)
        {
            sum = (sum * r) + s_inverseFactorials[n];
        }

        for (int h = 0; h < Halvings; h++)
        {
            sum *= sum;
        }

        return new DoubleDouble(Math.ScaleB(sum.High, (int)k), Math.ScaleB(sum.Low, (int)k));
    }

    private static DoubleDouble[] InverseFactorials()
    {
        DoubleDouble[] values = new DoubleDouble[2 * Terms];
        values[0] = new DoubleDouble(1, 0);
        for (int n = 1; n < values.Length; n++)
        {
            values[n] = values[n - 1] / new DoubleDouble(n, 0);
        }

        return values;
    }
}
