using Weir.Engine.Aggregates;
using Weir.Engine.Batches;
using Weir.Engine.Checkpoints;
using Weir.Engine.Runtime;
using Weir.Engine.State;
using Weir.Engine.Types;

namespace Weir.Engine.Operators;

/// <summary>What a grouped aggregation without windows is made of.</summary>
public sealed record GroupAggregateSpec
{
    /// <summary>Positions of the key columns; none for one group over all rows.</summary>
    public required IReadOnlyList<int> Keys { get; init; }

    /// <summary>Their types.</summary>
    public required IReadOnlyList<DataType> KeyTypes { get; init; }

    /// <summary>The aggregates; none for SELECT DISTINCT.</summary>
    public required IReadOnlyList<AggregateCall> Calls { get; init; }

    /// <summary>Whether input rows may take back.</summary>
    public required bool Retracts { get; init; }

    /// <summary>Whether -U is emitted before +U.</summary>
    public required bool EmitsUpdateBefore { get; init; }

    /// <summary>How long state is kept that is not written (table.exec.state.ttl), in processing time; 0 for ever. Changes that change nothing are told then too, as in Flink, so that state below stays as long.</summary>
    public long StateTtlMs { get; init; }

    /// <summary>Rows of a bundle (table.exec.mini-batch.size); 0 for changes row by row.</summary>
    public long MiniBatchRows { get; init; }

    /// <summary>How long a bundle waits at most (table.exec.mini-batch.allow-latency).</summary>
    public long MiniBatchLatencyMs { get; init; }

    /// <summary>Whether <see cref="MiniBatchRows"/> are batches, each of one key, of a <see cref="LocalBundleOperator"/>.</summary>
    public bool CountsBatches { get; init; }

    /// <summary>Whether a watermark ends a bundle: so where windows of event time come after it, as otherwise it would pass the bundle's rows; else only size and time do, as in Flink.</summary>
    public bool FollowsWatermarks { get; init; } = true;
}

/// <summary>
/// GROUP BY without windows: a changelog of groups, keys before aggregates. Each input row changes its group and is told at once (+I, then -U and +U, and -D when the last row is taken back), as
/// Flink does; with mini-batch, changes of a bundle are told together, once per group.
/// </summary>
public sealed partial class GroupAggregateOperator : Operator
{
    private const string GroupsState = "groups";

    private readonly GroupAggregateSpec _spec;
    private readonly KeyEncoder _encoder;
    private readonly KeyBatch _keys = new();
    private readonly AggregateTable _table;
    private readonly CountState _rowCounts = new();
    private readonly SlotAges? _ages;
    private readonly List<SlotState> _columns;
    private GroupChanges _changes = null!;
    private int _chunkRows;
    private Batch? _batch;
    private int[] _rows = [];
    private int _rowCount;
    private int _position;
    private int[] _slots = [];
    private byte[] _skips = [];
    private byte[] _resets = [];
    private int[] _ofChanges = [];
    private byte[] _was = [];
    private byte[] _is = [];

    /// <summary>An aggregation as specified.</summary>
    public GroupAggregateOperator(GroupAggregateSpec spec)
    {
        _spec = spec;
        _encoder = new KeyEncoder(spec.Keys, spec.KeyTypes);
        _table = new AggregateTable(spec.KeyTypes, spec.Calls, spec.Retracts);
        _rowCounts.EnsureSlots(16);
        _ages = spec.StateTtlMs > 0 ? new SlotAges(spec.StateTtlMs) : null;
        _columns = [_rowCounts, .. _table.Columns];
        if (_ages is not null)
        {
            _columns.Add(_ages);
        }
    }

    private bool IsMiniBatch => _spec.MiniBatchRows > 0;

    /// <inheritdoc/>
    public override bool HasPending => _batch is not null || _flushing;

    /// <inheritdoc/>
    public override void Process(Batch batch, int input)
    {
        if (IsMiniBatch)
        {
            ProcessBundle(batch);
            return;
        }

        _batch = batch;
        _position = 0;
        _rowCount = batch.SelectedCount;
        if (_rows.Length < _rowCount)
        {
            _rows = new int[Math.Max(_rowCount, ColumnPool.DefaultBatchRows)];
        }

        int k = 0;
        foreach (int row in batch.Rows)
        {
            _rows[k++] = row;
        }

        Continue();
    }

    /// <inheritdoc/>
    public override void Continue()
    {
        if (_flushing)
        {
            FlushSome();
            return;
        }

        int count = Math.Min(_chunkRows, _rowCount - _position);
        Batch batch = _batch!;
        Batch? output = ProcessChunk(batch, _rows.AsSpan(_position, count));
        _position += count;
        if (_position >= _rowCount)
        {
            _batch = null;
            batch.Release();
            Sweep();
            Metrics.StateBytes = StateBytes;
        }

        if (output is not null)
        {
            Emit(output);
        }
    }

    /// <summary>Ends the bundle, as Flink does.</summary>
    public override void BeforeSave()
    {
        if (IsMiniBatch)
        {
            Flush();
        }
    }

    /// <inheritdoc/>
    public override void Save(StateSaver saver) => saver.WriteTable(GroupsState, _table.Keys, _columns);

