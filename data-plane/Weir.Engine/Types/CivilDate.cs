namespace Weir.Engine.Types;

/// <summary>
/// A date of the proleptic Gregorian calendar with any year, astronomically numbered (0 is 1 BC), and its number of days since 1970-01-01. Wider than
/// <see cref="DateOnly"/>, whose years are 1 to 9999: Flink's dates are not so limited.
/// </summary>
public readonly record struct CivilDate(int Year, int Month, int Day)
{
    private const int DaysOfEra = 146_097;
    private const int DaysTo1970 = 719_468;

    /// <summary>The date of a day since 1970-01-01. Source: Howard Hinnant, chrono-compatible low-level date algorithms (years that begin on 1 March).</summary>
    public static CivilDate FromDays(long days)
    {
        long shifted = days + DaysTo1970;
        long era = (shifted >= 0 ? shifted : shifted - (DaysOfEra - 1)) / DaysOfEra;
        int dayOfEra = (int)(shifted - (era * DaysOfEra));
        int yearOfEra = (dayOfEra - (dayOfEra / 1460) + (dayOfEra / 36_524) - (dayOfEra / 146_096)) / 365;
        int dayOfYear = dayOfEra - ((365 * yearOfEra) + (yearOfEra / 4) - (yearOfEra / 100));
        int month = ((5 * dayOfYear) + 2) / 153;
        int day = dayOfYear - (((153 * month) + 2) / 5) + 1;
        month += month < 10 ? 3 : -9;
        return new CivilDate((int)(yearOfEra + (era * 400)) + (month <= 2 ? 1 : 0), month, day);
    }

    /// <summary>The days since 1970-01-01.</summary>
    public long ToDays()
    {
        long year = Year - (Month <= 2 ? 1L : 0L);
        long era = (year >= 0 ? year : year - 399) / 400;
        int yearOfEra = (int)(year - (era * 400));
        int dayOfYear = (((153 * (Month > 2 ? Month - 3 : Month + 9)) + 2) / 5) + Day - 1;
        int dayOfEra = (yearOfEra * 365) + (yearOfEra / 4) - (yearOfEra / 100) + dayOfYear;
        return (era * DaysOfEra) + dayOfEra - DaysTo1970;
    }

    /// <summary>Whether the year has a 29 February.</summary>
    public static bool IsLeap(int year) => year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

    /// <summary>How many days the month has.</summary>
    public static int DaysInMonth(int year, int month) => month switch
    {
        2 => IsLeap(year) ? 29 : 28,
        4 or 6 or 9 or 11 => 30,
        _ => 31,
    };
}
