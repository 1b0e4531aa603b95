using Weir.Engine.Batches;
using Weir.Engine.Types;

namespace Weir.Engine.Functions.Strings;

/// <summary>%d, %o, %x, %e, %f and %g.</summary>
internal sealed partial class PrintfWriter
{
    private const int MaxPrecision = 100_000;

    private static bool AreNumericFlagsValid(PrintfSpecifier specifier) =>
        !((specifier.Flags & (PrintfFlags.LeftJustify | PrintfFlags.ZeroPad)) != 0 && specifier.Width < 0)
        && (specifier.Flags & (PrintfFlags.LeftJustify | PrintfFlags.ZeroPad)) != (PrintfFlags.LeftJustify | PrintfFlags.ZeroPad)
        && (specifier.Flags & (PrintfFlags.Plus | PrintfFlags.LeadingSpace)) != (PrintfFlags.Plus | PrintfFlags.LeadingSpace);

    private bool TryWriteInteger(PrintfSpecifier specifier, Column column, DataType type, int row)
    {
        bool isDecimal = specifier.Conversion == 'd';
        if (specifier.Precision >= 0 || !AreNumericFlagsValid(specifier) || (isDecimal && specifier.Has(PrintfFlags.Alternate)) || (!isDecimal && specifier.Has(PrintfFlags.Group)))
        {
            return false;
        }

        int start = Text.Length;
        if (column.IsNull(row))
        {
            return WriteNull(specifier, start);
        }

        if (type.IsTimestamp || !TryGetInteger(column, row, out long value, out int bits))
        {
            return false;
        }

        if (isDecimal)
        {
            bool isNegative = value < 0;
            Text.Append(isNegative ? (ulong)-value : (ulong)value);
            FinishNumber(specifier, start, isNegative, start, Text.Length);
            return true;
        }

        if (specifier.Has(PrintfFlags.Plus) || specifier.Has(PrintfFlags.LeadingSpace) || specifier.Has(PrintfFlags.Parentheses))
        {
            return false;
        }

        ulong unsigned = bits == 64 ? (ulong)value : (ulong)value & ((1UL << bits) - 1);
        bool isHexadecimal = specifier.Conversion != 'o';
        Text.Append(specifier.Has(PrintfFlags.Alternate) ? isHexadecimal ? "0x" : "0" : string.Empty);
        int digits = Text.Length;
        if (isHexadecimal)
        {
            Text.Append(unsigned, "x");
        }
        else
        {
            AppendOctal(unsigned);
        }

        if (specifier.Has(PrintfFlags.ZeroPad))
        {
            Text.Insert(digits, '0', specifier.Width - (Text.Length - start));
        }

        if (specifier.IsUpper)
        {
            Text.ToUpper(start);
        }

        Justify(specifier, start);
        return true;
    }

    private bool WriteNull(PrintfSpecifier specifier, int start)
    {
        ReadOnlySpan<char> text = specifier.IsUpper ? "NULL" : "null";
        Text.Append(specifier.Precision < 0 ? text : text[..Math.Min(specifier.Precision, text.Length)]);
        Justify(specifier, start);
        return true;
    }

    private static bool TryGetInteger(Column column, int row, out long value, out int bits)
    {
        (value, bits) = column switch
        {
            FixedColumn<sbyte> c => (c[row], 8),
            FixedColumn<short> c => (c[row], 16),
            FixedColumn<int> c => (c[row], 32),
            FixedColumn<long> c => (c[row], 64),
            _ => (0L, 0),
        };
        return bits > 0;
    }

    private void AppendOctal(ulong value)
    {
        int start = Text.Length;
        do
        {
            Text.Insert(start, (char)('0' + (value & 7)), 1);
            value >>= 3;
        }
        while (value != 0);
    }

