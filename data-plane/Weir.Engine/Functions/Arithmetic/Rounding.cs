using System.Buffers.Text;
using System.Globalization;
using Weir.Engine.Expressions;

namespace Weir.Engine.Functions.Arithmetic;

/// <summary>
/// Rounds to digits after the point (before it, when negative): half up, or towards zero. A floating-point value is rounded as the decimal number that it prints as, which is what Flink does with BigDecimal.
/// </summary>
public static class Rounding
{
    /// <summary>An integer; the result is cut to the integer's type by the caller.</summary>
    public static Int128 Integer(long value, int digits, bool towardsZero)
    {
        if (digits >= 0)
        {
            return value;
        }

        if (digits < -19)
        {
            return 0;
        }

        return Scaled(value, PowersOfTen.Of(-digits), towardsZero) * PowersOfTen.Of(-digits);
    }

    /// <summary>A DECIMAL of one scale as one of another, rounded to digits on the way; false when it then has too many digits.</summary>
    public static bool TryDecimal(Int128 value, int scale, int digits, bool towardsZero, int precision, int resultScale, out Int128 result)
    {
        int cut = Math.Min(scale - digits, 39);
        if (cut > 0)
        {
            // Beyond 38 digits nothing is left: the value has no more.
            value = cut > 38 ? 0 : Scaled(value, PowersOfTen.Of(cut), towardsZero);
            scale -= cut;
        }

        if (value == 0)
        {
            result = 0;
            return true;
        }

        // A scale below zero stands for zeros before the point.
        if (scale < 0)
        {
            WideNumber wide = WideNumber.Multiply((UInt128)(value < 0 ? -value : value), (UInt128)PowersOfTen.Of(-scale));
            if (wide.High != 0 || wide.Low >= (UInt128)PowersOfTen.Of(38))
            {
                result = 0;
                return false;
            }

            value *= PowersOfTen.Of(-scale);
            scale = 0;
        }

        return DecimalArithmetic.TryRescale(value, scale, resultScale, precision, out result);
    }

    /// <summary>A DOUBLE (or a FLOAT as one).</summary>
    /// <exception cref="EvaluationException">The value is NaN or infinite.</exception>
    public static double Double(double value, int digits, bool towardsZero)
    {
        if (!double.IsFinite(value))
        {
            throw new EvaluationException($"{value.ToString(CultureInfo.InvariantCulture)} cannot be rounded.");
        }

        if (digits == 0 && Math.Abs(value) < 1L << 52)
        {
            // Adding zero makes -0 the 0 that a decimal number is.
            return (towardsZero ? Math.Truncate(value) : Math.Round(value, MidpointRounding.AwayFromZero)) + 0.0;
        }

        Span<byte> text = stackalloc byte[40];
        if (!value.TryFormat(text, out int length, "R", CultureInfo.InvariantCulture))
        {
            throw new InvalidOperationException("A double prints in at most 24 characters.");
        }

        return RoundText(text[..length], value, digits, towardsZero);
    }

    private static Int128 Scaled(Int128 value, Int128 unit, bool towardsZero)
    {
        Int128 quotient = value / unit;
        Int128 rest = value - (quotient * unit);
        if (!towardsZero && (rest < 0 ? -rest : rest) >= unit - (rest < 0 ? -rest : rest))
        {
            quotient += value < 0 ? -1 : 1;
        }

        return quotient;
    }

    // The at most 17 digits that it prints with are an integer with an exponent of ten; cut there, then read back.
    private static double RoundText(ReadOnlySpan<byte> text, double value, int digits, bool towardsZero)
    {
        long mantissa = 0;
        int exponent = 0;
        bool fraction = false;
        int i = text[0] == '-' ? 1 : 0;
        for (; i < text.Length && text[i] != 'E'; i++)
        {
            if (text[i] == '.')
            {
                fraction = true;
                continue;
            }

            mantissa = (mantissa * 10) + (text[i] - '0');
            exponent -= fraction ? 1 : 0;
        }

        if (i < text.Length)
        {
            _ = Utf8Parser.TryParse(text[(i + 1 + (text[i + 1] == '+' ? 1 : 0))..], out int power, out _);
            exponent += power;
        }

        int cut = -exponent - digits;
        if (cut <= 0)
        {
            return value;
        }

        if (cut > 18)
        {
            return 0;
        }

        Int128 rounded = Scaled(mantissa, PowersOfTen.Of(cut), towardsZero);
        Span<byte> result = stackalloc byte[48];
        rounded.TryFormat(result, out int length, default, CultureInfo.InvariantCulture);
        result[length++] = (byte)'E';
        (exponent + cut).TryFormat(result[length..], out int more, default, CultureInfo.InvariantCulture);
        double magnitude = double.Parse(result[..(length + more)], NumberStyles.Float, CultureInfo.InvariantCulture);
        return value < 0 ? 0.0 - magnitude : magnitude;
    }
}
