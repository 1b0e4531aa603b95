using Weir.Engine.Batches;
using Weir.Engine.Expressions;
using Weir.Engine.Types;

namespace Weir.Engine.Functions.Temporal;

/// <summary>
/// FLOOR and CEIL of dates and times to a unit; TIMESTAMP_LTZ in the session's local time. Weeks begin on Sunday. CEIL goes by Flink's rules: units of a week and more look at the day
/// only, and QUARTER, DECADE, CENTURY and MILLENNIUM (and DAY of a DATE) go on to the next one even from their very beginning.
/// </summary>
public static class Rounding
{
    /// <summary>Whether values of the kind can be rounded to the unit.</summary>
    public static bool Supports(TypeRoot root, TemporalUnit unit) => root switch
    {
        TypeRoot.Time => unit is TemporalUnit.Hour or TemporalUnit.Minute or TemporalUnit.Second or TemporalUnit.Millisecond,
        TypeRoot.Date or TypeRoot.Timestamp or TypeRoot.TimestampLtz => unit is <= TemporalUnit.Millisecond or TemporalUnit.Decade or TemporalUnit.Century or TemporalUnit.Millennium,
        _ => false,
    };

    /// <summary>The kernel for a type that can be rounded to the unit; the result is of the same type.</summary>
    public static ScalarKernel Kernel(DataType type, TemporalUnit unit, bool ceil)
    {
        if (type.Root is TypeRoot.Date or TypeRoot.Time)
        {
            bool isDate = type.Root == TypeRoot.Date;
            return (arguments, result, rows, _) => Ints(arguments[0], result, rows, unit, ceil, isDate);
        }

        ZoneRules? zone = null;
        bool local = type.Root == TypeRoot.TimestampLtz;
        return (arguments, result, rows, context) =>
        {
            zone = local ? zone ?? new ZoneRules(context.SessionTimeZone) : null;
            if (result is FixedColumn<long> ms)
            {
                Span<long> values = ms.Values;
                ReadOnlySpan<long> from = ((FixedColumn<long>)arguments[0]).Values;
                foreach (int row in rows)
                {
                    values[row] = Moment(from[row], unit, ceil, zone);
                }
            }
            else
            {
                Span<Int128> values = ((FixedColumn<Int128>)result).Values;
                NanosColumn from = new(arguments[0]);
                foreach (int row in rows)
                {
                    // A part of a millisecond makes CEIL to a unit of the clock go up from the next millisecond.
                    long up = ceil && unit is >= TemporalUnit.Day and <= TemporalUnit.Millisecond && from.NanoOfMs(row) > 0 ? 1 : 0;
                    values[row] = Nanos.Of(Moment(from.Ms(row) + up, unit, ceil, zone), 0);
                }
            }
        };
    }

    private static void Ints(Column argument, Column result, Selection rows, TemporalUnit unit, bool ceil, bool isDate)
    {
        Span<int> values = ((FixedColumn<int>)result).Values;
        ReadOnlySpan<int> from = ((FixedColumn<int>)argument).Values;
        bool asIs = isDate && unit is >= TemporalUnit.Hour and <= TemporalUnit.Millisecond;
        foreach (int row in rows)
        {
            values[row] = asIs ? from[row]
                : !isDate ? (int)ByClock(from[row], unit, ceil)
                : unit == TemporalUnit.Day ? from[row] + (ceil ? 1 : 0)
                : (int)ByCalendar(from[row], unit, ceil);
        }
    }

    private static long Moment(long ms, TemporalUnit unit, bool ceil, ZoneRules? zone)
    {
        if (zone is null)
        {
            return Local(ms, unit, ceil);
        }

        // Within an hour the clocks do not change; a day or more may begin under another offset.
        long offset = zone.OffsetMs(ms);
        long rounded = Local(ms + offset, unit, ceil);
        return unit is >= TemporalUnit.Hour and <= TemporalUnit.Millisecond ? rounded - offset : zone.ToUtc(rounded);
    }

    private static long Local(long ms, TemporalUnit unit, bool ceil) =>
        unit is >= TemporalUnit.Day and <= TemporalUnit.Millisecond ? ByClock(ms, unit, ceil) : ByCalendar(Calendar.DayOf(ms), unit, ceil) * Calendar.MsPerDay;

    private static long ByClock(long ms, TemporalUnit unit, bool ceil)
    {
        long size = unit switch
        {
            TemporalUnit.Day => Calendar.MsPerDay,
            TemporalUnit.Hour => Calendar.MsPerHour,
            TemporalUnit.Minute => Calendar.MsPerMinute,
            TemporalUnit.Second => Calendar.MsPerSecond,
            _ => 1,
        };
        long over = Calendar.FloorMod(ms, size);
        return ms - over + (ceil && over > 0 ? size : 0);
    }

    private static long ByCalendar(long days, TemporalUnit unit, bool ceil)
    {
        if (unit == TemporalUnit.Week)
        {
            int fromSunday = Calendar.UsDayOfWeek(days) - 1;
            return days - fromSunday + (ceil && fromSunday > 0 ? 7 : 0);
        }

        CivilDate date = Calendar.ToDate(days);
        bool firstOfYear = date is { Month: 1, Day: 1 };
        switch (unit)
        {
            case TemporalUnit.Month:
                return FirstOfMonth(date.Year, date.Month - 1 + (ceil && date.Day > 1 ? 1 : 0));
            case TemporalUnit.Quarter:
                return FirstOfMonth(date.Year, ((date.Month - 1) / 3 * 3) + (ceil && !firstOfYear ? 3 : 0));
            case TemporalUnit.Year:
                return Calendar.ToDays(date.Year + (ceil && !firstOfYear ? 1 : 0), 1, 1);
            case TemporalUnit.Decade:
                return Calendar.ToDays((Calendar.FloorDiv(date.Year, 10) + (ceil ? 1 : 0)) * 10, 1, 1);
            default:
                int years = unit == TemporalUnit.Century ? 100 : 1000;
                return Calendar.ToDays(((Calendar.FloorDiv(date.Year - 1, years) + (ceil ? 1 : 0)) * years) + 1, 1, 1);
        }
    }

    private static long FirstOfMonth(int year, int month0) => Calendar.ToDays(year + (month0 / 12), (month0 % 12) + 1, 1);
}
