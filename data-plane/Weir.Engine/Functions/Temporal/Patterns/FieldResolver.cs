namespace Weir.Engine.Functions.Temporal.Patterns;

/// <summary>
/// Makes a local date and time of the fields that were read: java.time.format.ResolverStyle.SMART. A day beyond its month's end (up to 31) is its last; 24:00 is the
/// next day's midnight; fields that contradict the result are refused. What no field says is taken from 1970-01-01T00:00.
/// </summary>
internal static class FieldResolver
{
    private const long MaxOffsetSeconds = 18 * 3600;

    /// <summary>Resolves the fields; false when they contradict each other or are out of range.</summary>
    public static bool TryResolve(ParsedFields fields, out long localMs, out int nanoOfMs)
    {
        localMs = 0;
        nanoOfMs = 0;
        if (!ResolveYear(fields) || !ResolveDate(fields, out long? date) || !ResolveTime(fields, out long? nanoOfDay, out bool nextDay))
        {
            return false;
        }

        if ((date is { } known && !DateAgrees(fields, known)) || (nanoOfDay is { } time && !TimeAgrees(fields, time)))
        {
            return false;
        }

        // An offset is not looked at otherwise, but it must be one when the text is a whole moment.
        if (date is not null && nanoOfDay is not null && fields.TryGet(PatternField.Offset, out long offset) && Math.Abs(offset) > MaxOffsetSeconds)
        {
            return false;
        }

        if (!DateOrDefault(fields, date, nextDay, out long days) || !TimeOrDefault(fields, nanoOfDay, out long nanos))
        {
            return false;
        }

        localMs = (days * Calendar.MsPerDay) + (nanos / Calendar.NanosPerMs);
        nanoOfMs = (int)(nanos % Calendar.NanosPerMs);
        return true;
    }

    private static bool ResolveYear(ParsedFields fields)
    {
        if (!fields.Take(PatternField.YearOfEra, out long yearOfEra))
        {
            return !fields.Has(PatternField.Era) || !fields.TryGet(PatternField.Year, out long year) || fields.TryGet(PatternField.Era, out long e) && (e == 1) == year > 0;
        }

        if (yearOfEra is < 1 or > 999_999_999)
        {
            return false;
        }

        bool beforeChrist = fields.TryGet(PatternField.Era, out long era) ? era == 0 : fields.TryGet(PatternField.Year, out long proleptic) && proleptic <= 0;
        return fields.Set(PatternField.Year, beforeChrist ? 1 - yearOfEra : yearOfEra);
    }

    // Fields that the date is made of are taken away; those that stay are compared with it.
    private static bool ResolveDate(ParsedFields fields, out long? date)
    {
        date = null;
        if (fields.Take(PatternField.UsDayOfWeek, out long usDay))
        {
            fields.Take(PatternField.DayOfWeek, out _);
            fields.Set(PatternField.DayOfWeek, ((usDay + 5) % 7) + 1);
            if (usDay is < 1 or > 7)
            {
                return false;
            }
        }

        if (!fields.TryGet(PatternField.Year, out long year))
        {
            return ResolveWeekOfYear(fields, out date);
        }

        if (Math.Abs(year) > 999_999_999)
        {
            return false;
        }

        if (fields.Has(PatternField.Month) && fields.Has(PatternField.Day))
        {
            fields.Take(PatternField.Year, out _);
            fields.Take(PatternField.Month, out long month);
            fields.Take(PatternField.Day, out long day);
            if (month is < 1 or > 12 || day is < 1 or > 31)
            {
                return false;
            }

            date = Calendar.ToDays(year, (int)month, Math.Min(day, Calendar.DaysInMonth(year, (int)month)));
            return true;
        }

        if (fields.Take(PatternField.DayOfYear, out long dayOfYear))
        {
            fields.Take(PatternField.Year, out _);
            date = Calendar.ToDays(year, 1, 1) + dayOfYear - 1;
            return dayOfYear >= 1 && dayOfYear <= (Calendar.IsLeapYear(year) ? 366 : 365);
        }

        return ResolveWeekOfMonth(fields, year, out date);
    }

