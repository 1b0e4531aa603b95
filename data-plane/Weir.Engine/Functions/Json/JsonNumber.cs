using System.Buffers;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace Weir.Engine.Functions.Json;

/// <summary>Numbers of JSON texts, printed and compared as Java's integers and <c>BigDecimal</c> are.</summary>
internal static class JsonNumber
{
    /// <summary>The longest number; Jackson's bound.</summary>
    private const int MaxDigits = 1000;

    public static bool IsTooLong(ReadOnlySpan<byte> number) => number.Length > MaxDigits || !TryExponent(number, out _);

    public static JsonKind KindOf(ReadOnlySpan<byte> number) => number.IndexOfAny((byte)'.', (byte)'e', (byte)'E') < 0 ? JsonKind.Integer : JsonKind.Decimal;

    /// <summary>Writes a number as its Java value prints: an integer without a sign at zero, a decimal by the rules of <c>BigDecimal.toString</c>.</summary>
    public static void Write(ArrayBufferWriter<byte> output, JsonKind kind, ReadOnlySpan<byte> number)
    {
        if (kind == JsonKind.Double)
        {
            output.Write(number);
        }
        else if (kind == JsonKind.Integer)
        {
            output.Write(number.SequenceEqual("-0"u8) ? "0"u8 : number);
        }
        else
        {
            WriteDecimal(output, number);
        }
    }

    private static void WriteDecimal(ArrayBufferWriter<byte> output, ReadOnlySpan<byte> number)
    {
        bool negative = number[0] == '-';
        number = negative ? number[1..] : number;
        TryExponent(number, out int exponent);
        int end = number.IndexOfAny((byte)'e', (byte)'E');
        ReadOnlySpan<byte> mantissa = end < 0 ? number : number[..end];
        Span<byte> digits = stackalloc byte[MaxDigits];
        int count = 0;
        int scale = 0;
        bool afterPoint = false;
        foreach (byte b in mantissa)
        {
            if (b == '.')
            {
                afterPoint = true;
                continue;
            }

            scale += afterPoint ? 1 : 0;
            if (count > 0 || b != '0')
            {
                digits[count++] = b;
            }
        }

        if (count == 0)
        {
            digits[count++] = (byte)'0';
            negative = false;
        }

        WriteUnscaled(output, negative, digits[..count], scale - exponent);
    }

    /// <summary>Writes digits times 10 to the power of minus <paramref name="scale"/> as <c>BigDecimal.toString</c> does.</summary>
    public static void WriteUnscaled(ArrayBufferWriter<byte> output, bool negative, ReadOnlySpan<byte> digits, int scale)
    {
        if (negative)
        {
            output.Write("-"u8);
        }

        long adjusted = -(long)scale + (digits.Length - 1);
        if (scale == 0)
        {
            output.Write(digits);
        }
        else if (scale > 0 && adjusted >= -6)
        {
            int pad = scale - digits.Length;
            if (pad >= 0)
            {
                output.Write("0."u8);
                for (; pad > 0; pad--)
                {
                    output.Write("0"u8);
                }

                output.Write(digits);
            }
            else
            {
                output.Write(digits[..-pad]);
                output.Write("."u8);
                output.Write(digits[-pad..]);
            }
        }
        else
        {
            output.Write(digits[..1]);
            if (digits.Length > 1)
            {
                output.Write("."u8);
                output.Write(digits[1..]);
            }

            if (adjusted != 0)
            {
                output.Write(adjusted > 0 ? "E+"u8 : "E"u8);
                Span<byte> text = stackalloc byte[20];
                adjusted.TryFormat(text, out int written, provider: CultureInfo.InvariantCulture);
                output.Write(text[..written]);
            }
        }
    }

    private static bool TryExponent(ReadOnlySpan<byte> number, out int exponent)
    {
        exponent = 0;
        int at = number.IndexOfAny((byte)'e', (byte)'E');
        if (at < 0)
        {
            return true;
        }

        ReadOnlySpan<byte> text = number[(at + 1)..];
        text = text.Length > 0 && text[0] == '+' ? text[1..] : text;
        return System.Buffers.Text.Utf8Parser.TryParse(text, out exponent, out int consumed) && consumed == text.Length && Math.Abs((long)exponent) < int.MaxValue - MaxDigits;
    }

    /// <summary>The order of two numbers by value.</summary>
    public static int Compare(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        if (left.Length <= 15 && right.Length <= 15
            && decimal.TryParse(left, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal l) && decimal.TryParse(right, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal r)
            && left.IndexOfAny((byte)'e', (byte)'E') < 0 && right.IndexOfAny((byte)'e', (byte)'E') < 0)
        {
            return l.CompareTo(r);
        }

        (BigInteger leftDigits, long leftExponent) = Parse(left);
        (BigInteger rightDigits, long rightExponent) = Parse(right);
        if (leftDigits.Sign != rightDigits.Sign || leftDigits.IsZero)
        {
            return leftDigits.Sign.CompareTo(rightDigits.Sign);
        }

        // Different magnitudes settle it without powers of ten that would not fit in memory.
        long leftMagnitude = leftExponent + DigitCount(leftDigits);
        long rightMagnitude = rightExponent + DigitCount(rightDigits);
        if (leftMagnitude != rightMagnitude)
        {
            return leftMagnitude.CompareTo(rightMagnitude) * leftDigits.Sign;
        }

        long shift = leftExponent - rightExponent;
        return shift >= 0
            ? (leftDigits * BigInteger.Pow(10, (int)shift)).CompareTo(rightDigits)
            : leftDigits.CompareTo(rightDigits * BigInteger.Pow(10, (int)-shift));
    }

    private static int DigitCount(BigInteger digits) => BigInteger.Abs(digits).ToString(CultureInfo.InvariantCulture).Length;

    private static (BigInteger Digits, long Exponent) Parse(ReadOnlySpan<byte> number)
    {
        TryExponent(number, out int exponent);
        int end = number.IndexOfAny((byte)'e', (byte)'E');
        string mantissa = Encoding.ASCII.GetString(end < 0 ? number : number[..end]);
        int point = mantissa.IndexOf('.', StringComparison.Ordinal);
        long scale = point < 0 ? 0 : mantissa.Length - point - 1;
        return (BigInteger.Parse(mantissa.Replace(".", string.Empty, StringComparison.Ordinal), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture), exponent - scale);
    }
}
