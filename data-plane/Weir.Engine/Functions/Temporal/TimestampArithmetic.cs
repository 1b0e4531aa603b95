using Weir.Engine.Batches;
using Weir.Engine.Expressions;
using Weir.Engine.Types;

namespace Weir.Engine.Functions.Temporal;

/// <summary>TIMESTAMPADD and TIMESTAMPDIFF. TIMESTAMP_LTZ is counted in UTC, as in Flink.</summary>
public static class TimestampArithmetic
{
    /// <summary>The months of a unit, or 0 for one of fixed length.</summary>
    public static int MonthsOf(TemporalUnit unit) => unit switch
    {
        TemporalUnit.Month => 1,
        TemporalUnit.Quarter => 3,
        TemporalUnit.Year => 12,
        TemporalUnit.Decade => 120,
        TemporalUnit.Century => 1_200,
        TemporalUnit.Millennium => 12_000,
        _ => 0,
    };

    /// <summary>The milliseconds of a unit of fixed length, or 0.</summary>
    public static long MsOf(TemporalUnit unit) => unit switch
    {
        TemporalUnit.Week => 7 * Calendar.MsPerDay,
        TemporalUnit.Day => Calendar.MsPerDay,
        TemporalUnit.Hour => Calendar.MsPerHour,
        TemporalUnit.Minute => Calendar.MsPerMinute,
        TemporalUnit.Second => Calendar.MsPerSecond,
        TemporalUnit.Millisecond => 1,
        _ => 0,
    };

    /// <summary>TIMESTAMPADD(unit, BIGINT, <paramref name="type"/>). DATE with a unit below a day gives TIMESTAMP of more than 3 digits, all else its own type.</summary>
    public static ScalarKernel Add(DataType type, TemporalUnit unit)
    {
        int months = MonthsOf(unit);
        long unitMs = MsOf(unit);
        return (arguments, result, rows, _) =>
        {
            ReadOnlySpan<long> amounts = ((FixedColumn<long>)arguments[0]).Values;
            try
            {
                checked
                {
                    switch (type.Root)
                    {
                        case TypeRoot.Date:
                            AddToDates(amounts, (FixedColumn<int>)arguments[1], result, rows, months, unitMs);
                            break;
                        case TypeRoot.Time:
                            AddToTimes(amounts, (FixedColumn<int>)arguments[1], (FixedColumn<int>)result, rows, unitMs);
                            break;
                        default:
                            AddToTimestamps(amounts, arguments[1], result, rows, months, unitMs);
                            break;
                    }
                }
            }
            catch (OverflowException e)
            {
                throw new EvaluationException("The result of TIMESTAMPADD is out of range.", e);
            }
        };
    }

    /// <summary>TIMESTAMPDIFF(unit, from, to) as INT; a difference that INT cannot hold is an error.</summary>
    public static ScalarKernel Difference(DataType from, DataType to, TemporalUnit unit)
    {
        int months = MonthsOf(unit);
        long unitMs = MsOf(unit);
        return (arguments, result, rows, _) =>
        {
            Span<int> values = ((FixedColumn<int>)result).Values;
            MomentReader first = new(arguments[0], from.Root);
            MomentReader second = new(arguments[1], to.Root);
            foreach (int row in rows)
            {
                long a = first.Ms(row);
                long b = second.Ms(row);
                long difference = months > 0 ? Calendar.MonthsBetween(a, b) / months : (b - a) / unitMs;
                if (difference != (int)difference)
                {
                    throw new EvaluationException($"The result of TIMESTAMPDIFF, {difference}, is out of the range of INT. Use a larger unit.");
                }

                values[row] = (int)difference;
            }
        };
    }

    private static void AddToDates(ReadOnlySpan<long> amounts, FixedColumn<int> dates, Column result, Selection rows, int months, long unitMs)
    {
        if (result is FixedColumn<Int128> moments)
        {
            foreach (int row in rows)
            {
                moments[row] = (((Int128)dates[row] * Calendar.MsPerDay) + ((Int128)amounts[row] * unitMs)) * Calendar.NanosPerMs;
            }

            return;
        }

        FixedColumn<int> days = (FixedColumn<int>)result;
        long unitDays = unitMs / Calendar.MsPerDay;
        foreach (int row in rows)
        {
            days[row] = checked((int)(months > 0 ? Calendar.AddMonths(dates[row], Months(amounts[row], months)) : dates[row] + (amounts[row] * unitDays)));
        }
    }

    private static void AddToTimes(ReadOnlySpan<long> amounts, FixedColumn<int> times, FixedColumn<int> result, Selection rows, long unitMs)
    {
        foreach (int row in rows)
        {
            // Reduced to a day first, the amount cannot overflow; months leave a time of the day as it is.
            long amountMs = amounts[row] % Calendar.MsPerDay * unitMs % Calendar.MsPerDay;
            result[row] = (int)Calendar.FloorMod(times[row] + amountMs, Calendar.MsPerDay);
        }
    }

    private static void AddToTimestamps(ReadOnlySpan<long> amounts, Column source, Column result, Selection rows, int months, long unitMs)
    {
        if (source is FixedColumn<long> from)
        {
            FixedColumn<long> to = (FixedColumn<long>)result;
            foreach (int row in rows)
            {
                to[row] = months > 0 ? Calendar.AddMonthsToMs(from[row], Months(amounts[row], months)) : checked(from[row] + (amounts[row] * unitMs));
            }

            return;
        }

        FixedColumn<Int128> nanos = (FixedColumn<Int128>)source;
        FixedColumn<Int128> sums = (FixedColumn<Int128>)result;
        foreach (int row in rows)
        {
            long ms = Nanos.ToMs(nanos[row], out int nanoOfMs);
            sums[row] = months > 0
                ? Nanos.Of(Calendar.AddMonthsToMs(ms, Months(amounts[row], months)), nanoOfMs)
                : nanos[row] + ((Int128)amounts[row] * unitMs * Calendar.NanosPerMs);
        }
    }

    // INTERVAL YEAR TO MONTH is an INT of months.
    private static int Months(long amount, int months) => checked((int)(amount * months));
}
