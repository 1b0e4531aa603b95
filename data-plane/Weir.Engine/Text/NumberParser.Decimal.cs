using Weir.Engine.Types;

namespace Weir.Engine.Text;

public static partial class NumberParser
{
    /// <summary>The most digits of a DECIMAL that Flink keeps in a long; text for such a one is read by rules of its own.</summary>
    private const int CompactDigits = 18;

    /// <summary>
    /// A DECIMAL, rounded to its scale. Spaces, tabs and line ends around it are passed over. <paramref name="overflow"/> says that it was a number, but one of too many digits.
    /// </summary>
    public static bool TryParseDecimal(ReadOnlySpan<byte> text, int precision, int scale, out Int128 value, out bool overflow)
    {
        if (precision > CompactDigits || text.Length > CompactDigits)
        {
            return TryParseExact(text.Trim(" \n\t"u8), precision, scale, out value, out overflow);
        }

        bool parsed = TryParseCompact(text, precision, scale, out long compact, out overflow);
        value = compact;
        return parsed;
    }

    /// <summary>A decimal number as Java's BigDecimal reads it: sign, digits with or without a point, exponent.</summary>
    internal static bool TryParseExact(ReadOnlySpan<byte> text, int precision, int scale, out Int128 value, out bool overflow)
    {
        value = 0;
        overflow = false;
        bool negative = !text.IsEmpty && text[0] == '-';
        ReadOnlySpan<byte> rest = negative || (!text.IsEmpty && text[0] == '+') ? text[1..] : text;
        if (!IsDecimalNumber(rest))
        {
            return false;
        }

        int e = rest.IndexOfAny((byte)'e', (byte)'E');
        long exponent = e < 0 ? 0 : Exponent(rest[(e + 1)..]);
        ReadOnlySpan<byte> mantissa = e < 0 ? rest : rest[..e];
        int point = mantissa.IndexOf((byte)'.');
        int whole = point < 0 ? mantissa.Length : point;
        int first = mantissa.IndexOfAnyInRange((byte)'1', (byte)'9');
        if (first < 0)
        {
            return true;
        }

        // Digits from the first that is not zero up to the last that the scale keeps; the next one rounds.
        long keep = whole - (first < whole ? first : first - 1) + exponent + scale;
        if (keep > DataType.MaxDecimalPrecision)
        {
            overflow = true;
            return false;
        }

        int taken = 0;
        bool up = false;
        for (int i = first; i < mantissa.Length; i++)
        {
            if (mantissa[i] == '.')
            {
                continue;
            }

            if (taken >= keep)
            {
                up = taken == keep && mantissa[i] >= '5';
                break;
            }

            value = (value * 10) + (mantissa[i] - '0');
            taken++;
        }

        if (keep > taken)
        {
            value *= DecimalMath.Pow10((int)keep - taken);
        }

        value += up ? 1 : 0;
        if (!DecimalMath.Fits(value, precision))
        {
            overflow = true;
            return false;
        }

        value = negative ? -value : value;
        return true;
    }

    private static long Exponent(ReadOnlySpan<byte> text)
    {
        bool negative = text[0] == '-';
        long value = 0;
        foreach (byte c in text)
        {
            if (IsDigit(c) && value < int.MaxValue)
            {
                value = (value * 10) + (c - '0');
            }
        }

        return negative ? -value : value;
    }

    /// <summary>
    /// Flink's own reader for short numbers, with its peculiarities: leading zeros count as digits, a single wrong character at the end is passed over, and rounding up may
    /// give one digit more than the precision.
    /// </summary>
    private static bool TryParseCompact(ReadOnlySpan<byte> text, int precision, int scale, out long value, out bool overflow)
    {
        value = 0;
        overflow = false;
        int i = 0;
        while (i < text.Length && IsSpace(text[i]))
        {
            i++;
        }

        if (i == text.Length)
        {
            return false;
        }

        byte b = text[i];
        bool negative = b == '-';
        if (negative || b == '+')
        {
            i++;
            if (i == text.Length)
            {
                return false;
            }
        }

        long significand = 0;
        int length = 0;
        int point = -1;
        while (i < text.Length)
        {
            b = text[i++];
            if (IsDigit(b))
            {
                significand = (significand * 10) + (b - '0');
                length++;
            }
            else if (b != '.')
            {
                break;
            }
            else if (point >= 0)
            {
                return false;
            }
            else
            {
                point = length;
            }
        }

        int exponent = 0;
        if (b is (byte)'e' or (byte)'E' && i < text.Length && !TryReadExponent(text, ref i, out exponent))
        {
            return false;
        }

        exponent -= length - (point < 0 ? length : point);
        while (i < text.Length)
        {
            if (!IsSpace(text[i++]))
            {
                return false;
            }
        }

        int change = exponent + scale;
        if (length + change > precision)
        {
            overflow = true;
            return false;
        }

        if (change < -CompactDigits)
        {
            return false;
        }

        long magnitude = change >= 0
            ? significand * (long)DecimalMath.Pow10(change)
            : (significand + (5 * (long)DecimalMath.Pow10(-change - 1))) / (long)DecimalMath.Pow10(-change);
        value = negative ? -magnitude : magnitude;
        return true;
    }

    private static bool TryReadExponent(ReadOnlySpan<byte> text, ref int i, out int exponent)
    {
        exponent = 0;
        bool negative = text[i] == '-';
        if (negative || text[i] == '+')
        {
            i++;
            if (i == text.Length)
            {
                return false;
            }
        }

        while (i < text.Length)
        {
            byte b = text[i++];
            if (!IsDigit(b))
            {
                break;
            }

            // Larger exponents are out of range anyway.
            if (exponent < 40)
            {
                exponent = (exponent * 10) + (b - '0');
            }
        }

        exponent = negative ? -exponent : exponent;
        return true;
    }

    private static bool IsSpace(byte c) => c is (byte)' ' or (byte)'\n' or (byte)'\t';
}
