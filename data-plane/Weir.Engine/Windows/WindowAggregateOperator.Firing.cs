using Weir.Engine.Aggregates;
using Weir.Engine.Batches;

namespace Weir.Engine.Windows;

public sealed partial class WindowAggregateOperator
{
    private AggregateTable? _firing;
    private int _firingSlot;
    private long _windowEnd;
    private bool _keepsTable;
    private AggregateTable? _cumulated;
    private long _cumulatedStart = long.MinValue;
    private long _lastFired = long.MinValue;
    private long _nextEnd = long.MaxValue;

    /// <summary>How far time had come when rows last came: what ended by then has fired, or had no rows and never will.</summary>
    private long _settled = long.MinValue;
    private long _nextFireMs = long.MaxValue;
    private int[] _emitSlots = [];
    private Column[]? _keyColumns;

    /// <inheritdoc/>
    public override bool HasPending => _firing is not null || (_nextEnd != long.MaxValue && _nextFireMs <= _progress && _progress != long.MinValue);

    /// <inheritdoc/>
    public override void OnWatermark(long watermark)
    {
        if (IsProcessingTime)
        {
            return;
        }

        _progress = Math.Max(_progress, watermark);
        if (HasPending)
        {
            Continue();
        }
    }

    /// <inheritdoc/>
    public override void OnProcessingTime(long nowMs)
    {
        _progress = Math.Max(_progress, nowMs);
        if (HasPending)
        {
            Continue();
        }
    }

    /// <inheritdoc/>
    public override void Continue()
    {
        if (_firing is null)
        {
            Fire();
        }

        EmitSome();
    }

    /// <summary>Finds out which window ends next, given the slices there are.</summary>
    private void Schedule()
    {
        _nextEnd = long.MaxValue;
        if (_cumulated is not null && _cumulated.Keys.Count > 0)
        {
            _nextEnd = _lastFired + spec.Window.StepMs;
        }

        if (!_slices.IsEmpty)
        {
            foreach (long slice in _slices.Ends)
            {
                long end = FirstUnfired(spec.Window.FirstWindowEnd(slice));
                _nextEnd = Math.Min(_nextEnd, end);
                if (spec.Window.Kind != WindowKind.Hop || end == _nextEnd)
                {
                    break;
                }
            }
        }

        _nextFireMs = _nextEnd == long.MaxValue ? long.MaxValue : _clock.ToEpoch(_nextEnd - 1);
        Metrics.StateBytes = _slices.SizeBytes + (_cumulated?.SizeBytes ?? 0);
    }

    /// <summary>
    /// The first of a slice's window ends from the one given that is still to fire: neither has it fired nor had time passed it before the slice's rows came. A row that is late for one of its windows is not for the next.
    /// </summary>
    private long FirstUnfired(long end)
    {
        long past = _clock.IsIdentity && _settled != long.MinValue && _settled != long.MaxValue ? Math.Max(_lastFired, _settled + 1) : _lastFired;
        if (past != long.MinValue && end <= past)
        {
            end += (((past - end) / spec.Window.StepMs) + 1) * spec.Window.StepMs;
        }

        // Wall time does not run as time does: it is asked window by window.
        while (!_clock.IsIdentity && _settled != long.MinValue && _clock.ToEpoch(end - 1) <= _settled)
        {
            end += spec.Window.StepMs;
        }

        return end;
    }

    /// <summary>The table that a row of the slice goes to: what CUMULATE has already taken together goes on there.</summary>
    private AggregateTable TargetOf(long sliceEnd) =>
        spec.Window.Kind == WindowKind.Cumulate && _cumulated is not null && sliceEnd <= _lastFired && spec.Window.WindowStart(sliceEnd) == _cumulatedStart
            ? _cumulated
            : _slices.Get(sliceEnd);

