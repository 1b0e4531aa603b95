using Weir.Engine.Aggregates;
using Weir.Engine.Batches;

namespace Weir.Engine.Windows;

public sealed partial class WindowAggregateOperator
{
    /// <summary>The size of the state is asked of every slice, so it is told once in so many batches, and whenever a window has fired.</summary>
    private const int BatchesPerSize = 64;
    private AggregateTable? _firing;
    private int _firingSlot;
    private long _windowEnd;
    private AggregateTable? _cumulated;
    private AggregateTable? _spareCumulated;
    private long _cumulatedStart = long.MinValue;
    private long _lastFired = long.MinValue;
    private long _nextEnd = long.MaxValue;
    private long _scheduledFor = long.MaxValue;
    private int _batchesToSize;

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
        if (_isProcessingTime)
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

    /// <summary>Rows have come: what ends next is another window only when the first slice is another.</summary>
    private void ScheduleAfterRows()
    {
        if (_nextEnd == long.MaxValue || (!_slices.IsEmpty && _slices.FirstEnd != _scheduledFor))
        {
            Schedule();
        }

        if (--_batchesToSize <= 0)
        {
            TellSize();
        }
    }

    /// <summary>Finds out which window ends next: the first one of the first slice that has not fired, as later slices' windows end no earlier.</summary>
    private void Schedule()
    {
        _nextEnd = _cumulated is not null && _cumulated.Keys.Count > 0 ? _lastFired + _window.StepMs : long.MaxValue;
        _scheduledFor = _slices.IsEmpty ? long.MaxValue : _slices.FirstEnd;
        if (!_slices.IsEmpty)
        {
            _nextEnd = Math.Min(_nextEnd, FirstUnfired(_window.FirstWindowEnd(_scheduledFor)));
        }

        _nextFireMs = _nextEnd == long.MaxValue ? long.MaxValue : _clock.ToTimer(_nextEnd - 1);
    }

    /// <summary>
    /// The first of a slice's window ends from the one given that is still to fire: neither has it fired nor had time passed it before the slice's rows came. A row that is late for one of its windows is not for the next.
    /// </summary>
    private long FirstUnfired(long end)
    {
        long past = _clock.IsIdentity && _settled != long.MinValue && _settled != long.MaxValue ? Math.Max(_lastFired, _settled + 1) : _lastFired;
        if (past != long.MinValue && end <= past)
        {
            end += (((past - end) / _window.StepMs) + 1) * _window.StepMs;
        }

        // Wall time does not run as time does: it is asked window by window.
        while (!_clock.IsIdentity && _settled != long.MinValue && _clock.ToTimer(end - 1) <= _settled)
        {
            end += _window.StepMs;
        }

        return end;
    }

    /// <summary>The table that a row of the slice goes to: what CUMULATE has already taken together goes on there.</summary>
    private AggregateTable TargetOf(long sliceEnd) =>
        _window.Kind == WindowKind.Cumulate && _cumulated is not null && sliceEnd <= _lastFired && _window.WindowStart(sliceEnd) == _cumulatedStart
            ? _cumulated
            : _slices.Get(sliceEnd);

    private void Fire()
    {
        _windowEnd = _nextEnd;
        long start = _window.WindowStart(_windowEnd);
        _firing = _window.Kind switch
        {
            WindowKind.Tumble => _slices.Take(_windowEnd),
            WindowKind.Hop => _merger!.Merge(start, _windowEnd),
            _ => Cumulate(start),
        };
        _firingSlot = 0;
    }

    /// <summary>The running total of the windows that begin then, slices up to the window's end taken in: each goes into it once, and is no more.</summary>
    private AggregateTable Cumulate(long start)
    {
        if (_cumulatedStart != start || _cumulated is null)
        {
            EndCumulated();
            _cumulated = _spareCumulated ?? CreateTable();
            _spareCumulated = null;
            _cumulatedStart = start;
        }

        while (!_slices.IsEmpty && _slices.FirstEnd <= _windowEnd)
        {
            AggregateTable slice = _slices.Take(_slices.FirstEnd);
            _slices.Merge(_cumulated, slice);
            _slices.Return(slice);
        }

        return _cumulated;
    }

    /// <summary>The table is as large as the largest window, so it is kept apart from those of slices.</summary>
    private void EndCumulated()
    {
        if (_cumulated is not null)
        {
            _cumulated.Clear();
            _spareCumulated = _cumulated;
            _cumulated = null;
        }
    }

    private void EmitSome()
    {
        if (_emitSlots.Length == 0)
        {
            _emitSlots = new int[Context.Pool.BatchRows];
        }

        AggregateTable table = _firing!;
        int count = 0;
        int end = table.Keys.SlotCount;
        bool all = table.Keys.Count == end;
        for (; _firingSlot < end && count < _emitSlots.Length; _firingSlot++)
        {
            if ((all || table.Keys.IsLive(_firingSlot)) && (table.RowCounts is null || table.RowCounts[_firingSlot] != 0))
            {
                _emitSlots[count++] = _firingSlot;
            }
        }

        bool done = _firingSlot >= end;
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
        int keys = _spec.KeyTypes.Count;
        Batch batch = Context.Pool.Rent(_types, slots.Length);
        if (_byOwnWindow is not null)
        {
            _keyColumns ??= new Column[keys + 1];
            batch.Columns[..keys].CopyTo(_keyColumns);
            _keyColumns[keys] = batch.Columns[^3];
            table.Keys.ReadKeys(slots, _keyColumns, 0);
        }
        else
        {
            table.Keys.ReadKeys(slots, batch.Columns[..keys], 0);
            ((FixedColumn<long>)batch.Columns[^3]).Values[..slots.Length].Fill(_window.WindowStart(_windowEnd));
        }

        table.Emit(slots, batch.Columns.Slice(keys, _spec.Calls.Count), 0);
        ((FixedColumn<long>)batch.Columns[^2]).Values[..slots.Length].Fill(_windowEnd);
        ((FixedColumn<long>)batch.Columns[^1]).Values[..slots.Length].Fill(WindowTime.Of(_windowEnd, _zone));
        return batch;
    }

    private void EndFiring()
    {
        AggregateTable fired = _firing!;
        bool isResumed = fired == _resumed;
        _firing = null;
        _lastFired = _windowEnd;
        if (isResumed)
        {
            _resumed!.Dispose();
            _resumed = null;
        }

        switch (_window.Kind)
        {
            case WindowKind.Tumble:
                if (!isResumed)
                {
                    _slices.Return(fired);
                }

                break;
            case WindowKind.Hop:
                while (!_slices.IsEmpty && _slices.FirstEnd is var end && _window.LastWindowEnd(end) <= _windowEnd)
                {
                    AggregateTable slice = _slices.Take(end);
                    _merger!.Drop(end, slice);
                    _slices.Return(slice);
                }

                break;
            default:
                if (_windowEnd == _cumulatedStart + _window.SizeMs)
                {
                    EndCumulated();
                }

                break;
        }

        Schedule();
        TellSize();
    }

    private void TellSize()
    {
        _batchesToSize = BatchesPerSize;
        Metrics.StateBytes = _slices.SizeBytes + (_merger?.SizeBytes ?? 0) + (_cumulated?.SizeBytes ?? 0) + (_spareCumulated?.SizeBytes ?? 0);
    }
}
