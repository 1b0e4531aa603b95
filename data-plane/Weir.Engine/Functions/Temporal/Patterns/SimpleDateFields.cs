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
    private int? _dayOfWeek = null;
    private bool _hasDay = false;

    // When each way to say the hour was read, 0 for never: the later one counts, but an hour of the half-day only together with AM or PM.
    private int _reads = 0;
    private int _hourRead = 0;
    private int _halfHourRead = 0;
    private int _halfRead = 0;

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
                _hasDay = true;
                _byDayOfYear = false;
                break;
            case 'D':
                DayOfYear = value;
                _hasDay = true;
                _byDayOfYear = true;
                break;
            case 'H':
                Hour = value;
                _hourRead = ++_reads;
                break;
            case 'k':
                Hour = value == 24 ? 0 : value;
                _hourRead = ++_reads;
                break;
            case 'K':
                HourOfHalf = value;
                _halfHourRead = ++_reads;
                break;
            case 'h':
                HourOfHalf = value == 12 ? 0 : value;
                _halfHourRead = ++_reads;
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
            default:
                // u: 1 for Monday to 7; other numbers are counted on from Sunday, which java.util.Calendar numbers 1.
                _dayOfWeek = value is >= 1 and <= 7 ? value : value - 1;
                break;
        }
    }

    /// <summary>Sets AM (0) or PM (1).</summary>
    public void SetAmPm(int half)
    {
        Half = half;
        _halfRead = ++_reads;
    }

    /// <summary>The moment; a local time that the zone's clocks show twice is the second one.</summary>
    public readonly long ToUtcMs(ZoneRules zone)
    {
        long year = Era == 1 ? Year : 1 - Year;
        long days = _byDayOfYear
            ? Calendar.ToDays(year, 1, 1) + DayOfYear - 1
            : Calendar.ToDays(year + Calendar.FloorDiv(Month, 12), (int)Calendar.FloorMod(Month, 12) + 1, Day);
        if (_dayOfWeek is { } dayOfWeek && !_hasDay)
        {
            // A day of the week without a day of the month is the month's first such day (beside one it decides nothing).
            days += Calendar.FloorMod(dayOfWeek - (long)Calendar.IsoDayOfWeek(days), 7);
        }

        bool byHalf = _hourRead == 0 || (_halfHourRead > 0 && _halfRead > 0 && Math.Max(_halfHourRead, _halfRead) > _hourRead);
        long hour = byHalf ? HourOfHalf + (12L * Half) : Hour;
        long local = (days * Calendar.MsPerDay) + (hour * Calendar.MsPerHour) + (Minute * Calendar.MsPerMinute) + (Second * Calendar.MsPerSecond) + Ms;
        return OffsetMinutes is { } offset ? local - (offset * Calendar.MsPerMinute) : zone.ToUtc(local, later: true);
    }
}
