using Weir.Engine.Batches;
using Weir.Engine.Connectors;
using Weir.Engine.Runtime;

namespace Weir.Engine.Operators;

/// <summary>Writes a table: drops the kinds of row that the sink does not take, and hands on the rest.</summary>
public sealed class SinkOperator(TableSpec table, ChangelogMode query) : Operator, ISinkOperator
{
    private TableSink? _sink;
    private ChangelogMode _accepts;
    private readonly int[] _keys = [.. table.PrimaryKey.Select(k => k - table.Columns.Take(k).Count(c => c.IsVirtual))];
    private int[] _rows = [];

    /// <inheritdoc/>
    public bool CanWrite
    {
        get
        {
            Metrics.Trouble = _sink!.Trouble;
            return _sink.CanWrite;
        }
    }

    /// <inheritdoc/>
    public override void Process(Batch batch, int input)
    {
        if (!batch.IsInsertOnly)
        {
            Drop(batch);
        }

        if (batch.SelectedCount > 0)
        {
            Metrics.RowsOut += batch.SelectedCount;
            _sink!.Write(batch);
        }

        batch.Release();
    }

    /// <inheritdoc/>
    public bool Finish()
    {
        Metrics.Trouble = _sink!.Trouble;
        return _sink.Finish();
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _sink?.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override void OnOpen()
    {
        _sink = Context.Connectors.CreateSink(table);
        _accepts = _sink.Accepts(query);
        _sink.Open(new SinkContext { Lane = Context.Lane, LaneCount = Context.LaneCount, Wake = Context.Wake, Clock = Context.Clock });
    }

    /// <summary>
    /// Leaves out the kinds that the sink does not take. A sink of upserts replaces rows by key, so it needs no -U; but a -U whose +U a filter took away is the end of its row, and becomes a -D.
    /// </summary>
    private void Drop(Batch batch)
    {
        if (_rows.Length < batch.SelectedCount)
        {
            _rows = new int[Math.Max(batch.SelectedCount, ColumnPool.DefaultBatchRows)];
        }

        int count = 0;
        Selection rows = batch.Rows;
        for (int k = 0; k < rows.Count; k++)
        {
            int row = rows[k];
            RowKind kind = batch.Kinds[row];
            if (_accepts.Has(kind))
            {
                _rows[count++] = row;
            }
            else if (kind == RowKind.UpdateBefore && _accepts.Has(RowKind.Delete) && _keys.Length > 0 && !(k + 1 < rows.Count && IsUpdateOf(batch, row, rows[k + 1])))
            {
                batch.Kinds[row] = RowKind.Delete;
                _rows[count++] = row;
            }
        }

        if (count < batch.SelectedCount)
        {
            batch.Select(_rows.AsSpan(0, count));
        }
    }

    private bool IsUpdateOf(Batch batch, int before, int after)
    {
        if (batch.Kinds[after] != RowKind.UpdateAfter)
        {
            return false;
        }

        foreach (int key in _keys)
        {
            if (!ColumnComparer.Equals(batch.Columns[key], before, batch.Columns[key], after))
            {
                return false;
            }
        }

        return true;
    }
}
