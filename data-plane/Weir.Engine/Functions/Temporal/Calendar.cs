using System.Runtime.CompilerServices;

namespace Weir.Engine.Functions.Temporal;

/// <summary>
/// The proleptic Gregorian calendar (ISO 8601) in integer arithmetic. Days count from 1970-01-01, milliseconds from its midnight; both may be negative.
/// All methods are total over the days that a 64-bit count of milliseconds reaches.
/// </summary>
public static class Calendar
{
    /// <summary>Milliseconds of a second.</summary>
    public const long MsPerSecond = 1_000;

    /// <summary>Milliseconds of a minute.</summary>
    public const long MsPerMinute = 60_000;

    /// <summary>Milliseconds of an hour.</summary>
    public const long MsPerHour = 3_600_000;

    /// <summary>Milliseconds of a day.</summary>
    public const long MsPerDay = 86_400_000;

    /// <summary>Nanoseconds of a millisecond.</summary>
    public const int NanosPerMs = 1_000_000;

    private const int DaysPerEra = 146_097;

    // 1970-01-01 counted from 0000-03-01, the first day of the calendar whose years begin in March.
    private const int EpochFromMarchYearZero = 719_468;

    // So many eras of 400 years are added so that the 32-bit algorithm sees no negative day.
    private const int ShiftEras = 82;

    /// <summary>The day of a date. The month must be 1 to 12; the day may lie outside of the month and is counted on.</summary>
    public static long ToDays(long year, int month, long day)
    {
        long y = month <= 2 ? year - 1 : year;
        long era = FloorDiv(y, 400);
        int yearOfEra = (int)(y - (era * 400));
        int dayOfYear = ((153 * (month > 2 ? month - 3 : month + 9)) + 2) / 5;
        return (era * DaysPerEra) + (yearOfEra * 365) + (yearOfEra / 4) - (yearOfEra / 100) + dayOfYear + day - 1 - EpochFromMarchYearZero;
    }

    /// <summary>The date of a day. Algorithm: C. Neri and L. Schneider, "Euclidean affine functions and their application to calendar algorithms".</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static CivilDate ToDate(long days)
    {
        ulong shifted = (ulong)(days + EpochFromMarchYearZero + ((long)DaysPerEra * ShiftEras));
        if (shifted >= 1u << 30)
        {
            return ToDateFar(days);
        }

        uint n1 = (4 * (uint)shifted) + 3;
        uint century = n1 / DaysPerEra;
        uint n2 = (n1 % DaysPerEra) | 3;
        ulong p2 = 2_939_745UL * n2;
        uint yearOfCentury = (uint)(p2 >> 32);
        uint dayOfYear = (uint)p2 / 2_939_745 / 4;
        uint n3 = (2_141 * dayOfYear) + 197_913;
        int month = (int)(n3 >> 16);
        int day = (int)((n3 & 0xFFFF) / 2_141) + 1;
        int year = (int)((100 * century) + yearOfCentury) - (400 * ShiftEras);
        return dayOfYear >= 306 ? new CivilDate(year + 1, month - 12, day) : new CivilDate(year, month, day);
    }

    /// <summary>The day that a moment lies in.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long DayOf(long ms) => FloorDiv(ms, MsPerDay);

    /// <summary>The quotient rounded down.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long FloorDiv(long a, long b)
    {
        long q = a / b;
        return q * b > a ? q - 1 : q;
    }

    /// <summary>The remainder of the quotient rounded down: 0 to <paramref name="b"/> - 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long FloorMod(long a, long b)
    {
        long r = a % b;
        return r < 0 ? r + b : r;
    }

    /// <summary>Whether the year has a 29th of February.</summary>
    public static bool IsLeapYear(long year) => (year & 3) == 0 && (year % 100 != 0 || year % 400 == 0);

    /// <summary>28 to 31.</summary>
    public static int DaysInMonth(long year, int month) => month switch
    {
        2 => IsLeapYear(year) ? 29 : 28,
        4 or 6 or 9 or 11 => 30,
        _ => 31,
    };

    /// <summary>1 for Monday to 7 for Sunday.</summary>
    public static int IsoDayOfWeek(long days) => (int)FloorMod(days + 3, 7) + 1;