    /// <inheritdoc/>
    public override void Load(StateLoader loader) => loader.ReadTable(GroupsState, _table.Keys, _columns);

    /// <inheritdoc/>
    public override void Dispose()
    {
        _table.Dispose();
        _rowCounts.Dispose();
        _ages?.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override void OnOpen()
    {
        if (Context.HasCheckpoints)
        {
            _table.Keys.TrackChanges();
        }

        _chunkRows = Math.Max(1, Context.Pool.BatchRows / 2);
        _changes = new GroupChanges(_spec.KeyTypes, [.. _spec.Calls.Select(c => c.Aggregate.ResultType)], _spec.EmitsUpdateBefore, _spec.StateTtlMs > 0, Context.Pool);
        int size = Context.Pool.BatchRows * 2;
        if (IsMiniBatch)
        {
            _before = [.. _spec.Calls.Select(c => ColumnFactory.Create(c.Aggregate.ResultType, _chunkRows))];
            _bundleRange = new int[size];
        }

        _slots = new int[size];
        _skips = new byte[size];
        _resets = new byte[size];
        _was = new byte[size];
        _is = new byte[size];
    }

    private Batch? ProcessChunk(Batch batch, ReadOnlySpan<int> rows)
    {
        Selection selection = new(rows);
        Span<int> slots = _slots.AsSpan(0, rows.Length);
        _table.FindOrAdd(_encoder, batch.Columns, selection, _keys, slots);
        _rowCounts.EnsureSlots(_table.Keys.SlotCount);
        foreach (int slot in Expired(slots))
        {
            Forget(slot);
        }

        CountRows(batch, rows, slots);
        _changes.Begin(rows.Length);
        _table.AccumulateEach(batch, selection, slots, batch.IsInsertOnly ? default : _skips.AsSpan(0, rows.Length), _resets.AsSpan(0, rows.Length), _changes.Values);
        _changes.Settle(_was, _is, step: 2, gap: 1);
        Batch? output = _changes.Finish();
        if (output is not null)
        {
            WriteKeys(output, batch, rows);
        }

        if (!batch.IsInsertOnly)
        {
            foreach (int slot in slots)
            {
                if (_table.Keys.IsLive(slot) && _rowCounts[slot] == 0)
                {
                    _table.Keys.Remove(slot);
                }
            }
        }

        return output;
    }

    private long StateBytes => _table.SizeBytes + _rowCounts.SizeBytes + (_ages?.SizeBytes ?? 0);

    /// <summary>The groups of these that have not been written for too long; all of these are now.</summary>
    private ReadOnlySpan<int> Expired(ReadOnlySpan<int> slots) => _ages is null ? default : _ages.Write(slots, _table.Keys.SlotCount, Context.Evaluation.NowMs);

    private void Forget(int slot)
    {
        _table.Reset(slot);
        _rowCounts[slot] = 0;
    }

    /// <summary>Takes out some of the groups that have expired and whose keys have not come again.</summary>
    private void Sweep()
    {
        foreach (int slot in _ages is null ? default : _ages.Sweep(_table.Keys.SlotCount, Context.Evaluation.NowMs))
        {
            if (_table.Keys.IsLive(slot))
            {
                Forget(slot);
                _table.Keys.Remove(slot);
            }
        }
    }

    private void WriteKeys(Batch output, Batch batch, ReadOnlySpan<int> rows)
    {
        ReadOnlySpan<int> keyRows = OfChanges(rows);
        for (int i = 0; i < _spec.Keys.Count; i++)
        {
            output.Columns[i].Gather(0, batch.Columns[_spec.Keys[i]], keyRows);
        }
    }

    /// <summary>What each change's group has: the k-th of these is the k-th group's.</summary>
    private ReadOnlySpan<int> OfChanges(ReadOnlySpan<int> ofGroups)
    {
        ReadOnlySpan<int> groups = _changes.Groups;
        if (_ofChanges.Length < groups.Length)
        {
            _ofChanges = new int[Math.Max(groups.Length, ColumnPool.DefaultBatchRows)];
        }

        for (int i = 0; i < groups.Length; i++)
        {
            _ofChanges[i] = ofGroups[groups[i]];
        }

        return _ofChanges.AsSpan(0, groups.Length);
    }

    /// <summary>Counts the rows of each group row by row: which row is a group's first, which takes its last one back, and which takes back from a group that has none (it is passed over).</summary>
    private void CountRows(Batch batch, ReadOnlySpan<int> rows, ReadOnlySpan<int> slots)
    {
        for (int k = 0; k < rows.Length; k++)
        {
            ref long count = ref _rowCounts[slots[k]];
            bool retracts = batch.KindOf(rows[k]).IsRetraction();
            bool skip = retracts && count == 0;
            _was[k] = count == 0 ? (byte)0 : (byte)1;
            count += skip ? 0 : retracts ? -1 : 1;
            _is[k] = count == 0 ? (byte)0 : (byte)1;
            _skips[k] = skip ? (byte)1 : (byte)0;
            _resets[k] = (byte)(1 - _is[k]);
        }
    }
}
