using Weir.Engine.Batches;
using Weir.Engine.Runtime;
using Weir.Engine.State;
using Weir.Engine.Types;

namespace Weir.Engine.Operators;

/// <summary>What a first phase of mini-batch is made of.</summary>
public sealed record LocalBundleSpec
{
    /// <summary>Positions of the key columns.</summary>
    public required IReadOnlyList<int> Keys { get; init; }

    /// <summary>The types of all columns.</summary>
    public required IReadOnlyList<DataType> Types { get; init; }

    /// <summary>Rows of a bundle.</summary>
    public required long Rows { get; init; }

    /// <summary>How long a bundle waits at most.</summary>
    public required long LatencyMs { get; init; }

    /// <summary>Whether a watermark ends a bundle: so where windows of event time come after it, as otherwise it would pass the bundle's rows; else only size and time do, as in Flink.</summary>
    public bool FollowsWatermarks { get; init; } = true;
}

/// <summary>
/// The first of mini-batch's two phases: gathers the rows of a bundle and hands them on key by key, a batch for each. Flink aggregates them here already; what its second phase counts towards its own
/// bundle is not rows but keys of these bundles, and that is what the batches are for (<see cref="GroupAggregateSpec.CountsBatches"/>).
/// </summary>
public sealed class LocalBundleOperator(LocalBundleSpec spec) : Operator
{
    private readonly KeyEncoder _encoder = new(spec.Keys, [.. spec.Keys.Select(k => spec.Types[k])]);
    private readonly KeyBatch _keys = new();
    private readonly BundleKeyOrder _order = new(spec.Keys, [.. spec.Keys.Select(k => spec.Types[k])]);
    private readonly Queue<Batch> _ready = new();
    private Batch? _bundle;
    private RowKind[] _kinds = [];
    private int _rows;
    private long _dueMs = long.MaxValue;

    /// <inheritdoc/>
    public override bool HasPending => _ready.Count > 0;

    /// <inheritdoc/>
    public override long NextTimerMs => _dueMs;

    /// <inheritdoc/>
    public override void Process(Batch batch, int input)
    {
        foreach (int row in batch.Rows)
        {
            Add(batch, row);
            if (_rows >= spec.Rows)
            {
                Close();
            }
        }

        batch.Release();
        Continue();
    }

    /// <inheritdoc/>
    public override void Continue()
    {
        if (_ready.TryDequeue(out Batch? batch))
        {
            Emit(batch);
        }
    }

    /// <summary>Ends the bundle: nothing is kept over a checkpoint.</summary>
    public override void BeforeSave() => Flush();

    /// <inheritdoc/>
    public override void OnProcessingTime(long nowMs) => Flush();

    /// <inheritdoc/>
    public override void OnWatermark(long watermark)
    {
        if (spec.FollowsWatermarks)
        {
            Flush();
        }
    }

    /// <inheritdoc/>
    public override void OnEnd() => Flush();

    /// <inheritdoc/>
    public override void Dispose()
    {
        _bundle?.Release();
        while (_ready.TryDequeue(out Batch? batch))
        {
            batch.Release();
        }

        base.Dispose();
    }

    /// <inheritdoc/>
    protected override void OnOpen() => _kinds = new RowKind[spec.Rows];

    private void Flush()
    {
        Close();
        Continue();
    }

    private void Add(Batch batch, int row)
    {
        if (_bundle is null)
        {
            _bundle = Context.Pool.Rent(spec.Types, (int)spec.Rows);
            foreach (Column column in _bundle.Columns)
            {
                column.EnsureCapacity((int)spec.Rows);
            }

            _dueMs = Context.Evaluation.NowMs + spec.LatencyMs;
        }

        for (int c = 0; c < spec.Types.Count; c++)
        {
            _bundle.Columns[c].CopyRow(_rows, batch.Columns[c], row);
        }

        _kinds[_rows++] = batch.KindOf(row);
    }

    /// <summary>Ends the bundle: its rows stand ready, key by key.</summary>
    private void Close()
    {
        _dueMs = long.MaxValue;
        if (_bundle is null)
        {
            return;
        }

        _encoder.Encode(_bundle.Columns, new Selection(_rows), _keys);
        List<int> firstRows = [];
        List<List<int>> rows = [];
        for (int row = 0; row < _rows; row++)
        {
            int key = firstRows.FindIndex(first => Same(first, row));
            if (key < 0)
            {
                key = firstRows.Count;
                firstRows.Add(row);
                rows.Add([]);
            }

            rows[key].Add(row);
        }

        List<int> sorted = [.. firstRows];
        _order.Sort(_bundle.Columns, sorted);
        foreach (int first in sorted)
        {
            _ready.Enqueue(Copy(_bundle, [.. rows[firstRows.IndexOf(first)]]));
        }

        _bundle.Release();
        _bundle = null;
        _rows = 0;
    }

    private bool Same(int a, int b) => _keys.IsNumeric
        ? _keys.Numbers[a] == _keys.Numbers[b] && (!_keys.HasNulls || _keys.Nulls[a] == _keys.Nulls[b])
        : _keys[a].SequenceEqual(_keys[b]);

    private Batch Copy(Batch bundle, int[] rows)
    {
        Batch copy = Context.Pool.Rent(spec.Types, rows.Length);
        for (int c = 0; c < spec.Types.Count; c++)
        {
            copy.Columns[c].EnsureCapacity(rows.Length);
            copy.Columns[c].Gather(0, bundle.Columns[c], rows);
        }

        if (rows.Any(r => _kinds[r] != RowKind.Insert))
        {
            Span<RowKind> kinds = copy.TrackKinds();
            for (int i = 0; i < rows.Length; i++)
            {
                kinds[i] = _kinds[rows[i]];
            }
        }

        return copy;
    }
}
