namespace Weir.Engine.Functions.Arithmetic;

/// <summary>
/// Arithmetic on the unscaled values of DECIMAL with a result of a given precision and scale: exact between operands and result, rounded half up once, false where the result has
/// too many digits (SQL's NULL). Source: Flink's DecimalDataUtils over java.math.BigDecimal.
/// </summary>
public static class DecimalArithmetic
{
    /// <summary>left + right, for operands of scales whose greater one is <paramref name="scale"/>; the result has <paramref name="resultScale"/>, at most that.</summary>
    public static bool TryAdd(Int128 left, int leftScale, Int128 right, int rightScale, int precision, int resultScale, out Int128 result)
    {
        int scale = Math.Max(leftScale, rightScale);
        WideNumber l = WideNumber.Multiply(Magnitude(left), (UInt128)PowersOfTen.Of(scale - leftScale));
        WideNumber r = WideNumber.Multiply(Magnitude(right), (UInt128)PowersOfTen.Of(scale - rightScale));
        if (left < 0 == right < 0)
        {
            return TryRound(l + r, left < 0, scale - resultScale, precision, out result);
        }

        return l.CompareTo(r) >= 0
            ? TryRound(l - r, left < 0, scale - resultScale, precision, out result)
            : TryRound(r - l, right < 0, scale - resultScale, precision, out result);
    }

    /// <summary>left * right; <paramref name="excess"/> is how many digits after the point the exact product has beyond the result.</summary>
    public static bool TryMultiply(Int128 left, Int128 right, int excess, int precision, out Int128 result) =>
        TryRound(WideNumber.Multiply(Magnitude(left), Magnitude(right)), left < 0 != right < 0, excess, precision, out result);

    /// <summary>
    /// left / right, where the dividend is to be scaled up by 10^<paramref name="shift"/> to give the result's scale. As in Flink the quotient is first rounded to 38 digits, then to the scale.
    /// </summary>
    public static bool TryDivide(Int128 left, Int128 right, int shift, int precision, out Int128 result)
    {
        if (right == 0)
        {
            DivisionByZero.Throw();
        }

        result = 0;
        UInt128 divisor = Magnitude(right);
        WideNumber dividend = WideNumber.Multiply(Magnitude(left), (UInt128)PowersOfTen.Of(Math.Min(shift, 38)));
        if (shift > 38)
        {
            // 10^77 is the last power below 2^256; a dividend beyond it gives more than 38 digits whatever the divisor.
            UInt128 more = (UInt128)PowersOfTen.Of(shift - 38);
            if (dividend.High >= UInt128.MaxValue / more)
            {
                return false;
            }

            WideNumber low = WideNumber.Multiply(dividend.Low, more);
            dividend = new WideNumber(low.High + (dividend.High * more), low.Low);
        }

        WideNumber quotient = WideNumber.DivRem(dividend, divisor, out UInt128 remainder);
        if (quotient.High != 0 || quotient.Low >= (UInt128)PowersOfTen.Of(38))
        {
            return false;
        }

        Int128 value = (Int128)quotient.Low;
        if (RoundsUp(value, remainder, divisor))
        {
            value++;
        }

        result = left < 0 != right < 0 ? -value : value;
        return PowersOfTen.Fits(value, precision);
    }

