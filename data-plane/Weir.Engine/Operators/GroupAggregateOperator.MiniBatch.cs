using Weir.Engine.Batches;
using Weir.Engine.State;

namespace Weir.Engine.Operators;

/// <summary>
/// Mini-batch: rows go straight into the accumulators; of each group that a bundle touches, the values before are kept, and at the bundle's end before and after are compared.
/// </summary>
public sealed partial class GroupAggregateOperator
{
    private readonly NativeBuffer<byte> _dirty = new();
    private int[] _dirtySlots = [];
    private long[] _countsBefore = [];
    private int _dirtyCount;
    private long _bundleRows;
    private long _bundleDueMs = long.MaxValue;
    private bool _flushing;
    private int _flushed;
    private int[] _newSlots = [];
    private int[] _bundleRange = [];
    private int[] _kept = [];
    private int[] _keptSlots = [];
    private Column[] _before = null!;

    /// <inheritdoc/>
    public override long NextTimerMs => _bundleDueMs;

    /// <inheritdoc/>
    public override void OnProcessingTime(long nowMs) => Flush();

    /// <inheritdoc/>
    public override void OnWatermark(long watermark)
    {
        if (IsMiniBatch && _spec.FollowsWatermarks)
        {
            Flush();
        }
    }

    /// <inheritdoc/>
    public override void OnEnd()
    {
        if (IsMiniBatch)
        {
            Flush();
        }
    }

    private void ProcessBundle(Batch batch)
    {
        Selection rows = batch.Rows;
        if (_slots.Length < rows.Count)
        {
            _slots = new int[rows.Count];
        }

        Span<int> slots = _slots.AsSpan(0, rows.Count);
        _table.FindOrAdd(_encoder, batch.Columns, rows, _keys, slots);
        _rowCounts.EnsureSlots(_table.Keys.SlotCount);
        _dirty.EnsureLength(_table.Keys.SlotCount);
        foreach (int slot in Expired(slots))
        {
            if (_dirty[slot] == 0)
            {
                Forget(slot);
            }
        }

        KeepBefore(slots);
        if (batch.IsInsertOnly)
        {
            foreach (int slot in slots)
            {
                _rowCounts[slot]++;
            }

            _table.Accumulate(batch, rows, slots);
        }
        else
        {
            TakeBack(batch, rows, slots);
        }

        _bundleRows += _spec.CountsBatches ? 1 : rows.Count;
        if (_bundleDueMs == long.MaxValue)
        {
            _bundleDueMs = Context.Evaluation.NowMs + _spec.MiniBatchLatencyMs;
        }

        batch.Release();
        if (_bundleRows >= _spec.MiniBatchRows)
        {
            Flush();
        }
    }

    /// <summary>Keeps values and row counts of the groups that this bundle touches for the first time.</summary>
    private void KeepBefore(ReadOnlySpan<int> slots)
    {
        if (_newSlots.Length < slots.Length)
        {
            _newSlots = new int[slots.Length];
        }

        int count = 0;
        foreach (int slot in slots)
        {
            if (_dirty[slot] == 0)
            {
                _dirty[slot] = 1;
                _newSlots[count++] = slot;
            }
        }

        if (count == 0)
        {
            return;
        }

        if (_dirtySlots.Length < _dirtyCount + count)
        {
            int size = Math.Max(_dirtyCount + count, Math.Max(4096, _dirtySlots.Length * 2));
            Array.Resize(ref _dirtySlots, size);
            Array.Resize(ref _countsBefore, size);
        }

        for (int c = 0; c < _before.Length; c++)
        {
            _before[c].EnsureCapacity(_dirtyCount + count);
            _table.States[c].Emit(_newSlots.AsSpan(0, count), _before[c], _dirtyCount);
        }

        for (int i = 0; i < count; i++)
        {
            _dirtySlots[_dirtyCount + i] = _newSlots[i];
            _countsBefore[_dirtyCount + i] = _rowCounts[_newSlots[i]];
        }

        _dirtyCount += count;
    }

    /// <summary>Rows that take back from a group that has none are passed over.</summary>
    private void TakeBack(Batch batch, Selection rows, ReadOnlySpan<int> slots)
    {
        if (_kept.Length < rows.Count)
        {
            _kept = new int[Math.Max(rows.Count, ColumnPool.DefaultBatchRows)];
            _keptSlots = new int[_kept.Length];
        }

        int count = 0;
        for (int k = 0; k < slots.Length; k++)
        {
            ref long rowCount = ref _rowCounts[slots[k]];
            bool retracts = batch.Kinds[rows[k]].IsRetraction();
            if (retracts && rowCount == 0)
            {
                continue;
            }

            rowCount += retracts ? -1 : 1;
            _kept[count] = rows[k];
            _keptSlots[count++] = slots[k];
        }

        _table.Accumulate(batch, new Selection(_kept.AsSpan(0, count)), _keptSlots.AsSpan(0, count));
    }

    private void Flush()
    {
        _bundleDueMs = long.MaxValue;
        _bundleRows = 0;
        if (_dirtyCount > 0 && !_flushing)
        {
            _flushing = true;
            _flushed = 0;
            FlushSome();
        }
    }

    private void FlushSome()
    {
        int count = Math.Min(_chunkRows, _dirtyCount - _flushed);
        ReadOnlySpan<int> slots = _dirtySlots.AsSpan(_flushed, count);
        _changes.Begin(count);
        for (int k = 0; k < count; k++)
        {
            _bundleRange[k] = _flushed + k;
            _was[k] = _countsBefore[_flushed + k] == 0 ? (byte)0 : (byte)1;
            _is[k] = _rowCounts[slots[k]] == 0 ? (byte)0 : (byte)1;
        }

        for (int c = 0; c < _before.Length; c++)
        {
            _changes.Values[c].Gather(0, _before[c], _bundleRange.AsSpan(0, count));
            _table.States[c].Emit(slots, _changes.Values[c], count);
        }

        _changes.Settle(_was, _is, step: 1, gap: count);
        Batch? output = _changes.Finish();
        if (output is not null)
        {
            _table.Keys.ReadKeys(OfChanges(slots), output.Columns[.._spec.Keys.Count], 0);
        }

        foreach (int slot in slots)
        {
            _dirty[slot] = 0;
            if (_rowCounts[slot] == 0)
            {
                _table.Reset(slot);
                _table.Keys.Remove(slot);
            }
        }

        _flushed += count;
        if (_flushed == _dirtyCount)
        {
            _flushing = false;
            _dirtyCount = 0;
            foreach (Column column in _before)
            {
                column.Clear();
            }

            Sweep();
            Metrics.StateBytes = StateBytes;
        }

        if (output is not null)
        {
            Emit(output);
        }
    }
}
