using Weir.Engine.Batches;
using Weir.Engine.Types;

namespace Weir.Engine.Windows;

/// <summary>The three columns that windows add: window_start and window_end (wall time) and window_time, the window's last instant in the terms of the time attribute.</summary>
internal static class WindowTime
{
    /// <summary>The columns' types as they are laid out: milliseconds.</summary>
    public static readonly DataType[] Types = [DataType.Timestamp(3), DataType.Timestamp(3), DataType.Timestamp(3)];

    /// <summary>
    /// The last instant of a window that ends at a wall time. Unlike the timer of a window this goes by java.time's rules: of a time that occurs twice, the first. Source: Flink's TimeWindowUtil.toEpochMills.
    /// </summary>
    public static long Of(long windowEnd, TimeZoneInfo? zone) => zone is null || windowEnd == long.MaxValue ? windowEnd - 1 : ZoneTime.ToUtcMs(zone, windowEnd - 1);

    /// <summary>Writes the bounds of a row's window to the last three columns.</summary>
    public static void Write(Batch batch, int row, long start, long end, TimeZoneInfo? zone)
    {
        ReadOnlySpan<Column> columns = batch.Columns;
        ((FixedColumn<long>)columns[^3])[row] = start;
        ((FixedColumn<long>)columns[^2])[row] = end;
        ((FixedColumn<long>)columns[^1])[row] = Of(end, zone);
    }
}