    private static bool ResolveWeekOfYear(ParsedFields fields, out long? date)
    {
        date = null;
        if (!fields.Has(PatternField.DayOfWeek) || !fields.Has(PatternField.UsWeekYear) || !fields.Has(PatternField.UsWeekOfYear))
        {
            return true;
        }

        fields.Take(PatternField.DayOfWeek, out long dayOfWeek);
        fields.Take(PatternField.UsWeekYear, out long year);
        fields.Take(PatternField.UsWeekOfYear, out long week);
        if (week is < 1 or > 53 || Math.Abs(year) > 999_999_999)
        {
            return false;
        }

        date = Calendar.FirstDayOfUsWeekYear(year) + ((week - 1) * 7) + (dayOfWeek % 7);
        return true;
    }

    private static bool ResolveWeekOfMonth(ParsedFields fields, long year, out long? date)
    {
        date = null;
        if (!fields.Has(PatternField.DayOfWeek) || !fields.Has(PatternField.Month) || !fields.Has(PatternField.UsWeekOfMonth))
        {
            return true;
        }

        fields.Take(PatternField.Year, out _);
        fields.Take(PatternField.DayOfWeek, out long dayOfWeek);
        fields.Take(PatternField.Month, out long month);
        fields.Take(PatternField.UsWeekOfMonth, out long week);
        if (month is < 1 or > 12 || week is < 0 or > 6)
        {
            return false;
        }

        long first = Calendar.ToDays(year, (int)month, 1);
        date = first - Calendar.UsDayOfWeek(first) + 1 + ((week - 1) * 7) + (dayOfWeek % 7);
        return true;
    }

    // The time of the day in nanoseconds when there is an hour and no gap below it (not "hour and second").
    private static bool ResolveTime(ParsedFields fields, out long? nanoOfDay, out bool nextDay)
    {
        nanoOfDay = null;
        nextDay = false;
        if (!ResolveHours(fields))
        {
            return false;
        }

        if (fields.Take(PatternField.NanoOfDay, out long nanos) && (nanos >= Calendar.MsPerDay * Calendar.NanosPerMs || !Spread(fields, nanos)))
        {
            return false;
        }

        if (fields.Take(PatternField.MsOfDay, out long ms))
        {
            // Nanoseconds that are known already may go beyond the milliseconds.
            long beyond = fields.TryGet(PatternField.NanoOfSecond, out long known) ? known % Calendar.NanosPerMs : 0;
            if (ms >= Calendar.MsPerDay || !Spread(fields, (ms * Calendar.NanosPerMs) + beyond))
            {
                return false;
            }
        }

        bool hasMinute = fields.Has(PatternField.Minute);
        if (!fields.Has(PatternField.Hour) && !hasMinute && !fields.Has(PatternField.Second) && !fields.Has(PatternField.NanoOfSecond) && fields.Take(PatternField.AmPm, out long halfDay))
        {
            // Only "AM" or "PM": the middle of it.
            fields.Set(PatternField.Hour, (halfDay * 12) + 6);
        }

        fields.TryGet(PatternField.Minute, out long minute);
        bool hasSecond = fields.TryGet(PatternField.Second, out long second);
        bool hasNano = fields.TryGet(PatternField.NanoOfSecond, out long nano);
        bool gap = hasMinute ? hasNano && !hasSecond : hasSecond || hasNano;
        if (fields.TryGet(PatternField.Hour, out long hour) && !gap)
        {
            minute = hasMinute ? minute : 0;
            second = hasSecond ? second : 0;
            nano = hasNano ? nano : 0;
            if (hour == 24 && minute == 0 && second == 0 && nano == 0)
            {
                nextDay = true;
                hour = 0;
            }

            if (!InRange(hour, minute, second, nano))
            {
                return false;
            }

            nanoOfDay = Time(hour, minute, second, nano);
            return true;
        }

        // java.time leaves an hour of the half-day unchecked where an hour of the day stands beside a gap.
        return InRange(fields.Has(PatternField.Hour) ? hour : 0, hasMinute ? minute : 0, hasSecond ? second : 0, hasNano ? nano : 0)
            && (fields.Has(PatternField.Hour) || !fields.TryGet(PatternField.HourOfAmPm, out long halfHour) || halfHour is >= 0 and <= 11);
    }

