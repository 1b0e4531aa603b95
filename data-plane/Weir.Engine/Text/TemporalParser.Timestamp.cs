using Weir.Engine.Types;

namespace Weir.Engine.Text;

public static partial class TemporalParser
{
    private const int MaxYear = 999_999_999;

    /// <summary>
    /// A TIMESTAMP (nanoseconds since 1970-01-01, cut to the precision) of <c>2026-01-31</c> or <c>2026-01-31 12:34:56.789</c>, at most 9 digits of a fraction, no spaces around it. As in
    /// Flink, numbers may have one digit or be left out, a 31st becomes the last day of a shorter month, and <c>24:00:00</c> is midnight of the next day.
    /// </summary>
    public static bool TryParseTimestamp(ReadOnlySpan<byte> text, int precision, out Int128 nanos)
    {
        nanos = 0;
        if (!TryReadYear(ref text, out int year)
            || !TryReadDashed(ref text, 1, 12, out int month)
            || !TryReadDashed(ref text, 1, 31, out int day))
        {
            return false;
        }

        int hour = 0;
        int minute = 0;
        int second = 0;
        int fraction = 0;
        if (!text.IsEmpty && (!TryReadClock(ref text, out hour, out minute, out second, out fraction) || !text.IsEmpty))
        {
            return false;
        }

        if (hour > 24 || minute > 59 || second > 59 || (hour == 24 && (minute | second | fraction) != 0))
        {
            return false;
        }

        long days = new CivilDate(year, month, Math.Min(day, CivilDate.DaysInMonth(year, month))).ToDays();
        long seconds = (days * 86_400) + (hour * 3600) + (minute * 60) + second;
        nanos = ((Int128)seconds * 1_000_000_000) + (fraction - (fraction % Unit(precision)));
        return true;
    }

    /// <summary>A TIMESTAMP_LTZ (nanoseconds since 1970-01-01 UTC) of the text of a TIMESTAMP in the zone.</summary>
    public static bool TryParseTimestampLtz(ReadOnlySpan<byte> text, int precision, TimeZoneInfo zone, out Int128 nanos)
    {
        if (!TryParseTimestamp(text, precision, out nanos))
        {
            return false;
        }

        nanos = ZoneTime.ToUtcNanos(zone, nanos);
        return true;
    }

    private static int Unit(int precision)
    {
        int unit = 1;
        for (int i = precision; i < 9; i++)
        {
            unit *= 10;
        }

        return unit;
    }

    /// <summary>Four digits, or with a plus before them five and more. The year 0 is none.</summary>
    private static bool TryReadYear(ref ReadOnlySpan<byte> text, out int year)
    {
        year = 0;
        bool plus = !text.IsEmpty && text[0] == '+';
        ReadOnlySpan<byte> rest = plus ? text[1..] : text;
        int digits = 0;
        long value = 0;
        while (digits < rest.Length && rest[digits] is >= (byte)'0' and <= (byte)'9' && value <= MaxYear)
        {
            value = (value * 10) + (rest[digits++] - '0');
        }

        if ((plus ? digits <= 4 : digits != 4) || value is 0 or > MaxYear)
        {
            return false;
        }

        year = (int)value;
        text = rest[digits..];
        return true;
    }

    private static bool TryReadDashed(ref ReadOnlySpan<byte> text, int min, int max, out int value)
    {
        value = 0;
        if (text.IsEmpty || text[0] != '-')
        {
            return false;
        }

        text = text[1..];
        int digits = ReadNumber(ref text, out value);
        if (digits == 0)
        {
            value = min;
        }

        return value >= min && value <= max;
    }

    private static bool TryReadClock(ref ReadOnlySpan<byte> text, out int hour, out int minute, out int second, out int nanos)
    {
        minute = 0;
        second = 0;
        nanos = 0;
        hour = 0;
        if (text[0] != ' ')
        {
            return false;
        }

        text = text[1..];
        ReadNumber(ref text, out hour);
        if (text.IsEmpty || text[0] != ':')
        {
            return false;
        }

        text = text[1..];
        ReadNumber(ref text, out minute);
        if (text.IsEmpty || text[0] != ':')
        {
            return false;
        }

        text = text[1..];
        ReadNumber(ref text, out second);
        if (!text.IsEmpty && text[0] == '.')
        {
            int i = 1;
            int unit = 100_000_000;
            for (; i < text.Length && i <= 9 && text[i] is >= (byte)'0' and <= (byte)'9'; i++, unit /= 10)
            {
                nanos += (text[i] - '0') * unit;
            }

            text = text[i..];
        }

        return true;
    }

    /// <summary>Reads no, one or two digits, and then the same number again if it stands there (the two optional parts of Flink's pattern, <c>[MM][M]</c>).</summary>
    private static int ReadNumber(ref ReadOnlySpan<byte> text, out int value)
    {
        value = 0;
        int digits = 0;
        while (digits < 2 && digits < text.Length && text[digits] is >= (byte)'0' and <= (byte)'9')
        {
            value = (value * 10) + (text[digits++] - '0');
        }

        text = text[digits..];
        if (digits == 2)
        {
            int again = 0;
            int length = 0;
            while (length < text.Length && text[length] is >= (byte)'0' and <= (byte)'9' && again <= 99)
            {
                again = (again * 10) + (text[length++] - '0');
            }

            if (length > 0 && again == value)
            {
                text = text[length..];
            }
        }

        return digits;
    }
}
