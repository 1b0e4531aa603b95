using Weir.Engine.Batches;
using Weir.Engine.Expressions;
using Weir.Engine.Functions.Temporal.Patterns;
using Weir.Engine.Types;

namespace Weir.Engine.Functions.Temporal;

/// <summary>
/// DATE_FORMAT. Timestamps are written by java.time's patterns, strings are read as <c>yyyy-MM-dd HH:mm:ss</c> and written by SimpleDateFormat's, as in Flink. A pattern's text changes
/// only at steps (a day for <c>yyyy-MM-dd</c>, a minute for <c>HH:mm</c>): rows within the step of the row before share its bytes.
/// </summary>
public static class DateFormat
{
    /// <summary>DATE_FORMAT(DATE | TIMESTAMP | TIMESTAMP_LTZ, pattern).</summary>
    /// <exception cref="PatternException">The constant pattern cannot be used.</exception>
    public static ScalarKernel Timestamps(DataType type, string? pattern)
    {
        Compiled<DateTimeWriter> writers = new(type.Root == TypeRoot.Date ? DateTimeWriter.Simple : DateTimeWriter.Java, pattern);
        bool local = type.Root == TypeRoot.TimestampLtz;
        ZoneRules? zone = null;
        return (arguments, result, rows, context) =>
        {
            zone = local ? zone ?? new ZoneRules(context.SessionTimeZone) : null;
            BytesColumn texts = (BytesColumn)result;
            BytesColumn patterns = (BytesColumn)arguments[1];
            switch (arguments[0].Physical)
            {
                case PhysicalType.Int64:
                    Write(new MsColumn(arguments[0]), patterns, texts, rows, writers, zone);
                    break;
                case PhysicalType.Int32:
                    Write(new DayColumn(arguments[0]), patterns, texts, rows, writers, zone);
                    break;
                default:
                    Write(new NanosColumn(arguments[0]), patterns, texts, rows, writers, zone);
                    break;
            }
        };
    }

    /// <summary>DATE_FORMAT(STRING, pattern); NULL for a text that is no date and time.</summary>
    /// <exception cref="PatternException">The constant pattern cannot be used.</exception>
    public static ScalarKernel Strings(string? pattern)
    {
        Compiled<DateTimeWriter> writers = new(DateTimeWriter.Simple, pattern);
        SimpleDateReader reader = SimpleDateReader.Create(UnixTime.DefaultPattern);
        ZoneRules utc = new(TimeZoneInfo.Utc);
        return (arguments, result, rows, _) =>
        {
            BytesColumn sources = (BytesColumn)arguments[0];
            BytesColumn patterns = (BytesColumn)arguments[1];
            BytesColumn texts = (BytesColumn)result;
            foreach (int row in rows)
            {
                DateTimeWriter writer = writers.Get(patterns[row]);
                if (reader.TryRead(sources[row], utc, 0, out long ms))
                {
                    texts.Commit(row, writer.Write(texts.Reserve(writer.MaxBytes), new LocalMoment(ms, 0)));
                }
                else
                {
                    result.SetNull(row);
                }
            }
        };
    }

    private static void Write<T>(T source, BytesColumn patterns, BytesColumn texts, Selection rows, Compiled<DateTimeWriter> writers, ZoneRules? zone)
        where T : struct, IMomentColumn
    {
        DateTimeWriter? constant = writers.Constant;
        DateTimeWriter? last = null;
        long from = 0;
        long step = 0;
        int start = 0;
        int length = 0;
        Span<int> starts = texts.Starts;
        Span<int> lengths = texts.Lengths;
        foreach (int row in rows)
        {
            DateTimeWriter writer = constant ?? writers.Get(patterns[row]);
            long ms = source.Ms(row);
            ms = zone is null ? ms : zone.ToLocal(ms);
            if ((ulong)(ms - from) < (ulong)step && ReferenceEquals(writer, last))
            {
                starts[row] = start;
                lengths[row] = length;
                continue;
            }

            length = writer.Write(texts.Reserve(writer.MaxBytes), new LocalMoment(ms, source.NanoOfMs(row)));
            texts.Commit(row, length);
            start = starts[row];
            last = writer;
            step = writer.HasNanos && typeof(T) == typeof(NanosColumn) ? 0 : writer.StepMs;
            from = step == 0 ? 0 : ms - Calendar.FloorMod(ms, step);
        }
    }
}
