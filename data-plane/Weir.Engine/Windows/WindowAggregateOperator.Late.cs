using Weir.Engine.Batches;

namespace Weir.Engine.Windows;

public sealed partial class WindowAggregateOperator
{
    /// <summary>Counts the late ones among rows whose slices are known, and hands them on where the job asks for them.</summary>
    /// <param name="batch">The rows' batch.</param>
    /// <param name="rows">Rows, all of them or those that were looked at one by one.</param>
    /// <param name="late">How many are late.</param>
    private void TellLate(Batch batch, Selection rows, int late)
    {
        Metrics.LateRows += late;
        if (late == 0 || !KeepsLateRows)
        {
            return;
        }

        Batch kept = LateRows.Rent(batch, Context.Pool);
        FixedColumn<long>? starts = _byOwnWindow is null ? null : (FixedColumn<long>)batch.Columns[_byOwnWindow.StartColumn];
        int count = 0;
        foreach (int row in rows)
        {
            long end = _window.LastWindowEnd(_ends[row]);
            if (HasPassed(end))
            {
                LateRows.Set(kept, row, batch.KindOf(row), starts?[row] ?? _window.WindowStart(end), end, _clock.ToWall(_progress));
                _rest[count++] = row;
            }
        }

        kept.Select(_rest.AsSpan(0, count));
        EmitLate(kept);
    }
}
