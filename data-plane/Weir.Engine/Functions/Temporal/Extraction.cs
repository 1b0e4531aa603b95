using Weir.Engine.Batches;
using Weir.Engine.Expressions;
using Weir.Engine.Types;

namespace Weir.Engine.Functions.Temporal;

/// <summary>
/// EXTRACT. Fields are those of the proleptic Gregorian calendar and of the local time of the session for TIMESTAMP_LTZ. Before 1970 they are the clock's and the calendar's too (hour 0 to 23), where Flink,
/// which divides towards zero, has negative hours and the next day; EPOCH alone is rounded towards zero as there, and counted from 1970 in local time too.
/// </summary>
public static class Extraction
{
    /// <summary>Whether values of the kind have the field.</summary>
    public static bool Has(TypeRoot root, TemporalUnit unit) => root switch
    {
        TypeRoot.Date => unit is not (TemporalUnit.Microsecond or TemporalUnit.Nanosecond),
        TypeRoot.Time => unit is TemporalUnit.Hour or TemporalUnit.Minute or TemporalUnit.Second or TemporalUnit.Millisecond,
        TypeRoot.Timestamp or TypeRoot.TimestampLtz => true,
        TypeRoot.IntervalDayTime => unit is TemporalUnit.Day or TemporalUnit.Hour or TemporalUnit.Minute or TemporalUnit.Second or TemporalUnit.Millisecond,
        TypeRoot.IntervalYearMonth => unit is TemporalUnit.Year or TemporalUnit.Quarter or TemporalUnit.Month or TemporalUnit.Century or TemporalUnit.Millennium,
        _ => false,
    };

    /// <summary>The kernel for a type that <see cref="Has"/> the field; the result is BIGINT.</summary>
    public static ScalarKernel Kernel(DataType type, TemporalUnit unit)
    {
        switch (type.Root)
        {
            case TypeRoot.Date:
                return (arguments, result, rows, _) => Moments(new DayColumn(arguments[0]), result, rows, unit, null);
            case TypeRoot.Time:
                return (arguments, result, rows, _) => Moments(new TimeColumn(arguments[0]), result, rows, unit, null);
            case TypeRoot.IntervalDayTime:
                return (arguments, result, rows, _) => Intervals(arguments[0], result, rows, unit);
            case TypeRoot.IntervalYearMonth:
                return (arguments, result, rows, _) => Months(arguments[0], result, rows, unit);
            default:
                ZoneRules? zone = null;
                bool local = type.Root == TypeRoot.TimestampLtz;
                return (arguments, result, rows, context) =>
                {
                    zone = local ? zone ?? new ZoneRules(context.SessionTimeZone) : null;
                    if (arguments[0].Physical == PhysicalType.Int64)
                    {
                        Moments(new MsColumn(arguments[0]), result, rows, unit, zone);
                    }
                    else
                    {
                        Moments(new NanosColumn(arguments[0]), result, rows, unit, zone);
                    }
                };
        }
    }

    /// <summary>The field of a local time.</summary>
    public static long Field(TemporalUnit unit, long ms, int nanoOfMs) => unit switch
    {
        TemporalUnit.Hour => Calendar.FloorMod(ms, Calendar.MsPerDay) / Calendar.MsPerHour,
        TemporalUnit.Minute => Calendar.FloorMod(ms, Calendar.MsPerHour) / Calendar.MsPerMinute,
        TemporalUnit.Second => Calendar.FloorMod(ms, Calendar.MsPerMinute) / Calendar.MsPerSecond,
        TemporalUnit.Millisecond => Calendar.FloorMod(ms, Calendar.MsPerSecond),
        TemporalUnit.Microsecond => (Calendar.FloorMod(ms, Calendar.MsPerSecond) * 1000) + (nanoOfMs / 1000),
        TemporalUnit.Nanosecond => (Calendar.FloorMod(ms, Calendar.MsPerSecond) * Calendar.NanosPerMs) + nanoOfMs,
        TemporalUnit.Epoch => ms / Calendar.MsPerSecond,
        _ => DateField(unit, Calendar.DayOf(ms)),
    };

    private static long DateField(TemporalUnit unit, long days)
    {
        switch (unit)
        {
            case TemporalUnit.Dow:
                return Calendar.UsDayOfWeek(days);
            case TemporalUnit.IsoDow:
                return Calendar.IsoDayOfWeek(days);
            case TemporalUnit.Week:
                return Calendar.IsoWeek(days).Week;
            case TemporalUnit.IsoYear:
                return Calendar.IsoWeek(days).Year;
            case TemporalUnit.Doy:
                return Calendar.DayOfYear(days);
        }

        CivilDate date = Calendar.ToDate(days);
        return unit switch
        {
            TemporalUnit.Year => date.Year,
            TemporalUnit.Quarter => (date.Month + 2) / 3,
            TemporalUnit.Month => date.Month,
            TemporalUnit.Day => date.Day,
            TemporalUnit.Decade => Calendar.FloorDiv(date.Year, 10),
            TemporalUnit.Century => date.Year > 0 ? (date.Year + 99) / 100 : (date.Year - 99) / 100,
            _ => date.Year > 0 ? (date.Year + 999) / 1000 : (date.Year - 999) / 1000,
        };
    }

    private static void Moments<T>(T source, Column result, Selection rows, TemporalUnit unit, ZoneRules? zone)
        where T : struct, IMomentColumn
    {
        Span<long> values = ((FixedColumn<long>)result).Values;
        if (zone is not null)
        {
            foreach (int row in rows)
            {
                values[row] = Field(unit, zone.ToLocal(source.Ms(row)), source.NanoOfMs(row));
            }
        }
        else if (unit == TemporalUnit.Hour)
        {
            foreach (int row in rows)
            {
                values[row] = Calendar.FloorMod(source.Ms(row), Calendar.MsPerDay) / Calendar.MsPerHour;
            }
        }
        else
        {
            foreach (int row in rows)
            {
                values[row] = Field(unit, source.Ms(row), source.NanoOfMs(row));
            }
        }
    }

    // The fields of an interval keep its sign.
    private static void Intervals(Column argument, Column result, Selection rows, TemporalUnit unit)
    {
        Span<long> values = ((FixedColumn<long>)result).Values;
        ReadOnlySpan<long> from = ((FixedColumn<long>)argument).Values;
        (long range, long size) = unit switch
        {
            TemporalUnit.Day => (long.MaxValue, Calendar.MsPerDay),
            TemporalUnit.Hour => (Calendar.MsPerDay, Calendar.MsPerHour),
            TemporalUnit.Minute => (Calendar.MsPerHour, Calendar.MsPerMinute),
            TemporalUnit.Second => (Calendar.MsPerMinute, Calendar.MsPerSecond),
            _ => (Calendar.MsPerSecond, 1),
        };
        foreach (int row in rows)
        {
            values[row] = from[row] % range / size;
        }
    }

    private static void Months(Column argument, Column result, Selection rows, TemporalUnit unit)
    {
        Span<long> values = ((FixedColumn<long>)result).Values;
        ReadOnlySpan<int> from = ((FixedColumn<int>)argument).Values;
        foreach (int row in rows)
        {
            int months = from[row];
            values[row] = unit switch
            {
                TemporalUnit.Year => months / 12,
                TemporalUnit.Month => months % 12,
                TemporalUnit.Quarter => (((months % 12) - 1) / 3) + 1,
                TemporalUnit.Century => months / 1_200,
                _ => months / 12_000,
            };
        }
    }
}
