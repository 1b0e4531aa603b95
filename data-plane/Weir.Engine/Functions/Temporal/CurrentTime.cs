using Weir.Engine.Batches;
using Weir.Engine.Expressions;

namespace Weir.Engine.Functions.Temporal;

/// <summary>
/// The functions that read the clock or the watermark. A batch is one instant: its rows are worked on together, so they see the same time.
/// With <c>atStart</c> all rows see the time at which the job began, as in Flink's batch mode.
/// </summary>
public static class CurrentTime
{
    /// <summary>CURRENT_TIMESTAMP, NOW, CURRENT_ROW_TIMESTAMP, PROCTIME: TIMESTAMP_LTZ(3).</summary>
    public static ScalarKernel Timestamp(bool atStart) => (_, result, rows, context) => Fill(result, rows, Now(context, atStart));

    /// <summary>LOCALTIMESTAMP: TIMESTAMP(3).</summary>
    public static ScalarKernel LocalTimestamp(bool atStart) => (_, result, rows, context) => Fill(result, rows, Local(context, atStart));

    /// <summary>CURRENT_DATE: DATE.</summary>
    public static ScalarKernel Date(bool atStart) => (_, result, rows, context) => Fill(result, rows, (int)Calendar.DayOf(Local(context, atStart)));

    /// <summary>CURRENT_TIME, LOCALTIME: TIME(0).</summary>
    public static ScalarKernel Time(bool atStart) => (_, result, rows, context) =>
        Fill(result, rows, (int)(Calendar.FloorMod(Local(context, atStart), Calendar.MsPerDay) / Calendar.MsPerSecond * Calendar.MsPerSecond));

    /// <summary>UNIX_TIMESTAMP(): BIGINT, seconds.</summary>
    public static ScalarKernel UnixSeconds() => (_, result, rows, context) => Fill(result, rows, Calendar.FloorDiv(context.NowMs, Calendar.MsPerSecond));

    /// <summary>CURRENT_WATERMARK(rowtime): the watermark in milliseconds, NULL before the first.</summary>
    public static ScalarKernel Watermark() => (_, result, rows, context) =>
    {
        if (context.CurrentWatermarkMs != long.MinValue)
        {
            Fill(result, rows, context.CurrentWatermarkMs);
            return;
        }

        foreach (int row in rows)
        {
            result.SetNull(row);
        }
    };

    private static long Now(EvaluationContext context, bool atStart) => atStart ? context.StartedMs : context.NowMs;

    private static long Local(EvaluationContext context, bool atStart)
    {
        long now = Now(context, atStart);
        return now + (long)context.SessionTimeZone.GetUtcOffset(DateTimeOffset.FromUnixTimeMilliseconds(now)).TotalMilliseconds;
    }

    private static void Fill<T>(Column result, Selection rows, T value)
        where T : unmanaged
    {
        Span<T> values = ((FixedColumn<T>)result).Values;
        foreach (int row in rows)
        {
            values[row] = value;
        }
    }
}
