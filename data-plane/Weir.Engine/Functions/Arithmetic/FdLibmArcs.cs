namespace Weir.Engine.Functions.Arithmetic;

/// <summary>Arc functions as Java computes them, bit for bit. Source: fdlibm 5.3 (e_asin, e_acos, s_atan, e_atan2).</summary>
internal static class FdLibmArcs
{
    private const double HalfPiHigh = 1.57079632679489655800e+00;
    private const double HalfPiLow = 6.12323399573676603587e-17;
    private const double QuarterPiHigh = 7.85398163397448278999e-01;
    private const double PiLow = 1.2246467991473531772e-16;

    private static readonly double[] s_atanHigh = [4.63647609000806093515e-01, 7.85398163397448278999e-01, 9.82793723247329054082e-01, 1.57079632679489655800e+00];
    private static readonly double[] s_atanLow = [2.26987774529616870924e-17, 3.06161699786838301793e-17, 1.39033110312309984516e-17, 6.12323399573676603587e-17];
    private static readonly double[] s_odd = [3.33333333333329318027e-01, 1.42857142725034663711e-01, 9.09088713343650656196e-02, 6.66107313738753120669e-02, 4.97687799461593236017e-02, 1.62858201153657823623e-02];
    private static readonly double[] s_even = [-1.99999999998764832476e-01, -1.11111104054623557880e-01, -7.69187620504482999495e-02, -5.83357013379057348645e-02, -3.65315727442169155270e-02];

    /// <summary>The arc sine; NaN outside -1 to 1.</summary>
    public static double Asin(double x)
    {
        double size = Math.Abs(x);
        if (!(size < 1))
        {
            return size == 1 ? (x * HalfPiHigh) + (x * HalfPiLow) : double.NaN;
        }

        if (size < 0.5)
        {
            return size < 7.450580596923828125e-09 ? x : x + (x * Ratio(x * x));
        }

        double w = 1.0 - size;
        double t = w * 0.5;
        double ratio = Ratio(t);
        double s = Math.Sqrt(t);
        if (HighWord(size) >= 0x3FEF3333)
        {
            t = HalfPiHigh - ((2.0 * (s + (s * ratio))) - HalfPiLow);
        }
        else
        {
            w = WithoutLowWord(s);
            double c = (t - (w * w)) / (s + w);
            double p = (2.0 * s * ratio) - (HalfPiLow - (2.0 * c));
            double q = QuarterPiHigh - (2.0 * w);
            t = QuarterPiHigh - (p - q);
        }

        return x > 0 ? t : -t;
    }

    /// <summary>The arc cosine; NaN outside -1 to 1.</summary>
    public static double Acos(double x)
    {
        double size = Math.Abs(x);
        if (!(size < 1))
        {
            return size == 1 ? (x > 0 ? 0 : Math.PI + (2.0 * HalfPiLow)) : double.NaN;
        }

        if (size < 0.5)
        {
            return size <= 6.938893903907228e-18 ? HalfPiHigh + HalfPiLow : HalfPiHigh - (x - (HalfPiLow - (x * Ratio(x * x))));
        }

        if (x < 0)
        {
            double z = (1.0 + x) * 0.5;
            double s = Math.Sqrt(z);
            double w = (Ratio(z) * s) - HalfPiLow;
            return Math.PI - (2.0 * (s + w));
        }
        else
        {
            double z = (1.0 - x) * 0.5;
            double s = Math.Sqrt(z);
            double df = WithoutLowWord(s);
            double c = (z - (df * df)) / (s + df);
            double w = (Ratio(z) * s) + c;
            return 2.0 * (df + w);
        }
    }

    /// <summary>The arc tangent.</summary>
    public static double Atan(double x)
    {
        double size = Math.Abs(x);
        if (double.IsNaN(x))
        {
            return x;
        }

        if (size >= 7.378697629483821e19)
        {
            return x > 0 ? s_atanHigh[3] + s_atanLow[3] : -s_atanHigh[3] - s_atanLow[3];
        }

        int id = -1;
        double reduced = x;
        if (size < 0.4375)
        {
            if (size < 1.862645149230957e-09)
            {
                return x;
            }
        }
        else if (size < 1.1875)
        {
            (id, reduced) = size < 0.6875 ? (0, ((2.0 * size) - 1.0) / (2.0 + size)) : (1, (size - 1.0) / (size + 1.0));
        }
        else
        {
            (id, reduced) = size < 2.4375 ? (2, (size - 1.5) / (1.0 + (1.5 * size))) : (3, -1.0 / size);
        }

        double z = reduced * reduced;
        double w = z * z;
        double s1 = z * (s_odd[0] + (w * (s_odd[1] + (w * (s_odd[2] + (w * (s_odd[3] + (w * (s_odd[4] + (w * s_odd[5]))))))))));
        double s2 = w * (s_even[0] + (w * (s_even[1] + (w * (s_even[2] + (w * (s_even[3] + (w * s_even[4]))))))));
        if (id < 0)
        {
            return reduced - (reduced * (s1 + s2));
        }

        double result = s_atanHigh[id] - ((reduced * (s1 + s2)) - s_atanLow[id] - reduced);
        return x < 0 ? -result : result;
    }

    /// <summary>The angle of the point (x, y).</summary>
    public static double Atan2(double y, double x)
    {
        // Where a coordinate is NaN, zero or infinite the answer is a constant, which the C library has too.
        if (!double.IsFinite(x) || !double.IsFinite(y) || x == 0 || y == 0)
        {
            return Math.Atan2(y, x);
        }

        int k = (HighWord(Math.Abs(y)) - HighWord(Math.Abs(x))) >> 20;
        double z = k > 60 ? HalfPiHigh + (0.5 * PiLow) : x < 0 && k < -60 ? 0.0 : Atan(Math.Abs(y / x));
        return (x > 0, y > 0) switch
        {
            (true, true) => z,
            (true, false) => -z,
            (false, true) => Math.PI - (z - PiLow),
            _ => z - PiLow - Math.PI,
        };
    }

    // (asin(x) - x) / x^3 * x^2 as a quotient of polynomials; pS0 to pS5 over qS1 to qS4.
    private static double Ratio(double t)
    {
        double p = t * (1.66666666666666657415e-01 + (t * (-3.25565818622400915405e-01 + (t * (2.01212532134862925881e-01 + (t * (-4.00555345006794114027e-02 + (t * (7.91534994289814532176e-04 + (t * 3.47933107596021167570e-05))))))))));
        double q = 1.0 + (t * (-2.40339491173441421878e+00 + (t * (2.02094576023350569471e+00 + (t * (-6.88283971605453293030e-01 + (t * 7.70381505559019352791e-02)))))));
        return p / q;
    }

    private static int HighWord(double x) => (int)(BitConverter.DoubleToInt64Bits(x) >> 32);

    private static double WithoutLowWord(double x) => BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits(x) & unchecked((long)0xFFFFFFFF00000000));
}
