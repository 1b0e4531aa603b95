using System.Globalization;

namespace Weir.Connectors.Formats;

/// <summary>What a text came to as a number.</summary>
internal enum NumberOutcome
{
    Ok,
    NotANumber,
    OutOfRange,
}

/// <summary>Numbers from their text in bytes, without allocation. What is taken is what Java's parsers take, blanks around it apart.</summary>
internal static partial class NumberText
{
    /// <summary>A whole number between the bounds: a sign, then digits.</summary>
    public static NumberOutcome ParseInteger(ReadOnlySpan<byte> text, long min, long max, out long value)
    {
        value = 0;
        int at = 0;
        bool negative = false;
        if (text.Length > 0 && text[0] is (byte)'-' or (byte)'+')
        {
            negative = text[0] == '-';
            at = 1;
        }

        if (at == text.Length)
        {
            return NumberOutcome.NotANumber;
        }

        bool fits = true;
        ulong magnitude = 0;
        for (; at < text.Length; at++)
        {
            uint digit = (uint)(text[at] - '0');
            if (digit > 9)
            {
                return NumberOutcome.NotANumber;
            }

            fits &= magnitude <= (ulong.MaxValue - digit) / 10;
            magnitude = (magnitude * 10) + digit;
        }

        if (!fits || magnitude > (negative ? 1UL << 63 : long.MaxValue))
        {
            return NumberOutcome.OutOfRange;
        }

        value = negative ? unchecked((long)(0 - magnitude)) : (long)magnitude;
        return value >= min && value <= max ? NumberOutcome.Ok : NumberOutcome.OutOfRange;
    }

    /// <summary>A number with fraction and exponent, cut off to a whole one between the bounds.</summary>
    public static NumberOutcome ParseTruncated(ReadOnlySpan<byte> text, long min, long max, out long value)
    {
        value = 0;
        NumberOutcome outcome = ParseDouble(text, out double number);
        if (outcome != NumberOutcome.Ok)
        {
            return outcome;
        }

        if (!(number > -9.3e18 && number < 9.3e18))
        {
            return NumberOutcome.OutOfRange;
        }

        Int128 whole = (Int128)number;
        if (whole < min || whole > max)
        {
            return NumberOutcome.OutOfRange;
        }

        value = (long)whole;
        return NumberOutcome.Ok;
    }

    /// <summary>A DOUBLE.</summary>
    public static NumberOutcome ParseDouble(ReadOnlySpan<byte> text, out double value)
    {
        Shape shape = Shape.Of(ref text);
        switch (shape.Kind)
        {
            case ShapeKind.Special:
                value = shape.Special;
                return NumberOutcome.Ok;
            case ShapeKind.None:
                value = 0;
                return NumberOutcome.NotANumber;
        }

        // Up to 2^53 and 10^22 both are exact, so that one rounding gives the nearest value (Clinger).
        if (shape.IsExact && shape.Mantissa <= 1UL << 53 && shape.Exponent is >= -22 and <= 22)
        {
            double magnitude = shape.Mantissa;
            magnitude = shape.Exponent < 0 ? magnitude / s_powers[-shape.Exponent] : magnitude * s_powers[shape.Exponent];
            value = shape.IsNegative ? -magnitude : magnitude;
            return NumberOutcome.Ok;
        }

        value = double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
        return NumberOutcome.Ok;
    }

    /// <summary>A FLOAT, rounded once.</summary>
    public static NumberOutcome ParseFloat(ReadOnlySpan<byte> text, out float value)
    {
        Shape shape = Shape.Of(ref text);
        switch (shape.Kind)
        {
            case ShapeKind.Special:
                value = (float)shape.Special;
                return NumberOutcome.Ok;
            case ShapeKind.None:
                value = 0;
                return NumberOutcome.NotANumber;
        }

        if (shape.IsExact && shape.Mantissa <= 1UL << 24 && shape.Exponent is >= -10 and <= 10)
        {
            float magnitude = shape.Mantissa;
            magnitude = shape.Exponent < 0 ? magnitude / (float)s_powers[-shape.Exponent] : magnitude * (float)s_powers[shape.Exponent];
            value = shape.IsNegative ? -magnitude : magnitude;
            return NumberOutcome.Ok;
        }

        value = float.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
        return NumberOutcome.Ok;
    }

    private static readonly double[] s_powers =
        [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22];

    private enum ShapeKind
    {
        None,
        Number,
        Special,
    }

    /// <summary>A decimal number taken apart: (-) Mantissa x 10^Exponent.</summary>
    private readonly struct Shape
    {
        public ShapeKind Kind { get; private init; }

        public double Special { get; private init; }

        public bool IsNegative { get; private init; }

        /// <summary>Whether the mantissa holds all the digits.</summary>
        public bool IsExact { get; private init; }

        public ulong Mantissa { get; private init; }

        public int Exponent { get; private init; }

        /// <summary>Takes the text apart, and takes from it the type suffix that Java allows.</summary>
        public static Shape Of(ref ReadOnlySpan<byte> text)
        {
            int at = 0;
            bool negative = false;
            if (text.Length > 0 && text[0] is (byte)'-' or (byte)'+')
            {
                negative = text[0] == '-';
                at = 1;
            }

            ReadOnlySpan<byte> unsigned = text[at..];
            if (unsigned.SequenceEqual("NaN"u8))
            {
                return new Shape { Kind = ShapeKind.Special, Special = double.NaN };
            }

            if (unsigned.SequenceEqual("Infinity"u8))
            {
                return new Shape { Kind = ShapeKind.Special, Special = negative ? double.NegativeInfinity : double.PositiveInfinity };
            }

            ulong mantissa = 0;
            int significant = 0;
            int digits = 0;
            int scale = 0;
            bool afterPoint = false;
            for (; at < text.Length; at++)
            {
                uint digit = (uint)(text[at] - '0');
                if (digit <= 9)
                {
                    digits++;
                    if (significant > 0 || digit > 0)
                    {
                        significant++;
                    }

                    if (significant <= 19)
                    {
                        mantissa = (mantissa * 10) + digit;
                    }

                    scale += afterPoint ? 1 : 0;
                }
                else if (text[at] == '.' && !afterPoint)
                {
                    afterPoint = true;
                }
                else
                {
                    break;
                }
            }

            if (digits == 0)
            {
                return default;
            }

            int exponent = 0;
            if (at < text.Length && (text[at] | 0x20) == 'e')
            {
                if (!TryExponent(text, ref at, out exponent))
                {
                    return default;
                }
            }

            int end = at;
            if (at < text.Length && (text[at] | 0x20) is 'f' or 'd')
            {
                at++;
            }

            if (at != text.Length)
            {
                return default;
            }

            text = text[..end];
            return new Shape { Kind = ShapeKind.Number, IsNegative = negative, IsExact = significant <= 19, Mantissa = mantissa, Exponent = exponent - scale };
        }
    }

    /// <summary>Reads e, a sign and digits; an exponent beyond a million stays there.</summary>
    private static bool TryExponent(ReadOnlySpan<byte> text, ref int at, out int exponent)
    {
        exponent = 0;
        at++;
        bool negative = false;
        if (at < text.Length && text[at] is (byte)'-' or (byte)'+')
        {
            negative = text[at] == '-';
            at++;
        }

        int first = at;
        for (; at < text.Length && (uint)(text[at] - '0') <= 9; at++)
        {
            exponent = Math.Min((exponent * 10) + (text[at] - '0'), 1_000_000);
        }

        exponent = negative ? -exponent : exponent;
        return at > first;
    }
}
