namespace Weir.Engine.Functions.Strings;

/// <summary>Values as Java's toString prints them, for %s.</summary>
internal sealed partial class PrintfWriter
{
    private const long NanosPerDay = 86_400_000_000_000;

    /// <summary>As Double.toString: plain from 0.001 to 10,000,000, with an exponent outside of that; a digit after the point always.</summary>
    private void AppendFloat(double value, bool isSingle)
    {
        if (!double.IsFinite(value))
        {
            Text.Append(double.IsNaN(value) ? "NaN" : value < 0 ? "-Infinity" : "Infinity");
            return;
        }

        if (double.IsNegative(value))
        {
            Text.Append('-');
        }

        value = Math.Abs(value);
        JavaDigits digits = new(value, isSingle, stackalloc char[32]);
        ReadOnlySpan<char> all = digits.Digits;
        bool isPlain = value == 0 || (value >= 1e-3 && value < 1e7);
        int point = isPlain ? digits.Point : 1;
        for (int i = 0; i < point; i++)
        {
            Text.Append(i < all.Length ? all[i] : '0');
        }

        if (point <= 0)
        {
            Text.Append('0');
        }

        Text.Append('.');
        for (int i = point; i < 0; i++)
        {
            Text.Append('0');
        }

        ReadOnlySpan<char> fraction = all[Math.Clamp(point, 0, all.Length)..];
        Text.Append(fraction.IsEmpty ? "0" : fraction);
        if (!isPlain)
        {
            Text.Append('E');
            Text.Append(digits.Point - 1);
        }
    }

    private void AppendDecimal(Int128 unscaled, int scale)
    {
        if (unscaled < 0)
        {
            Text.Append('-');
        }

        int start = Text.Length;
        Text.Append(Int128.Abs(unscaled));
        if (scale > 0)
        {
            Text.Insert(start, '0', scale + 1 - (Text.Length - start));
            Text.Insert(Text.Length - scale, '.', 1);
        }
    }

    /// <summary>As LocalDateTime.toString: seconds only when there are some, a fraction of three, six or nine digits.</summary>
    private void AppendTimestamp(Int128 nanos)
    {
        (Int128 days, Int128 rest) = Int128.DivRem(nanos, NanosPerDay);
        if (rest < 0)
        {
            rest += NanosPerDay;
            days--;
        }

        AppendDate((long)days);
        long ofDay = (long)rest;
        long seconds = ofDay / 1_000_000_000;
        int fraction = (int)(ofDay % 1_000_000_000);
        Text.Append('T');
        Text.Append(seconds / 3600, "00");
        Text.Append(':');
        Text.Append(seconds / 60 % 60, "00");
        if (seconds % 60 == 0 && fraction == 0)
        {
            return;
        }

        Text.Append(':');
        Text.Append(seconds % 60, "00");
        if (fraction == 0)
        {
            return;
        }

        Text.Append('.');
        if (fraction % 1_000_000 == 0)
        {
            Text.Append(fraction / 1_000_000, "000");
        }
        else if (fraction % 1_000 == 0)
        {
            Text.Append(fraction / 1_000, "000000");
        }
        else
        {
            Text.Append(fraction, "000000000");
        }
    }

    /// <summary>The date of a day since 1970-01-01 in the proleptic Gregorian calendar, by eras of 400 years that begin on 1 March.</summary>
    private void AppendDate(long day)
    {
        const int DaysPerEra = 146_097;
        long shifted = day + 719_468;
        long era = (shifted >= 0 ? shifted : shifted - (DaysPerEra - 1)) / DaysPerEra;
        long dayOfEra = shifted - (era * DaysPerEra);
        long yearOfEra = (dayOfEra - (dayOfEra / 1_460) + (dayOfEra / 36_524) - (dayOfEra / (DaysPerEra - 1))) / 365;
        long dayOfYear = dayOfEra - ((365 * yearOfEra) + (yearOfEra / 4) - (yearOfEra / 100));
        long marchMonth = ((5 * dayOfYear) + 2) / 153;
        long month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
        long year = yearOfEra + (era * 400) + (month <= 2 ? 1 : 0);
        if (year > 9999)
        {
            Text.Append('+');
        }

        Text.Append(year, "0000");
        Text.Append('-');
        Text.Append(month, "00");
        Text.Append('-');
        Text.Append(dayOfYear - (((153 * marchMonth) + 2) / 5) + 1, "00");
    }
}
