using Weir.Engine.Batches;
using Weir.Engine.Expressions;
using Weir.Engine.Functions.Temporal.Patterns;

namespace Weir.Engine.Functions.Temporal;

/// <summary>FROM_UNIXTIME, UNIX_TIMESTAMP of a text, and CONVERT_TZ: what Flink does by java.text.SimpleDateFormat.</summary>
public static class UnixTime
{
    /// <summary>The pattern of these functions where none is given.</summary>
    public const string DefaultPattern = "yyyy-MM-dd HH:mm:ss";

    /// <summary>FROM_UNIXTIME(BIGINT[, pattern]) in the session's zone; NULL for seconds that no calendar reaches.</summary>
    /// <param name="pattern">The constant pattern, or null when it is the second argument.</param>
    /// <exception cref="PatternException">The constant pattern cannot be used.</exception>
    public static ScalarKernel Format(string? pattern)
    {
        Compiled<DateTimeWriter> writers = new(DateTimeWriter.Simple, pattern);
        ZoneRules? zone = null;
        return (arguments, result, rows, context) =>
        {
            zone ??= new ZoneRules(context.SessionTimeZone);
            FixedColumn<long> seconds = (FixedColumn<long>)arguments[0];
            BytesColumn? patterns = pattern is null ? (BytesColumn)arguments[1] : null;
            BytesColumn texts = (BytesColumn)result;
            foreach (int row in rows)
            {
                DateTimeWriter writer = writers.Get(patterns is null ? default : patterns[row]);
                long value = seconds[row];
                if (value is > long.MaxValue / 2000 or < long.MinValue / 2000)
                {
                    result.SetNull(row);
                    continue;
                }

                long offset = zone.OffsetMs(value * 1000);
                LocalMoment moment = new((value * 1000) + offset, 0)
                {
                    OffsetSeconds = (int)(offset / 1000),
                    Zone = zone.Zone,
                    IsDaylightTime = writer.HasZone && zone.IsDaylightTime(value * 1000),
                };
                texts.Commit(row, writer.Write(texts.Reserve(writer.MaxBytes), in moment));
            }
        };
    }

    /// <summary>UNIX_TIMESTAMP(STRING[, pattern]) in the session's zone: seconds, rounded towards zero; the least BIGINT for a text that does not fit, as in Flink.</summary>
    /// <param name="pattern">The constant pattern, or null when it is the second argument.</param>
    /// <exception cref="PatternException">The constant pattern cannot be used.</exception>
    public static ScalarKernel Parse(string? pattern)
    {
        Compiled<SimpleDateReader> readers = new(SimpleDateReader.Create, pattern);
        ZoneRules? zone = null;
        return (arguments, result, rows, context) =>
        {
            zone ??= new ZoneRules(context.SessionTimeZone);
            long century = CenturyStartMs(context);
            BytesColumn texts = (BytesColumn)arguments[0];
            BytesColumn? patterns = pattern is null ? (BytesColumn)arguments[1] : null;
            FixedColumn<long> values = (FixedColumn<long>)result;
            foreach (int row in rows)
            {
                SimpleDateReader reader = readers.Get(patterns is null ? default : patterns[row]);
                values[row] = reader.TryRead(texts[row], zone, century, out long ms) ? ms / Calendar.MsPerSecond : long.MinValue;
            }
        };
    }

    /// <summary>CONVERT_TZ(STRING, from, to) over texts <c>yyyy-MM-dd HH:mm:ss</c>; NULL for a text that does not fit.</summary>
    /// <param name="from">The constant zone, or null when it is the second argument.</param>
    /// <param name="to">The constant zone, or null when it is the third argument.</param>
    /// <exception cref="PatternException">A constant is no zone.</exception>
    public static ScalarKernel ConvertZone(string? from, string? to)
    {
        Compiled<ZoneRules> sources = new(Zone, from);
        Compiled<ZoneRules> targets = new(Zone, to);
        SimpleDateReader reader = SimpleDateReader.Create(DefaultPattern);
        DateTimeWriter writer = DateTimeWriter.Simple(DefaultPattern);
        return (arguments, result, rows, context) =>
        {
            BytesColumn texts = (BytesColumn)arguments[0];
            BytesColumn fromZones = (BytesColumn)arguments[1];
            BytesColumn toZones = (BytesColumn)arguments[2];
            BytesColumn values = (BytesColumn)result;
            foreach (int row in rows)
            {
                ZoneRules source = sources.Get(fromZones[row]);
                ZoneRules target = targets.Get(toZones[row]);
                if (reader.TryRead(texts[row], source, 0, out long ms))
                {
                    values.Commit(row, writer.Write(values.Reserve(writer.MaxBytes), new LocalMoment(target.ToLocal(ms), 0)));
                }
                else
                {
                    result.SetNull(row);
                }
            }
        };
    }

    /// <summary>Where the hundred years begin that years of two digits are taken from: 80 years ago.</summary>
    internal static long CenturyStartMs(EvaluationContext context) => Calendar.AddMonthsToMs(context.NowMs, -80 * 12);

    private static ZoneRules Zone(string name) => new(ZoneNames.Find(name, bareOffset: false)
        ?? throw new PatternException($"'{name}' is no time zone. Write a name such as 'America/Los_Angeles', or an offset such as 'GMT-08:00'."));
}
