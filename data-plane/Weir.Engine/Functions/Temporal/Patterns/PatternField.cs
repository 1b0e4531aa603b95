namespace Weir.Engine.Functions.Temporal.Patterns;

/// <summary>What a part of a pattern writes or reads.</summary>
internal enum PatternField : byte
{
    Era,
    Year,
    YearOfEra,
    UsWeekYear,
    Quarter,
    Month,
    Day,
    DayOfYear,
    DayOfWeek,
    UsDayOfWeek,
    AlignedDayOfWeekInMonth,
    DayOfWeekInMonth,
    UsWeekOfYear,
    UsWeekOfMonth,
    AmPm,
    Hour,
    ClockHour,
    HourOfAmPm,
    ClockHourOfAmPm,
    Minute,
    Second,
    NanoOfSecond,
    MsOfSecond,
    MsOfDay,
    NanoOfDay,
    Offset,
    Zone,
}
