namespace Weir.Connectors.Formats;

/// <summary>Dates and times from their text in bytes.</summary>
internal static class TimeText
{
    private const long NanosPerDay = 86_400_000_000_000;

    /// <summary>yyyy-MM-dd, as days since 1970-01-01.</summary>
    public static bool TryDate(ReadOnlySpan<byte> text, out int days)
    {
        days = 0;
        if (text.Length != 10 || text[4] != '-' || text[7] != '-' || !Digits(text[..4], out int year) || !Digits(text[5..7], out int month) || !Digits(text[8..], out int day))
        {
            return false;
        }

        if (year == 0 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
        {
            return false;
        }

        days = new DateOnly(year, month, day).DayNumber - new DateOnly(1970, 1, 1).DayNumber;
        return true;
    }

    /// <summary>HH:mm:ss and up to nine digits of a fraction, as nanoseconds of the day; the seconds may be left out where <paramref name="secondsOptional"/>.</summary>
    public static bool TryTime(ReadOnlySpan<byte> text, bool secondsOptional, out long nanos)
    {
        nanos = 0;
        if (text.Length < 5 || text[2] != ':' || !Digits(text[..2], out int hour) || !Digits(text[3..5], out int minute) || hour > 23 || minute > 59)
        {
            return false;
        }

        nanos = ((hour * 60L) + minute) * 60_000_000_000;
        if (text.Length == 5)
        {
            return secondsOptional;
        }

        if (text.Length < 8 || text[5] != ':' || !Digits(text[6..8], out int second) || second > 59)
        {
            return false;
        }

        nanos += second * 1_000_000_000L;
        if (text.Length == 8)
        {
            return true;
        }

        if (text[8] != '.' || text.Length > 18 || text.Length == 9 || !Digits(text[9..], out int fraction))
        {
            return false;
        }

        long scaled = fraction;
        for (int digits = text.Length - 9; digits < 9; digits++)
        {
            scaled *= 10;
        }

        nanos += scaled;
        return true;
    }

    /// <summary>A date, the separator and a time, as nanoseconds since 1970-01-01.</summary>
    public static bool TryTimestamp(ReadOnlySpan<byte> text, byte separator, bool secondsOptional, out Int128 nanos)
    {
        nanos = 0;
        if (text.Length < 16 || text[10] != separator || !TryDate(text[..10], out int days) || !TryTime(text[11..], secondsOptional, out long ofDay))
        {
            return false;
        }

        nanos = ((Int128)days * NanosPerDay) + ofDay;
        return true;
    }

    /// <summary>A date whose month and day may have one digit (2026-1-5).</summary>
    public static bool TryLooseDate(ReadOnlySpan<byte> text, out int days)
    {
        days = 0;
        if (text.Length is < 8 or > 10 || text[4] != '-')
        {
            return false;
        }

        int dash = text[5..].IndexOf((byte)'-');
        ReadOnlySpan<byte> month = dash < 0 ? default : text.Slice(5, dash);
        ReadOnlySpan<byte> day = dash < 0 ? default : text[(6 + dash)..];
        if (month.Length is not (1 or 2) || day.Length is not (1 or 2))
        {
            return false;
        }

        Span<byte> full = stackalloc byte[10];
        full.Fill((byte)'0');
        text[..5].CopyTo(full);
        month.CopyTo(full[(7 - month.Length)..]);
        full[7] = (byte)'-';
        day.CopyTo(full[(10 - day.Length)..]);
        return TryDate(full, out days);
    }

    /// <summary>Such a date, a blank and a time, as nanoseconds since 1970-01-01.</summary>
    public static bool TryLooseTimestamp(ReadOnlySpan<byte> text, out Int128 nanos)
    {
        nanos = 0;
        int blank = text.IndexOf((byte)' ');
        if (blank < 0 || !TryLooseDate(text[..blank], out int days) || !TryTime(text[(blank + 1)..], secondsOptional: false, out long ofDay))
        {
            return false;
        }

        nanos = ((Int128)days * NanosPerDay) + ofDay;
        return true;
    }

    private static bool Digits(ReadOnlySpan<byte> text, out int value)
    {
        value = 0;
        foreach (byte c in text)
        {
            uint digit = (uint)(c - '0');
            if (digit > 9)
            {
                return false;
            }

            value = (value * 10) + (int)digit;
        }

        return true;
    }
}