    private static bool ResolveHours(ParsedFields fields)
    {
        if (fields.Take(PatternField.ClockHour, out long clock) && (clock is < 0 or > 24 || !fields.Set(PatternField.Hour, clock == 24 ? 0 : clock)))
        {
            return false;
        }

        if (fields.Take(PatternField.ClockHourOfAmPm, out long clock12) && (clock12 is < 0 or > 12 || !fields.Set(PatternField.HourOfAmPm, clock12 == 12 ? 0 : clock12)))
        {
            return false;
        }

        if (fields.Has(PatternField.AmPm) && fields.Has(PatternField.HourOfAmPm))
        {
            fields.Take(PatternField.AmPm, out long amPm);
            fields.Take(PatternField.HourOfAmPm, out long hour);
            return hour is >= 0 and <= 11 && fields.Set(PatternField.Hour, (amPm * 12) + hour);
        }

        return true;
    }

    private static bool Spread(ParsedFields fields, long nanoOfDay)
    {
        const long perSecond = Calendar.MsPerSecond * Calendar.NanosPerMs;
        return fields.Set(PatternField.Hour, nanoOfDay / (3600 * perSecond)) && fields.Set(PatternField.Minute, nanoOfDay / (60 * perSecond) % 60)
            && fields.Set(PatternField.Second, nanoOfDay / perSecond % 60) && fields.Set(PatternField.NanoOfSecond, nanoOfDay % perSecond);
    }

    private static bool DateAgrees(ParsedFields fields, long days)
    {
        LocalMoment moment = new(days * Calendar.MsPerDay, 0);
        return Agrees(fields, PatternField.Year, in moment) && Agrees(fields, PatternField.Era, in moment) && Agrees(fields, PatternField.Quarter, in moment)
            && Agrees(fields, PatternField.Month, in moment) && Agrees(fields, PatternField.Day, in moment) && Agrees(fields, PatternField.DayOfYear, in moment)
            && Agrees(fields, PatternField.DayOfWeek, in moment) && Agrees(fields, PatternField.AlignedDayOfWeekInMonth, in moment) && Agrees(fields, PatternField.UsWeekYear, in moment)
            && Agrees(fields, PatternField.UsWeekOfYear, in moment) && Agrees(fields, PatternField.UsWeekOfMonth, in moment);
    }

    private static bool Agrees(ParsedFields fields, PatternField field, in LocalMoment moment) => !fields.TryGet(field, out long value) || value == moment.Get(field);

    private static bool TimeAgrees(ParsedFields fields, long nanoOfDay)
    {
        LocalMoment moment = new(nanoOfDay / Calendar.NanosPerMs, 0);
        return Agrees(fields, PatternField.AmPm, in moment) && Agrees(fields, PatternField.HourOfAmPm, in moment);
    }

    private static bool DateOrDefault(ParsedFields fields, long? date, bool nextDay, out long days)
    {
        if (date is { } known)
        {
            days = known + (nextDay ? 1 : 0);
            return true;
        }

        long year = fields.TryGet(PatternField.Year, out long y) ? y : 1970;
        long month = fields.TryGet(PatternField.Month, out long m) ? m : 1;
        long day = fields.TryGet(PatternField.Day, out long d) ? d : 1;
        bool valid = month is >= 1 and <= 12 && day >= 1 && day <= Calendar.DaysInMonth(year, (int)month);
        days = valid ? Calendar.ToDays(year, (int)month, day) : 0;
        return valid;
    }

    private static bool TimeOrDefault(ParsedFields fields, long? nanoOfDay, out long nanos)
    {
        if (nanoOfDay is { } known)
        {
            nanos = known;
            return true;
        }

        long hour = fields.TryGet(PatternField.Hour, out long h) ? h : 0;
        long minute = fields.TryGet(PatternField.Minute, out long m) ? m : 0;
        long second = fields.TryGet(PatternField.Second, out long s) ? s : 0;
        long nano = fields.TryGet(PatternField.NanoOfSecond, out long n) ? n : 0;
        nanos = Time(hour, minute, second, nano);
        return InRange(hour, minute, second, nano);
    }

    private static bool InRange(long hour, long minute, long second, long nano) =>
        hour is >= 0 and <= 23 && minute is >= 0 and <= 59 && second is >= 0 and <= 59 && nano is >= 0 and <= 999_999_999;

    private static long Time(long hour, long minute, long second, long nano) =>
        (((((hour * 60) + minute) * 60) + second) * Calendar.MsPerSecond * Calendar.NanosPerMs) + nano;
}
