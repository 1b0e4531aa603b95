namespace Weir.Engine.Functions.Temporal.Patterns;

/// <summary>A local date and time taken apart, ready to be written by a pattern.</summary>
internal struct LocalMoment
{
    private const uint MsPerHour = (uint)Calendar.MsPerHour;
    private const uint MsPerMinute = (uint)Calendar.MsPerMinute;

    private readonly long _days;
    private readonly CivilDate _date;
    private readonly int _msOfDay;
    private readonly int _nanoOfMs;

    /// <summary>Takes local milliseconds and the nanoseconds beyond them apart.</summary>
    public LocalMoment(long localMs, int nanoOfMs)
    {
        _days = Calendar.DayOf(localMs);
        _date = Calendar.ToDate(_days);
        _msOfDay = (int)(localMs - (_days * Calendar.MsPerDay));
        _nanoOfMs = nanoOfMs;
    }

    /// <summary>How far local time is ahead of UTC, in seconds; only for patterns with a zone.</summary>
    public int OffsetSeconds { get; init; }

    /// <summary>Whether clocks are set to daylight saving time; only for patterns with a zone.</summary>
    public bool IsDaylightTime { get; init; }

    /// <summary>The zone; only for patterns with one.</summary>
    public TimeZoneInfo? Zone { get; init; }

    /// <summary>The value of a field.</summary>
    public readonly long Get(PatternField field)
    {
        switch (field)
        {
            case PatternField.Year:
                return _date.Year;
            case PatternField.YearOfEra:
                return _date.Year > 0 ? _date.Year : 1 - _date.Year;
            case PatternField.Era:
                return _date.Year > 0 ? 1 : 0;
            case PatternField.Month:
                return _date.Month;
            case PatternField.Day:
                return _date.Day;
            case PatternField.Hour:
                return (uint)_msOfDay / MsPerHour;
            case PatternField.Minute:
                return (uint)_msOfDay / MsPerMinute % 60;
            case PatternField.Second:
                return (uint)_msOfDay / 1000 % 60;
            case PatternField.NanoOfSecond:
                return ((uint)_msOfDay % 1000 * (long)Calendar.NanosPerMs) + _nanoOfMs;
            case PatternField.MsOfSecond:
                return (uint)_msOfDay % 1000;
            case PatternField.MsOfDay:
                return _msOfDay;
            case PatternField.NanoOfDay:
                return (_msOfDay * (long)Calendar.NanosPerMs) + _nanoOfMs;
            case PatternField.ClockHour:
                long hour = _msOfDay / Calendar.MsPerHour;
                return hour == 0 ? 24 : hour;
            case PatternField.HourOfAmPm:
                return _msOfDay / Calendar.MsPerHour % 12;
            case PatternField.ClockHourOfAmPm:
                long hour12 = _msOfDay / Calendar.MsPerHour % 12;
                return hour12 == 0 ? 12 : hour12;
            case PatternField.AmPm:
                return _msOfDay / (12 * Calendar.MsPerHour);
            case PatternField.Quarter:
                return (_date.Month + 2) / 3;
            case PatternField.DayOfYear:
                return _days - Calendar.ToDays(_date.Year, 1, 1) + 1;
            case PatternField.DayOfWeek:
                return Calendar.IsoDayOfWeek(_days);
            case PatternField.UsDayOfWeek:
                return Calendar.UsDayOfWeek(_days);
            case PatternField.AlignedDayOfWeekInMonth:
                return ((_date.Day - 1) % 7) + 1;
            case PatternField.DayOfWeekInMonth:
                return ((_date.Day - 1) / 7) + 1;
            case PatternField.UsWeekYear:
                return Calendar.UsWeek(_days).Year;
            case PatternField.UsWeekOfYear:
                return Calendar.UsWeek(_days).Week;
            case PatternField.UsWeekOfMonth:
                return ((_date.Day - 1 + Calendar.UsDayOfWeek(_days - _date.Day + 1) - 1) / 7) + 1;
            default:
                throw new ArgumentOutOfRangeException(nameof(field));
        }
    }
}
