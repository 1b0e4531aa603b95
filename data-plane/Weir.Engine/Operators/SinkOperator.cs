using Weir.Engine.Batches;
using Weir.Engine.Checkpoints;
using Weir.Engine.Connectors;
using Weir.Engine.Runtime;
using Weir.Engine.State;
using Weir.Engine.Types;

namespace Weir.Engine.Operators;

/// <summary>Writes a table: drops the kinds of row that the sink does not take, and hands on the rest.</summary>
/// <param name="table">The table.</param>
/// <param name="query">The kinds of row that come.</param>
/// <param name="types">The types of the columns that come.</param>
public sealed class SinkOperator(TableSpec table, ChangelogMode query, IReadOnlyList<DataType> types) : Operator, ISinkOperator
{
    private const string SinkState = "sink";
    private const string HeldState = "held";

    private readonly DataType[] _types = [.. types];
    private TableSink? _sink;
    private ChangelogMode _accepts;
    private readonly int[] _keys = [.. table.PrimaryKey.Select(k => k - table.Columns.Take(k).Count(c => c.IsVirtual))];
    private int[] _rows = [];
    private readonly Queue<Batch> _held = new();
    private ReadOnlyMemory<byte> _saved;

    /// <inheritdoc/>
    public bool CanWrite
    {
        get
        {
            Metrics.Trouble = _sink!.Trouble;
            return WriteHeld() && _sink.CanWrite;
        }
    }

    /// <inheritdoc/>
    public TableSink? Sink => _sink;

    /// <inheritdoc/>
    public bool Holds { get; set; }

    /// <inheritdoc/>
    public bool IsQuiet => _held.Count == 0;

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
            if (Holds && (_held.Count > 0 || !_sink!.CanWrite))
            {
                _held.Enqueue(batch);
                return;
            }

            _sink!.Write(batch);
        }

        batch.Release();
    }

    /// <inheritdoc/>
    public bool Finish()
    {
        Metrics.Trouble = _sink!.Trouble;
        return WriteHeld() && _sink.Finish();
    }

    /// <inheritdoc/>
    public void EndCheckpoint(long checkpoint) => _saved = _sink!.EndCheckpoint(checkpoint);

    /// <summary>Writes what the sink says it must keep, and rows that it had no room for.</summary>
    public override void Save(StateSaver saver)
    {
        StateBlock block = saver.WriteWhole(SinkState);
        block.Put(StateBlock.NoGroup, default, _saved.Span);
        if (_held.Count == 0)
        {
            return;
        }

        StateBlock held = saver.WriteWhole(HeldState);
        ByteWriter image = new();
        foreach (Batch batch in _held)
        {
            image.Clear();
            BatchImage.Write(image, batch);
            held.Put(StateBlock.NoGroup, default, image.Written);
        }
    }

    /// <inheritdoc/>
    public override void Load(StateLoader loader)
    {
        // With other lanes there are none: a savepoint waits until they are written.
        using StateReader held = loader.Read(HeldState);
        while (held.MoveNext())
        {
            _held.Enqueue(BatchImage.Read(held.Value, _types, Context.Pool));
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _sink?.Dispose();
        while (_held.TryDequeue(out Batch? batch))
        {
            batch.Release();
        }

        base.Dispose();
    }

    /// <inheritdoc/>
    protected override void OnOpen()
    {
        _sink = Context.Connectors.CreateSink(table);
        _accepts = _sink.Accepts(query);
        _sink.Open(new SinkContext
        {
            Lane = Context.Lane,
            LaneCount = Context.LaneCount,
            Wake = Context.Wake,
            Clock = Context.Clock,
            HasCheckpoints = Context.HasCheckpoints,
            Home = Context.Home,
            Restored = Restored(),
        });
    }

    private List<ReadOnlyMemory<byte>> Restored()
    {
        List<ReadOnlyMemory<byte>> restored = [];
        using StateReader? reader = Context.Restored?.ReadOfAllLanes(SinkState);
        while (reader?.MoveNext() == true)
        {
            restored.Add(reader.Value.ToArray());
        }

        return restored;
    }

    /// <summary>Writes rows that there was no room for; false while there are any.</summary>
    private bool WriteHeld()
    {
        while (_held.Count > 0)
        {
            if (!_sink!.CanWrite)
            {
                return false;
            }

            Batch batch = _held.Dequeue();
            _sink.Write(batch);
            batch.Release();
        }

        return true;
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
