using System.Globalization;
using Weir.Engine.Text;

namespace Weir.Engine.Types;

/// <summary>Values of DECIMAL as their unscaled integers: powers of ten, change of scale, and to and from other numbers. Rounding is half up (away from zero), as in Flink.</summary>
public static class DecimalMath
{
    private const int CompactDigits = 18;

    /// <summary>10^22 is the highest power of ten that a double holds exactly.</summary>
    private const int MaxExactPower = 22;

    private static readonly Int128[] s_powers = Powers();
    private static readonly double[] s_exactPowers = [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22];

    /// <summary>10^exponent, 0 to 38.</summary>
    public static Int128 Pow10(int exponent) => s_powers[exponent];

    /// <summary>Whether the unscaled value has at most so many digits.</summary>
    public static bool Fits(Int128 unscaled, int precision) => unscaled < s_powers[precision] && unscaled > -s_powers[precision];

    /// <summary>The value at another scale, rounded; false when it has more digits than the precision allows.</summary>
    public static bool TryRescale(Int128 unscaled, int fromScale, int toPrecision, int toScale, out Int128 result)
    {
        if (toScale >= fromScale)
        {
            int up = toScale - fromScale;
            Int128 limit = toPrecision >= up ? s_powers[toPrecision - up] : Int128.One;
            if (unscaled >= limit || unscaled <= -limit)
            {
                result = default;
                return unscaled == 0;
            }

            result = unscaled * s_powers[up];
            return true;
        }

        result = DivideRounded(unscaled, s_powers[fromScale - toScale]);
        return Fits(result, toPrecision);
    }

    /// <summary>The quotient, rounded half away from zero. The divisor is positive.</summary>
    public static Int128 DivideRounded(Int128 value, Int128 divisor)
    {
        (Int128 quotient, Int128 rest) = Int128.DivRem(value, divisor);
        Int128 magnitude = rest < 0 ? -rest : rest;

        // Twice the rest could overflow where the divisor is 10^38.
        if (magnitude >= divisor - magnitude)
        {
            quotient += value < 0 ? -1 : 1;
        }

        return quotient;
    }

    /// <summary>
    /// A DOUBLE as DECIMAL, by the digits that it is written with (so that 0.1 is 0.1); false when it has more digits than the precision allows. Not for NaN and infinities.
    /// </summary>
    public static bool TryFromDouble(double value, int precision, int scale, out Int128 result)
    {
        if (value == 0)
        {
            result = 0;
            return true;
        }

        Span<byte> room = stackalloc byte[48];
        JavaDigits digits = new(room[1..]);
        digits.Develop(value);
        room[0] = double.IsNegative(value) ? (byte)'-' : (byte)'+';
        int length = 1 + digits.Text.Length;
        int exponent = digits.Exponent - digits.Text.Length + 1;
        room[length++] = (byte)'E';
        exponent.TryFormat(room[length..], out int written, default, CultureInfo.InvariantCulture);
        return NumberParser.TryParseExact(room[..(length + written)], precision, scale, out result, out _);
    }

    /// <summary>The nearest DOUBLE; for DECIMALs of at most 18 digits the quotient of two, as in Flink, which may be one off in the last bit.</summary>
    public static double ToDouble(Int128 unscaled, int precision, int scale)
    {
        // Where both are exact as doubles, the one division rounds once.
        if (precision <= CompactDigits || (unscaled < (1L << 53) && unscaled > -(1L << 53) && scale <= MaxExactPower))
        {
            return (long)unscaled / s_exactPowers[scale];
        }

        Span<byte> text = stackalloc byte[48];
        unscaled.TryFormat(text, out int length, default, CultureInfo.InvariantCulture);
        text[length++] = (byte)'E';
        (-scale).TryFormat(text[length..], out int digits, default, CultureInfo.InvariantCulture);
        return double.Parse(text[..(length + digits)], NumberStyles.Float, CultureInfo.InvariantCulture);
    }

    private static Int128[] Powers()
    {
        Int128[] powers = new Int128[DataType.MaxDecimalPrecision + 1];
        powers[0] = 1;
        for (int i = 1; i < powers.Length; i++)
        {
            powers[i] = powers[i - 1] * 10;
        }

        return powers;
    }
}
