namespace Weir.Connectors.Formats;

internal static partial class NumberText
{
    private const int MaxDecimalDigits = 38;

    /// <summary>A DECIMAL as its unscaled value, rounded half up to the scale.</summary>
    public static NumberOutcome ParseDecimal(ReadOnlySpan<byte> text, int precision, int scale, out Int128 unscaled)
    {
        unscaled = 0;
        int at = 0;
        bool negative = false;
        if (text.Length > 0 && text[0] is (byte)'-' or (byte)'+')
        {
            negative = text[0] == '-';
            at = 1;
        }

        int first = at;
        int point = -1;
        int digits = 0;
        for (; at < text.Length; at++)
        {
            if ((uint)(text[at] - '0') <= 9)
            {
                digits++;
            }
            else if (text[at] == '.' && point < 0)
            {
                point = at;
            }
            else
            {
                break;
            }
        }

        ReadOnlySpan<byte> number = text[first..at];
        int fraction = point < 0 ? 0 : at - point - 1;
        int exponent = 0;
        if (digits == 0 || (at < text.Length && ((text[at] | 0x20) != 'e' || !TryExponent(text, ref at, out exponent) || at != text.Length)))
        {
            return NumberOutcome.NotANumber;
        }

        return Scale(number, digits + exponent - fraction + scale, negative, precision, out unscaled);
    }

    /// <summary>Keeps the first so many digits (with zeros behind them if there are fewer) and rounds by the next.</summary>
    private static NumberOutcome Scale(ReadOnlySpan<byte> number, int keep, bool negative, int precision, out Int128 unscaled)
    {
        UInt128 value = 0;
        int taken = 0; // digits, leading zeros as well
        int significant = 0;
        bool up = false;
        foreach (byte c in number)
        {
            if (c == '.')
            {
                continue;
            }

            if (taken >= keep)
            {
                up = taken == keep && c >= '5';
                break;
            }

            taken++;
            if (significant > 0 || c != '0')
            {
                if (++significant > MaxDecimalDigits)
                {
                    unscaled = 0;
                    return NumberOutcome.OutOfRange;
                }

                value = (value * 10) + (UInt128)(c - '0');
            }
        }

        if (significant > 0 && keep > taken)
        {
            if (significant + (keep - taken) > MaxDecimalDigits)
            {
                unscaled = 0;
                return NumberOutcome.OutOfRange;
            }

            for (; taken < keep; taken++)
            {
                value *= 10;
            }
        }

        value += up ? 1u : 0u;
        bool fits = value < s_limits[precision];
        unscaled = !fits ? 0 : negative ? -(Int128)value : (Int128)value;
        return fits ? NumberOutcome.Ok : NumberOutcome.OutOfRange;
    }

    /// <summary>10^precision.</summary>
    private static readonly UInt128[] s_limits = MakeLimits();

    private static UInt128[] MakeLimits()
    {
        UInt128[] limits = new UInt128[MaxDecimalDigits + 1];
        limits[0] = 1;
        for (int i = 1; i < limits.Length; i++)
        {
            limits[i] = limits[i - 1] * 10;
        }

        return limits;
    }
}
