using Weir.Engine.Batches;
using Weir.Engine.Connectors;
using Weir.Engine.Runtime;

namespace Weir.Engine.Operators;

/// <summary>Hands on the rows of some kinds only: takes the -U out of a changelog whose readers tell by key what a +U replaces.</summary>
public sealed class RowKindFilterOperator(ChangelogMode kept) : Operator
{
    private int[] _rows = [];

    /// <inheritdoc/>
    public override void Process(Batch batch, int input)
    {
        if (!batch.IsInsertOnly)
        {
            Filter(batch);
        }

        Emit(batch);
    }

    private void Filter(Batch batch)
    {
        if (_rows.Length < batch.SelectedCount)
        {
            _rows = new int[Math.Max(batch.SelectedCount, ColumnPool.DefaultBatchRows)];
        }

        ReadOnlySpan<RowKind> kinds = batch.Kinds;
        int count = 0;
        foreach (int row in batch.Rows)
        {
            _rows[count] = row;
            count += kept.Has(kinds[row]) ? 1 : 0;
        }

        if (count < batch.SelectedCount)
        {
            batch.Select(_rows.AsSpan(0, count));
        }
    }
}
