namespace Weir.Engine.Functions.Arithmetic;

/// <summary>Months added to dates of the proleptic Gregorian calendar; a day past the end of the month becomes its last day.</summary>
public static class CalendarMonths
{
    private const long MsPerDay = 86_400_000;

    /// <summary>A date (days since 1970-01-01) some months later (earlier when negative).</summary>
    public static int Add(int days, int months)
    {
        (long fromMonths, int day) = Split(days);
        long total = fromMonths + months;
        long year = FloorDivide(total, 12);
        long month = total - (year * 12);
        day = Math.Min(day, LastDay(year, (int)month));
        long era = FloorDivide(year, 400);
        long yearOfEra = year - (era * 400);
        long dayOfYear = (((153 * month) + 2) / 5) + day - 1;
        long dayOfEra = (yearOfEra * 365) + (yearOfEra / 4) - (yearOfEra / 100) + dayOfYear;
        return (int)((era * 146_097) + dayOfEra - 719_468);
    }

    /// <summary>A time in milliseconds since 1970-01-01 some months later.</summary>
    public static long AddToMs(long ms, int months)
    {
        long days = FloorDivide(ms, MsPerDay);
        return (Add((int)days, months) * MsPerDay) + (ms - (days * MsPerDay));
    }

    /// <summary>
    /// Whole months from one date to another: how many months the earlier one can be moved without passing the later one, negative when <paramref name="left"/> is the earlier.
    /// </summary>
    public static int Between(int left, int right)
    {
        if (left < right)
        {
            return -Between(right, left);
        }

        (long leftMonths, int leftDay) = Split(left);
        (long rightMonths, int rightDay) = Split(right);
        return (int)(leftMonths - rightMonths) - (leftDay < rightDay ? 1 : 0);
    }

    /// <summary>Whole months between two times in milliseconds since 1970-01-01; the time of the day counts with the last day.</summary>
    public static int BetweenMs(long left, long right)
    {
        if (left < right)
        {
            return -BetweenMs(right, left);
        }

        long leftDays = FloorDivide(left, MsPerDay);
        long rightDays = FloorDivide(right, MsPerDay);
        int months = Between((int)leftDays, (int)rightDays);
        bool sameDay = Add((int)rightDays, months) == leftDays;
        return sameDay && left - (leftDays * MsPerDay) < right - (rightDays * MsPerDay) ? months - 1 : months;
    }

    // Months since March of the year 0, and the day of the month. Years are counted from March so that the leap day is the last of a year; eras of 400 years repeat exactly (146,097 days).
    private static (long Months, int Day) Split(int days)
    {
        long shifted = days + 719_468L;
        long era = FloorDivide(shifted, 146_097);
        long dayOfEra = shifted - (era * 146_097);
        long yearOfEra = (dayOfEra - (dayOfEra / 1_460) + (dayOfEra / 36_524) - (dayOfEra / 146_096)) / 365;
        long dayOfYear = dayOfEra - ((365 * yearOfEra) + (yearOfEra / 4) - (yearOfEra / 100));
        long monthFromMarch = ((5 * dayOfYear) + 2) / 153;
        int day = (int)(dayOfYear - (((153 * monthFromMarch) + 2) / 5)) + 1;
        return (((yearOfEra + (era * 400)) * 12) + monthFromMarch, day);
    }

    // The length of a month counted from March (0); February (11) belongs to the calendar year after.
    private static int LastDay(long yearFromMarch, int monthFromMarch)
    {
        if (monthFromMarch == 11)
        {
            long year = yearFromMarch + 1;
            return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
        }

        return monthFromMarch is 1 or 3 or 6 or 8 ? 30 : 31;
    }

    private static long FloorDivide(long value, long divisor)
    {
        long quotient = value / divisor;
        return value % divisor < 0 ? quotient - 1 : quotient;
    }
}