    private bool TryWriteFloat(PrintfSpecifier specifier, Column column, DataType type, int row)
    {
        bool isGeneral = specifier.Conversion is 'g' or 'G';
        bool isFixed = specifier.Conversion == 'f';
        if (!AreNumericFlagsValid(specifier) || (isGeneral && specifier.Has(PrintfFlags.Alternate)) || (!isGeneral && !isFixed && specifier.Has(PrintfFlags.Group)))
        {
            return false;
        }

        int start = Text.Length;
        if (column.IsNull(row))
        {
            return WriteNull(specifier, start);
        }

        if (type.Root is not (TypeRoot.Float or TypeRoot.Double))
        {
            return false;
        }

        double value = column is FixedColumn<float> single ? single[row] : ((FixedColumn<double>)column)[row];
        bool isNegative = double.IsNegative(value) && !double.IsNaN(value);
        if (!double.IsFinite(value))
        {
            Text.Append(double.IsNaN(value) ? "NaN" : "Infinity");
            if (!double.IsNaN(value))
            {
                Sign(specifier, start, isNegative);
            }

            if (specifier.IsUpper)
            {
                Text.ToUpper(start);
            }

            Justify(specifier, start);
            return true;
        }

        int precision = specifier.Precision < 0 ? 6 : specifier.Precision;
        if (precision > MaxPrecision)
        {
            throw new Expressions.EvaluationException($"PRINTF: a precision of {precision} is not supported; {MaxPrecision} is the most.");
        }

        JavaDigits digits = new(Math.Abs(value), isSingle: false, stackalloc char[32]);
        int end;
        if (isFixed)
        {
            end = AppendFixed(digits, precision, specifier);
        }
        else if (isGeneral)
        {
            precision = Math.Max(precision, 1);
            if (value == 0)
            {
                end = AppendFixed(digits, precision - 1, specifier);
            }
            else
            {
                digits.RoundTo(precision);
                int exponent = digits.Point - 1;
                end = exponent < -4 || exponent >= precision ? AppendScientific(digits, precision - 1, specifier) : AppendFixed(digits, precision - digits.Point, specifier);
            }
        }
        else
        {
            end = AppendScientific(digits, precision, specifier);
        }

        FinishNumber(specifier, start, isNegative, start, end);
        return true;
    }

    /// <summary>Digits, a point if there is a fraction, so many digits after it; returns where the whole part ends.</summary>
    private int AppendFixed(JavaDigits digits, int precision, PrintfSpecifier specifier)
    {
        digits.RoundTo(digits.Point + precision);
        ReadOnlySpan<char> all = digits.Digits;
        bool isZero = all is "0";
        int point = isZero ? 1 : digits.Point;
        for (int i = 0; i < point; i++)
        {
            Text.Append(i < all.Length ? all[i] : '0');
        }

        if (point <= 0)
        {
            Text.Append('0');
        }

        int end = Text.Length;
        if (precision > 0 || specifier.Has(PrintfFlags.Alternate))
        {
            Text.Append('.');
        }

        for (int i = 0; i < precision; i++)
        {
            int at = point + i;
            Text.Append(at >= 0 && at < all.Length && !isZero ? all[at] : '0');
        }

        return end;
    }

    /// <summary>One digit, a point if there is a fraction, so many digits after it, an exponent of at least two digits; returns where the first digit ends.</summary>
    private int AppendScientific(JavaDigits digits, int precision, PrintfSpecifier specifier)
    {
        digits.RoundTo(precision + 1);
        ReadOnlySpan<char> all = digits.Digits;
        Text.Append(all[0]);
        int end = Text.Length;
        if (precision > 0 || specifier.Has(PrintfFlags.Alternate))
        {
            Text.Append('.');
        }

        for (int i = 1; i <= precision; i++)
        {
            Text.Append(i < all.Length ? all[i] : '0');
        }

        int exponent = digits.Point - 1;
        Text.Append(specifier.IsUpper ? 'E' : 'e');
        Text.Append(exponent < 0 ? '-' : '+');
        Text.Append(Math.Abs(exponent), "00");
        return end;
    }

    /// <summary>Puts commas into the whole part, pads with zeros, adds the sign, pads with spaces.</summary>
    private void FinishNumber(PrintfSpecifier specifier, int start, bool isNegative, int whole, int wholeEnd)
    {
        if (specifier.Has(PrintfFlags.Group))
        {
            for (int at = wholeEnd - 3; at > whole; at -= 3)
            {
                Text.Insert(at, ',', 1);
            }
        }

        if (specifier.Has(PrintfFlags.ZeroPad))
        {
            int signs = isNegative ? specifier.Has(PrintfFlags.Parentheses) ? 2 : 1 : specifier.Has(PrintfFlags.Plus) || specifier.Has(PrintfFlags.LeadingSpace) ? 1 : 0;
            Text.Insert(start, '0', specifier.Width - signs - (Text.Length - start));
        }

        Sign(specifier, start, isNegative);
        Justify(specifier, start);
    }

    private void Sign(PrintfSpecifier specifier, int start, bool isNegative)
    {
        if (isNegative)
        {
            Text.Insert(start, specifier.Has(PrintfFlags.Parentheses) ? '(' : '-', 1);
            if (specifier.Has(PrintfFlags.Parentheses))
            {
                Text.Append(')');
            }
        }
        else if (specifier.Has(PrintfFlags.Plus) || specifier.Has(PrintfFlags.LeadingSpace))
        {
            Text.Insert(start, specifier.Has(PrintfFlags.Plus) ? '+' : ' ', 1);
        }
    }
}
