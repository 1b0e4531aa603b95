using System.Globalization;

namespace Weir.Engine.Text;

/// <summary>Numbers from text, by the rules of Flink's CAST from STRING. Source: BinaryStringDataUtil, Java's parseDouble and BigDecimal.</summary>
public static partial class NumberParser
{
    /// <summary>The longest mantissa of a hexadecimal floating-point number that a double holds exactly, in bits.</summary>
    private const int ExactBits = 52;

    /// <summary>An integer with an optional sign, spaces around it and an optional fraction, which is cut off.</summary>
    public static bool TryParseInteger(ReadOnlySpan<byte> text, long min, long max, out long value)
    {
        value = 0;
        text = text.Trim((byte)' ');
        if (text.IsEmpty)
        {
            return false;
        }

        bool negative = text[0] == '-';
        int i = negative || text[0] == '+' ? 1 : 0;
        if (i == text.Length)
        {
            return false;
        }

        Int128 result = 0;
        for (; i < text.Length && text[i] != '.'; i++)
        {
            if (!IsDigit(text[i]))
            {
                return false;
            }

            result = (result * 10) + (text[i] - '0');
            if (result > (Int128)long.MaxValue + 1)
            {
                return false;
            }
        }

        for (i++; i < text.Length; i++)
        {
            if (!IsDigit(text[i]))
            {
                return false;
            }
        }

        result = negative ? -result : result;
        if (result < min || result > max)
        {
            return false;
        }

        value = (long)result;
        return true;
    }

    /// <summary>A FLOAT as Java's Float.parseFloat reads it: also <c>NaN</c>, <c>-Infinity</c>, <c>1f</c> and hexadecimal <c>0x1p3</c>; too large a number is infinite.</summary>
    public static bool TryParseFloat(ReadOnlySpan<byte> text, out float value)
    {
        switch (Classify(ref text, out double special))
        {
            case FloatForm.Decimal:
                return float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
            case FloatForm.Special:
                value = (float)special;
                return true;
            default:
                value = 0;
                return false;
        }
    }

    /// <summary>A DOUBLE as Java's Double.parseDouble reads it; see <see cref="TryParseFloat"/>.</summary>
    public static bool TryParseDouble(ReadOnlySpan<byte> text, out double value)
    {
        switch (Classify(ref text, out value))
        {
            case FloatForm.Decimal:
                return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
            case FloatForm.Special:
                return true;
            default:
                return false;
        }
    }

    private enum FloatForm
    {
        None,
        Decimal,
        Special,
    }

    /// <summary>Takes what Java allows around a number away; what is left is either a plain decimal number, or its value is given.</summary>
    private static FloatForm Classify(ref ReadOnlySpan<byte> text, out double special)
    {
        special = 0;
        while (!text.IsEmpty && text[0] <= ' ')
        {
            text = text[1..];
        }

        while (!text.IsEmpty && text[^1] <= ' ')
        {
            text = text[..^1];
        }

        if (text.IsEmpty)
        {
            return FloatForm.None;
        }

        bool negative = text[0] == '-';
        ReadOnlySpan<byte> rest = negative || text[0] == '+' ? text[1..] : text;
        if (rest.SequenceEqual("NaN"u8))
        {
            special = double.NaN;
            return FloatForm.Special;
        }

        if (rest.SequenceEqual("Infinity"u8))
        {
            special = negative ? double.NegativeInfinity : double.PositiveInfinity;
            return FloatForm.Special;
        }

        if (rest.Length > 2 && rest[0] == '0' && rest[1] is (byte)'x' or (byte)'X')
        {
            if (!TryParseHexadecimal(rest[2..], out special))
            {
                return FloatForm.None;
            }

            special = negative ? -special : special;
            return FloatForm.Special;
        }

        if (!rest.IsEmpty && rest[^1] is (byte)'f' or (byte)'F' or (byte)'d' or (byte)'D')
        {
            text = text[..^1];
            rest = rest[..^1];
        }

        return IsDecimalNumber(rest) ? FloatForm.Decimal : FloatForm.None;
    }

    private static bool IsDecimalNumber(ReadOnlySpan<byte> text)
    {
        int i = 0;
        int digits = 0;
        for (; i < text.Length && IsDigit(text[i]); i++)
        {
            digits++;
        }

        if (i < text.Length && text[i] == '.')
        {
            for (i++; i < text.Length && IsDigit(text[i]); i++)
            {
                digits++;
            }
        }

        if (digits == 0)
        {
            return false;
        }

        if (i < text.Length && text[i] is (byte)'e' or (byte)'E')
        {
            i++;
            if (i < text.Length && text[i] is (byte)'+' or (byte)'-')
            {
                i++;
            }

            int start = i;
            while (i < text.Length && IsDigit(text[i]))
            {
                i++;
            }

            if (i == start)
            {
                return false;
            }
        }

        return i == text.Length;
    }

    /// <summary>The form <c>1.8p1</c> after <c>0x</c>. A mantissa too long for a double to hold is refused rather than rounded twice.</summary>
    private static bool TryParseHexadecimal(ReadOnlySpan<byte> text, out double value)
    {
        value = 0;
        if (text[^1] is (byte)'f' or (byte)'F' or (byte)'d' or (byte)'D')
        {
            text = text[..^1];
        }

        int p = text.IndexOfAny((byte)'p', (byte)'P');
        if (p <= 0 || !int.TryParse(text[(p + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int exponent) || Math.Abs((long)exponent) > 1 << 20)
        {
            return false;
        }

        ulong mantissa = 0;
        int digits = 0;
        bool fraction = false;
        foreach (byte c in text[..p])
        {
            if (c == '.' && !fraction)
            {
                fraction = true;
                continue;
            }

            int digit = c switch
            {
                >= (byte)'0' and <= (byte)'9' => c - '0',
                >= (byte)'a' and <= (byte)'f' => c - 'a' + 10,
                >= (byte)'A' and <= (byte)'F' => c - 'A' + 10,
                _ => -1,
            };
            if (digit < 0 || mantissa >> (ExactBits - 4) != 0)
            {
                return false;
            }

            digits++;
            mantissa = (mantissa << 4) | (uint)digit;
            exponent -= fraction ? 4 : 0;
        }

        value = Math.ScaleB(mantissa, exponent);
        return digits > 0;
    }

    private static bool IsDigit(byte c) => c is >= (byte)'0' and <= (byte)'9';
}
