using Weir.Engine.Batches;
using Weir.Engine.Connectors;
using Weir.Engine.Runtime;

namespace Weir.Engine.Operators;

/// <summary>Writes a table: drops the kinds of row that the sink does not take, and hands on the rest.</summary>
public sealed class SinkOperator(TableSpec table, ChangelogMode query) : Operator, ISinkOperator
{
    private TableSink? _sink;
    private ChangelogMode _accepts;
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

    private void Drop(Batch batch)
    {
        if (_rows.Length < batch.SelectedCount)
        {
            _rows = new int[Math.Max(batch.SelectedCount, ColumnPool.DefaultBatchRows)];
        }

        int count = 0;
        foreach (int row in batch.Rows)
        {
            if (_accepts.Has(batch.Kinds[row]))
            {
                _rows[count++] = row;
            }
        }

        if (count < batch.SelectedCount)
        {
            batch.Select(_rows.AsSpan(0, count));
        }
    }
}
