using Weir.Engine.Batches;
using Weir.Engine.State;

namespace Weir.Engine.Windows;

public sealed partial class WindowUpdateOperator
{
    private readonly Queue<(int Group, int Version)> _due = new();
    private readonly Queue<OpenWindow> _closing = new();
    private readonly PriorityQueue<(int Group, int Version, bool IsLate), long> _timers = new();

    /// <inheritdoc/>
    public override long NextTimerMs
    {
        get
        {
            long next = _timers.TryPeek(out _, out long time) ? time : long.MaxValue;
            return IsProcessingTime && _open.Count > 0 ? Math.Min(next, _clock.ToTimer(_open.GetKeyAtIndex(0) - 1)) : next;
        }
    }

    /// <inheritdoc/>
    public override void OnWatermark(long watermark)
    {
        if (!IsProcessingTime)
        {
            Advance(watermark);
        }
    }

    /// <inheritdoc/>
    public override void OnProcessingTime(long nowMs)
    {
        while (_timers.TryPeek(out (int Group, int Version, bool IsLate) timer, out long time) && time <= nowMs)
        {
            _timers.Dequeue();
            ref Group group = ref _groups[timer.Group];
            ref long next = ref NextOf(ref group, timer.IsLate);
            if (group.Version != timer.Version || next != time || (timer.IsLate != LateByNow(in group) && !SharesTimer))
            {
                continue;
            }

            // Nothing has changed between tellings that the clock has jumped over: the next one is after now.
            long interval = (timer.IsLate ? _emit.LateDelayMs : _emit.EarlyDelayMs)!.Value;
            next = time + (((nowMs - time) / interval) + 1) * interval;
            _timers.Enqueue(timer, next);
            _due.Enqueue((timer.Group, timer.Version));
        }

        if (IsProcessingTime)
        {
            Advance(nowMs);
        }
        else if (HasPending)
        {
            Continue();
        }
    }

    /// <summary>With equal delays Flink's early and late triggers have one state.</summary>
    private bool SharesTimer => _emit.EarlyDelayMs == _emit.LateDelayMs;

    private bool LateByNow(in Group group) => _emit.LateDelayMs > 0 && group.HasToldOnTime;

    private ref long NextOf(ref Group group, bool isLate)
    {
        if (isLate && !SharesTimer)
        {
            return ref group.NextLateMs;
        }

        return ref group.NextEarlyMs;
    }

    private void Advance(long progressMs)
    {
        _progress = Math.Max(_progress, progressMs);
        for (int i = 0; i < _open.Count && HasEnded(_open.GetKeyAtIndex(i)); i++)
        {
            OpenWindow window = _open.GetValueAtIndex(i);
            if (window.IsOnTime)
            {
                continue;
            }

            window.IsOnTime = true;
            foreach (int slot in window.Groups)
            {
                _groups[slot].HasToldOnTime = true;
                _due.Enqueue((slot, _groups[slot].Version));
            }
        }

        while (_open.Count > 0 && HasClosed(_open.GetKeyAtIndex(0)))
        {
            _closing.Enqueue(_open.GetValueAtIndex(0));
            _open.RemoveAt(0);
        }

        if (HasPending)
        {
            Continue();
        }
    }

    private bool HasEnded(long end) => _progress != long.MinValue && _clock.ToTimer(end - 1) <= _progress;

    /// <summary>Whether the window takes no more rows. By processing time rows are never late.</summary>
    private bool HasClosed(long end) => IsProcessingTime
        ? _open.TryGetValue(end, out OpenWindow? window) && window.IsOnTime
        : _progress != long.MinValue && _clock.ToTimer(end - 1 + _emit.AllowedLatenessMs) <= _progress;

    /// <summary>Whether a group tells because of a row that it has just taken; sets its timer where it tells by the clock.</summary>
    private bool TellsAtOnce(int slot, long end)
    {
        ref Group group = ref _groups[slot];
        if (LateByNow(in group))
        {
            Set(ref group, slot, isLate: true, _emit.LateDelayMs!.Value);
            return false;
        }

        if (!IsProcessingTime && HasEnded(end))
        {
            return true;
        }

        if (_emit.EarlyDelayMs > 0)
        {
            Set(ref group, slot, isLate: false, _emit.EarlyDelayMs.Value);
        }

        return _emit.EarlyDelayMs == 0;
    }

    private void Set(ref Group group, int slot, bool isLate, long delayMs)
    {
        ref long next = ref NextOf(ref group, isLate);
        if (next == 0)
        {
            next = Context.Evaluation.NowMs + delayMs;
            _timers.Enqueue((slot, group.Version, isLate), next);
        }
    }

    /// <summary>Tells what has changed since the group told last: at most two rows.</summary>
    private void Tell(int slot, ref Output output)
    {
        ref Group group = ref _groups[slot];
        if (_table.RowCounts is { } counts && counts[slot] == 0)
        {
            if (group.Told is { } last)
            {
                Write(slot, RowKind.Delete, last, ref output);
                group.Told = null;
            }

            return;
        }

        _value.Clear();
        foreach (Column column in _values)
        {
            column.Clear();
        }

        _table.Emit(new ReadOnlySpan<int>(in slot), _values, 0);
        foreach (Column column in _values)
        {
            ValueCodec.Write(_value, column, 0);
        }

        if (group.Told is not { } told)
        {
            group.Told = _value.Written.ToArray();
            Write(slot, RowKind.Insert, group.Told, ref output);
        }
        else if (!_value.Written.SequenceEqual(told))
        {
            Write(slot, RowKind.UpdateBefore, told, ref output);
            group.Told = _value.Written.ToArray();
            Write(slot, RowKind.UpdateAfter, group.Told, ref output);
        }
    }

    private void Write(int slot, RowKind kind, ReadOnlySpan<byte> values, ref Output output)
    {
        Batch batch = output.Batch;
        int row = output.Count++;
        int keys = _spec.KeyTypes.Count;
        long end = _groups[slot].End;
        batch.Columns[..keys].CopyTo(_keyColumns);
        _keyColumns[keys] = batch.Columns[^2];
        _table.Keys.ReadKeys(new ReadOnlySpan<int>(in slot), _keyColumns, row);
        foreach (Column column in batch.Columns.Slice(keys, _spec.Calls.Count))
        {
            values = ValueCodec.Read(values, column, row);
        }

        WindowTime.Write(batch, row, end - _window.SizeMs, end, _zone);
        if (kind != RowKind.Insert && output.IsInsertOnly)
        {
            batch.TrackKinds();
            output.IsInsertOnly = false;
        }

        if (!output.IsInsertOnly)
        {
            batch.Kinds[row] = kind;
        }
    }

    private void Close(OpenWindow window)
    {
        foreach (int slot in window.Groups)
        {
            _table.Reset(slot);
            _table.Keys.Remove(slot);
            _groups[slot] = new Group { Version = _groups[slot].Version + 1 };
        }
    }
}
