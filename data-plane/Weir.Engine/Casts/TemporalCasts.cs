using Weir.Engine.Batches;
using Weir.Engine.Expressions;
using Weir.Engine.Text;
using Weir.Engine.Types;

namespace Weir.Engine.Casts;

/// <summary>A cast from or to timestamps, whose values have two layouts: milliseconds and nanoseconds.</summary>
internal abstract class TemporalCast(DataType from, DataType to, CastMode mode) : CastKernel(from, to, mode)
{
    private protected const long MsPerDay = 86_400_000;
    private protected const int NanosPerMs = 1_000_000;

    private protected static long Ms(Column column, int row) =>
        column is FixedColumn<long> ms ? ms[row] : ZoneTime.FloorMs(((FixedColumn<Int128>)column)[row]);

    private protected static Int128 Nanos(Column column, int row) =>
        column is FixedColumn<long> ms ? (Int128)ms[row] * NanosPerMs : ((FixedColumn<Int128>)column)[row];

    /// <summary>Writes milliseconds with the digits beyond the precision set to zero: towards 1970, as Flink does.</summary>
    private protected static void SetMs(Column column, int row, long ms, int precision)
    {
        long cut = precision switch
        {
            0 => ms - (ms % 1000),
            1 => ms - (ms % 100),
            2 => ms - (ms % 10),
            _ => ms,
        };
        if (column is FixedColumn<long> to)
        {
            to[row] = cut;
        }
        else
        {
            ((FixedColumn<Int128>)column)[row] = (Int128)cut * NanosPerMs;
        }
    }
}

/// <summary>TIMESTAMP and TIMESTAMP_LTZ to each other and to other precisions.</summary>
internal sealed class TimestampCast(DataType from, DataType to, CastMode mode) : TemporalCast(from, to, mode)
{
    private protected override void Run(Column source, Column result, Selection rows, EvaluationContext context)
    {
        TimeZoneInfo zone = From.Root == To.Root ? TimeZoneInfo.Utc : context.SessionTimeZone;
        bool toUtc = To.Root == TypeRoot.TimestampLtz;
        if (To.Precision <= 3 || source is FixedColumn<long>)
        {
            foreach (int row in rows)
            {
                long ms = Ms(source, row);
                SetMs(result, row, toUtc ? ZoneTime.ToUtcMs(zone, ms) : ZoneTime.ToLocalMs(zone, ms), To.Precision);
            }

            return;
        }

        FixedColumn<Int128> nanosOut = (FixedColumn<Int128>)result;
        int unit = 1;
        for (int i = To.Precision; i < 9; i++)
        {
            unit *= 10;
        }

        foreach (int row in rows)
        {
            Int128 nanos = Nanos(source, row);
            nanos = toUtc ? ZoneTime.ToUtcNanos(zone, nanos) : ZoneTime.ToLocalNanos(zone, nanos);
            int rest = (int)(nanos % unit);
            nanosOut[row] = nanos - (rest < 0 ? rest + unit : rest);
        }
    }
}

/// <summary>DATE to the midnight that begins it, and TIME to that time on 1970-01-01.</summary>
internal sealed class ToTimestampCast(DataType from, DataType to, CastMode mode) : TemporalCast(from, to, mode)
{
    private protected override void Run(Column source, Column result, Selection rows, EvaluationContext context)
    {
        ReadOnlySpan<int> values = ((FixedColumn<int>)source).Values;
        long unit = From.Root == TypeRoot.Date ? MsPerDay : 1;
        TimeZoneInfo zone = To.Root == TypeRoot.TimestampLtz ? context.SessionTimeZone : TimeZoneInfo.Utc;
        foreach (int row in rows)
        {
            SetMs(result, row, ZoneTime.ToUtcMs(zone, values[row] * unit), To.Precision);
        }
    }
}

/// <summary>TIMESTAMP and TIMESTAMP_LTZ to DATE.</summary>
internal sealed class TimestampToDateCast(DataType from, DataType to, CastMode mode) : TemporalCast(from, to, mode)
{
    private protected override void Run(Column source, Column result, Selection rows, EvaluationContext context)
    {
        Span<int> days = ((FixedColumn<int>)result).Values;
        if (From.Root == TypeRoot.Timestamp)
        {
            foreach (int row in rows)
            {
                // Towards 1970, as Flink does; so a TIMESTAMP before 1970 that is not midnight is cast to the next day.
                days[row] = (int)(Ms(source, row) / MsPerDay);
            }

            return;
        }

        foreach (int row in rows)
        {
            long local = ZoneTime.ToLocalMs(context.SessionTimeZone, Ms(source, row));
            days[row] = (int)((local / MsPerDay) - (local % MsPerDay < 0 ? 1 : 0));
        }
    }
}

/// <summary>TIMESTAMP and TIMESTAMP_LTZ to TIME.</summary>
internal sealed class TimestampToTimeCast(DataType from, DataType to, CastMode mode) : TemporalCast(from, to, mode)
{
    private protected override void Run(Column source, Column result, Selection rows, EvaluationContext context)
    {
        Span<int> times = ((FixedColumn<int>)result).Values;
        if (From.Root == TypeRoot.Timestamp)
        {
            foreach (int row in rows)
            {
                // Negative before 1970, as in Flink; as text it shows as the time that it stands for.
                times[row] = TemporalParser.CutTime((int)(Ms(source, row) % MsPerDay), To.Precision);
            }

            return;
        }

        foreach (int row in rows)
        {
            int ofDay = (int)(ZoneTime.ToLocalMs(context.SessionTimeZone, Ms(source, row)) % MsPerDay);
            times[row] = TemporalParser.CutTime(ofDay < 0 ? ofDay + (int)MsPerDay : ofDay, To.Precision);
        }
    }
}

/// <summary>TIME to another precision.</summary>
internal readonly struct CutTime(int precision) : IConverter<int, int>
{
    public int Convert(int value) => TemporalParser.CutTime(value, precision);
}
