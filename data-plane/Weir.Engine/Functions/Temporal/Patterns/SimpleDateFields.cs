namespace Weir.Engine.Functions.Temporal.Patterns;

/// <summary>The fields that SimpleDateFormat reads, and how java.util.Calendar makes a moment of them: of fields that contradict each other the one read last counts.</summary>
internal struct SimpleDateFields
{
    public int Era = 1;
    public int Year = 1970;
    public int Month = 0;
    public int Day = 1;
    public int DayOfYear = 1;
    public int Hour = 0;
    public int HourOfHalf = 0;
    public int Half = 0;
    public int Minute = 0;
    public int Second = 0;
    public int Ms = 0;
    public int? OffsetMinutes = null;
    public bool IsAmbiguousYear = false;
    private bool _byDayOfYear = false;
    private bool _byHalf = false;

    public SimpleDateFields()
    {
    }

    /// <summary>Sets the field of a letter.</summary>
    public void Set(char letter, int value)
    {
        switch (letter)
        {
            case 'y':
                Year = value;
                break;
            case 'M' or 'L':
                Month = value - 1;
                break;
            case 'd':
                Day = value;
                _byDayOfYear = false;
                break;
            case 'D':
                DayOfYear = value;
                _byDayOfYear = true;
                break;
            case 'H':
                Hour = value;
                _byHalf = false;
                break;
            case 'k':
                Hour = value == 24 ? 0 : value;
                _byHalf = false;
                break;
            case 'K':
                HourOfHalf = value;
                _byHalf = true;
                break;
            case 'h':
                HourOfHalf = value == 12 ? 0 : value;
                _byHalf = true;
                break;
            case 'm':
                Minute = value;
                break;
            case 's':
                Second = value;
                break;
            case 'S':
                Ms = value;
                break;
            default: // u, the day of the week: it decides nothing beside a day of the month
                break;
        }
    }

    /// <summary>Sets AM (0) or PM (1).</summary>
    public void SetAmPm(int half)
    {
        Half = half;
        _byHalf = true;
    }

    /// <summary>The moment; a local time that the zone's clocks show twice is the second one.</summary>
    public readonly long ToUtcMs(ZoneRules zone)
    {
        long year = Era == 1 ? Year : 1 - Year;
        long days = _byDayOfYear
            ? Calendar.ToDays(year, 1, 1) + DayOfYear - 1
            : Calendar.ToDays(year + Calendar.FloorDiv(Month, 12), (int)Calendar.FloorMod(Month, 12) + 1, Day);
        long hour = _byHalf ? HourOfHalf + (12L * Half) : Hour;
        long local = (days * Calendar.MsPerDay) + (hour * Calendar.MsPerHour) + (Minute * Calendar.MsPerMinute) + (Second * Calendar.MsPerSecond) + Ms;
        return OffsetMinutes is { } offset ? local - (offset * Calendar.MsPerMinute) : zone.ToUtc(local, later: true);
    }
}