    /// <summary>1 for Sunday to 7 for Saturday, as weeks are counted in the United States.</summary>
    public static int UsDayOfWeek(long days) => (int)FloorMod(days + 4, 7) + 1;

    /// <summary>1 for the 1st of January to 366.</summary>
    public static int DayOfYear(long days) => (int)(days - ToDays(ToDate(days).Year, 1, 1)) + 1;

    /// <summary>The week of ISO 8601 (Monday first, week 1 has the year's first Thursday) and the year it belongs to.</summary>
    public static (int Year, int Week) IsoWeek(long days)
    {
        long thursday = days - IsoDayOfWeek(days) + 4;
        int year = ToDate(thursday).Year;
        return (year, (int)((thursday - ToDays(year, 1, 1)) / 7) + 1);
    }

    /// <summary>The week as it is counted in the United States (Sunday first, week 1 has the 1st of January) and the year it belongs to.</summary>
    public static (int Year, int Week) UsWeek(long days)
    {
        long saturday = days - UsDayOfWeek(days) + 7;
        int year = ToDate(saturday).Year;
        return (year, (int)((saturday - ToDays(year, 1, 1)) / 7) + 1);
    }

    /// <summary>The first day (a Sunday) of week 1 of a year, weeks counted as in the United States.</summary>
    public static long FirstDayOfUsWeekYear(long year)
    {
        long january = ToDays(year, 1, 1);
        return january - UsDayOfWeek(january) + 1;
    }

    /// <summary>The day so many months later (or earlier): the same day of the month, or the month's last when it has no such day.</summary>
    public static long AddMonths(long days, long months)
    {
        CivilDate date = ToDate(days);
        long month0 = (date.Year * 12L) + date.Month - 1 + months;
        long year = FloorDiv(month0, 12);
        int month = (int)FloorMod(month0, 12) + 1;
        return ToDays(year, month, Math.Min(date.Day, DaysInMonth(year, month)));
    }

    /// <summary>The moment so many months later, at the same time of the day.</summary>
    public static long AddMonthsToMs(long ms, long months)
    {
        long day = DayOf(ms);
        return ms + ((AddMonths(day, months) - day) * MsPerDay);
    }

    /// <summary>
    /// The months from <paramref name="from"/> to <paramref name="to"/> (milliseconds), counted as Flink's TIMESTAMPDIFF does: full months between the days; where
    /// the last of them ends on the very day, one less if the time of the day of <paramref name="to"/> is the earlier one.
    /// </summary>
    public static long MonthsBetween(long from, long to)
    {
        long fromDay = DayOf(from);
        long toDay = DayOf(to);
        long months = toDay >= fromDay ? MonthsBetweenDays(fromDay, toDay) : -MonthsBetweenDays(toDay, fromDay);
        return AddMonths(fromDay, months) == toDay && FloorMod(to, MsPerDay) < FloorMod(from, MsPerDay) ? months - 1 : months;
    }

    private static long MonthsBetweenDays(long earlier, long later)
    {
        CivilDate a = ToDate(earlier);
        CivilDate b = ToDate(later);
        long months = ((b.Year - (long)a.Year) * 12) + b.Month - a.Month;
        return AddMonths(earlier, months) > later ? months - 1 : months;
    }

    private static CivilDate ToDateFar(long days)
    {
        long z = days + EpochFromMarchYearZero;
        long era = FloorDiv(z, DaysPerEra);
        int dayOfEra = (int)(z - (era * DaysPerEra));
        int yearOfEra = (dayOfEra - (dayOfEra / 1_460) + (dayOfEra / 36_524) - (dayOfEra / 146_096)) / 365;
        int dayOfYear = dayOfEra - ((365 * yearOfEra) + (yearOfEra / 4) - (yearOfEra / 100));
        int m = ((5 * dayOfYear) + 2) / 153;
        int month = m < 10 ? m + 3 : m - 9;
        return new CivilDate((int)(yearOfEra + (era * 400)) + (month <= 2 ? 1 : 0), month, dayOfYear - (((153 * m) + 2) / 5) + 1);
    }
}
