using Weir.Engine.Batches;
using Weir.Engine.State;

namespace Weir.Engine.Operators;

/// <summary>Mini-batch: the rows of a bundle are gathered as they come; at its end the last row of each key goes the way of a single row.</summary>
public sealed partial class ChangelogNormalizeOperator
{
    private readonly NativeBuffer<int> _lastOfSlot = new();
    private Column[]? _bundle;
    private RowKind[] _bundleKinds = [];
    private int _bundleRows;
    private int[] _bundleSlots = [];
    private int[] _newest = [];
    private long _bundleDueMs = long.MaxValue;

    /// <inheritdoc/>
    public override long NextTimerMs => _bundleDueMs;

    private bool IsMiniBatch => _spec.MiniBatchRows > 0;

    /// <inheritdoc/>
    public override void OnProcessingTime(long nowMs) => Flush();

    private void Bundle(Batch batch)
    {
        if (_bundle is null)
        {
            _bundle = new Column[_spec.Types.Count];
            for (int c = 0; c < _bundle.Length; c++)
            {
                _bundle[c] = Context.Pool.Columns.Rent(_spec.Types[c]);
            }

            _bundleDueMs = Context.Evaluation.NowMs + _spec.MiniBatchLatencyMs;
        }

        int count = batch.SelectedCount;
        if (_bundleKinds.Length < _bundleRows + count)
        {
            Array.Resize(ref _bundleKinds, Math.Max(_bundleRows + count, Math.Max(ColumnPool.DefaultBatchRows, _bundleKinds.Length * 2)));
        }

        foreach (Column column in _bundle)
        {
            column.EnsureCapacity(_bundleRows + count);
        }

        foreach (int row in batch.Rows)
        {
            for (int c = 0; c < _bundle.Length; c++)
            {
                _bundle[c].CopyRow(_bundleRows, batch.Columns[c], row);
            }

            _bundleKinds[_bundleRows++] = batch.KindOf(row);
        }

        batch.Release();
        if (_bundleRows >= _spec.MiniBatchRows)
        {
            Flush();
        }
    }

    private void Flush()
    {
        _bundleDueMs = long.MaxValue;
        if (_bundle is null)
        {
            return;
        }

        Batch batch = Context.Pool.Rent(_bundle.Length, _bundleRows);
        for (int c = 0; c < _bundle.Length; c++)
        {
            batch.SetColumn(c, _bundle[c]);
        }

        _bundleKinds.AsSpan(0, _bundleRows).CopyTo(batch.TrackKinds());
        SelectNewest(batch);
        _bundle = null;
        _bundleRows = 0;
        Begin(batch);
    }

    /// <summary>Narrows the bundle to the last row of each key.</summary>
    private void SelectNewest(Batch batch)
    {
        if (_bundleSlots.Length < _bundleRows)
        {
            _bundleSlots = new int[_bundleKinds.Length];
            _newest = new int[_bundleKinds.Length];
        }

        Span<int> slots = _bundleSlots.AsSpan(0, _bundleRows);
        _encoder.Encode(batch.Columns, batch.Rows, _keys);
        _index.FindOrAdd(_keys, slots);
        _last.EnsureSlots(_index.SlotCount);
        _lastOfSlot.EnsureLength(_index.SlotCount);
        for (int row = 0; row < slots.Length; row++)
        {
            _lastOfSlot[slots[row]] = row;
        }

        int count = 0;
        for (int row = 0; row < slots.Length; row++)
        {
            _newest[count] = row;
            count += _lastOfSlot[slots[row]] == row ? 1 : 0;
        }

        batch.Select(_newest.AsSpan(0, count));
    }

    private void DropBundle()
    {
        foreach (Column column in _bundle ?? [])
        {
            column.Release();
        }

        _bundle = null;
        _lastOfSlot.Dispose();
    }
}