    private void Fire()
    {
        _windowEnd = _nextEnd;
        long start = spec.Window.WindowStart(_windowEnd);
        switch (spec.Window.Kind)
        {
            case WindowKind.Tumble:
                _firing = _slices.Take(_windowEnd);
                _keepsTable = false;
                break;
            case WindowKind.Hop:
                _firing = _slices.Rent();
                _keepsTable = false;
                foreach (long slice in _slices.Ends)
                {
                    if (slice > start && slice <= _windowEnd)
                    {
                        _slices.Merge(_firing, _slices.Find(slice)!);
                    }
                }

                break;
            default:
                FireCumulate(start);
                break;
        }

        _firingSlot = 0;
    }

    private void FireCumulate(long start)
    {
        if (_cumulated is null || _cumulatedStart != start)
        {
            if (_cumulated is not null)
            {
                _slices.Return(_cumulated);
            }

            _cumulated = _slices.Rent();
            _cumulatedStart = start;
        }

        while (!_slices.IsEmpty && _slices.FirstEnd <= _windowEnd)
        {
            AggregateTable slice = _slices.Take(_slices.FirstEnd);
            _slices.Merge(_cumulated, slice);
            _slices.Return(slice);
        }

        _firing = _cumulated;
        _keepsTable = true;
    }

    private void EmitSome()
    {
        if (_emitSlots.Length == 0)
        {
            _emitSlots = new int[Context.Pool.BatchRows];
        }

        AggregateTable table = _firing!;
        int count = 0;
        for (; _firingSlot < table.Keys.SlotCount && count < _emitSlots.Length; _firingSlot++)
        {
            if (table.Keys.IsLive(_firingSlot) && (table.RowCounts is null || table.RowCounts[_firingSlot] != 0))
            {
                _emitSlots[count++] = _firingSlot;
            }
        }

        bool done = _firingSlot >= table.Keys.SlotCount;
        Batch? batch = count > 0 ? Output(table, _emitSlots.AsSpan(0, count)) : null;
        if (done)
        {
            EndFiring();
        }

        if (batch is not null)
        {
            Emit(batch);
        }
    }

    private Batch Output(AggregateTable table, ReadOnlySpan<int> slots)
    {
        int keys = spec.KeyTypes.Count;
        Batch batch = Context.Pool.Rent(_types, slots.Length);
        if (IsAttached)
        {
            _keyColumns ??= new Column[keys + 1];
            batch.Columns[..keys].CopyTo(_keyColumns);
            _keyColumns[keys] = batch.Columns[^3];
            table.Keys.ReadKeys(slots, _keyColumns, 0);
        }
        else
        {
            table.Keys.ReadKeys(slots, batch.Columns[..keys], 0);
            ((FixedColumn<long>)batch.Columns[^3]).Values[..slots.Length].Fill(spec.Window.WindowStart(_windowEnd));
        }

        table.Emit(slots, batch.Columns.Slice(keys, spec.Calls.Count), 0);
        ((FixedColumn<long>)batch.Columns[^2]).Values[..slots.Length].Fill(_windowEnd);
        ((FixedColumn<long>)batch.Columns[^1]).Values[..slots.Length].Fill(_clock.ToEpoch(_windowEnd - 1));
        return batch;
    }

    private void EndFiring()
    {
        if (!_keepsTable)
        {
            _slices.Return(_firing!);
        }

        _firing = null;
        _lastFired = _windowEnd;
        switch (spec.Window.Kind)
        {
            case WindowKind.Hop:
                while (!_slices.IsEmpty && spec.Window.LastWindowEnd(_slices.FirstEnd) <= _windowEnd)
                {
                    _slices.Return(_slices.Take(_slices.FirstEnd));
                }

                break;
            case WindowKind.Cumulate when _windowEnd == _cumulatedStart + spec.Window.SizeMs:
                _slices.Return(_cumulated!);
                _cumulated = null;
                break;
            default:
                break;
        }

        Schedule();
    }
}