    /// <summary>The remainder, of the sign of the dividend, at the greater of the two scales.</summary>
    /// <exception cref="Expressions.EvaluationException">The divisor is zero, or the integer quotient has more than 38 digits.</exception>
    public static bool TryRemainder(Int128 left, int leftScale, Int128 right, int rightScale, int precision, out Int128 result)
    {
        if (right == 0)
        {
            DivisionByZero.Throw();
        }

        int scale = Math.Max(leftScale, rightScale);
        WideNumber dividend = WideNumber.Multiply(Magnitude(left), (UInt128)PowersOfTen.Of(scale - leftScale));
        WideNumber divisor = WideNumber.Multiply(Magnitude(right), (UInt128)PowersOfTen.Of(scale - rightScale));
        UInt128 remainder;
        if (divisor.High != 0)
        {
            // Only one of the two was scaled up, so the dividend is below 10^38 and its own remainder.
            remainder = dividend.Low;
        }
        else if (WideNumber.DivRem(dividend, divisor.Low, out remainder) is var quotient && (quotient.High != 0 || quotient.Low >= (UInt128)PowersOfTen.Of(38)))
        {
            throw new Expressions.EvaluationException("The quotient of a remainder has more than 38 digits.");
        }

        result = left < 0 ? -(Int128)remainder : (Int128)remainder;
        return PowersOfTen.Fits(result, precision);
    }

    /// <summary>Gives a value another scale, rounded half up; false when it then has more than <paramref name="precision"/> digits.</summary>
    public static bool TryRescale(Int128 value, int fromScale, int toScale, int precision, out Int128 result)
    {
        if (toScale < fromScale)
        {
            return TryRound(new WideNumber(0, Magnitude(value)), value < 0, fromScale - toScale, precision, out result);
        }

        WideNumber wide = WideNumber.Multiply(Magnitude(value), (UInt128)PowersOfTen.Of(toScale - fromScale));
        return TryRound(wide, value < 0, 0, precision, out result);
    }

    /// <summary>left compared with right by value: negative, 0 or positive.</summary>
    public static int Compare(Int128 left, int leftScale, Int128 right, int rightScale)
    {
        int sign = (left > 0 ? 1 : left < 0 ? -1 : 0) - (right > 0 ? 1 : right < 0 ? -1 : 0);
        if (sign != 0 || left == 0)
        {
            return sign;
        }

        int scale = Math.Max(leftScale, rightScale);
        int magnitudes = WideNumber.Multiply(Magnitude(left), (UInt128)PowersOfTen.Of(scale - leftScale))
            .CompareTo(WideNumber.Multiply(Magnitude(right), (UInt128)PowersOfTen.Of(scale - rightScale)));
        return left < 0 ? -magnitudes : magnitudes;
    }

    private static UInt128 Magnitude(Int128 value) => value < 0 ? (UInt128)(-value) : (UInt128)value;

    private static bool TryRound(WideNumber magnitude, bool negative, int excess, int precision, out Int128 result)
    {
        if (excess > 38)
        {
            // In two steps the second could round what the first rounded; cutting first keeps the digit that decides.
            magnitude = WideNumber.DivRem(magnitude, (UInt128)PowersOfTen.Of(excess - 38), out _);
            excess = 38;
        }

        if (excess > 0)
        {
            UInt128 divisor = (UInt128)PowersOfTen.Of(excess);
            magnitude = WideNumber.DivRem(magnitude, divisor, out UInt128 remainder);
            if (remainder >= divisor / 2)
            {
                magnitude += new WideNumber(0, 1);
            }
        }

        if (magnitude.High != 0 || magnitude.Low >= (UInt128)PowersOfTen.Of(precision))
        {
            result = 0;
            return false;
        }

        result = negative ? -(Int128)magnitude.Low : (Int128)magnitude.Low;
        return true;
    }

    // Half up, of a quotient that Flink has first rounded to 38 digits: a fraction of 0.4999… with so many nines that those digits round to 0.5 goes up as well.
    private static bool RoundsUp(Int128 quotient, UInt128 remainder, UInt128 divisor)
    {
        UInt128 left = divisor - remainder;
        if (remainder >= left)
        {
            return true;
        }

        int digits = 0;
        while (digits < 38 && PowersOfTen.Of(digits) <= quotient)
        {
            digits++;
        }

        UInt128 unit = (UInt128)PowersOfTen.Of(38 - digits);
        return digits < 38 && divisor >= unit && left - remainder <= divisor / unit;
    }
}
