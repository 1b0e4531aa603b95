using Weir.Engine.Batches;
using Weir.Engine.Types;

namespace Weir.Engine.Windows;

/// <summary>
/// Late rows on their way to the table that the job names for them: the columns of the operator's input, then the kind of the row (<c>+I</c>), the start and the end of the last window that it would have been in, and the watermark that
/// it came after, in the same terms as the bounds (wall time). All go on as +I.
/// </summary>
public static class LateRows
{
    /// <summary>The types of the columns that are added to the input's.</summary>
    public static IReadOnlyList<DataType> AddedTypes { get; } = [DataType.String, DataType.Timestamp(3), DataType.Timestamp(3), DataType.Timestamp(3)];

    private static readonly byte[][] s_kinds = ["+I"u8.ToArray(), "-U"u8.ToArray(), "+U"u8.ToArray(), "-D"u8.ToArray()];

    /// <summary>A batch over the input's columns with room for the bounds; rows are told by <see cref="Set"/>, then picked out with <see cref="Batch.Select"/>.</summary>
    internal static Batch Rent(Batch batch, BatchPool pool)
    {
        int columns = batch.Columns.Length;
        Batch late = pool.Rent(columns + AddedTypes.Count, batch.RowCount);
        for (int c = 0; c < columns; c++)
        {
            late.SetColumn(c, batch.Columns[c].Retain());
        }

        for (int a = 0; a < AddedTypes.Count; a++)
        {
            Column column = pool.Columns.Rent(AddedTypes[a]);
            column.EnsureCapacity(batch.RowCount);
            late.SetColumn(columns + a, column);
        }

        return late;
    }

    /// <summary>Those rows of a batch that came too late for the sessions that they would have opened, by an event time column.</summary>
    internal static Batch OfSessions(Batch batch, ReadOnlySpan<int> rows, int timeColumn, long gapMs, WindowClock clock, long watermarkMs, BatchPool pool)
    {
        Batch late = Rent(batch, pool);
        FixedColumn<long> times = (FixedColumn<long>)batch.Columns[timeColumn];
        foreach (int row in rows)
        {
            long start = clock.ToWall(times[row]);
            Set(late, row, batch.KindOf(row), start, start + gapMs, clock.ToWall(watermarkMs));
        }

        late.Select(rows);
        return late;
    }

    /// <summary>Says what a row was late for.</summary>
    internal static void Set(Batch late, int row, RowKind kind, long windowStart, long windowEnd, long watermark)
    {
        ReadOnlySpan<Column> columns = late.Columns;
        ((BytesColumn)columns[^4]).Set(row, s_kinds[(int)kind]);
        ((FixedColumn<long>)columns[^3])[row] = windowStart;
        ((FixedColumn<long>)columns[^2])[row] = windowEnd;
        ((FixedColumn<long>)columns[^1])[row] = watermark;
    }
}
