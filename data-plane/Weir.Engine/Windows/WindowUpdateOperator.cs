using Weir.Engine.Aggregates;
using Weir.Engine.Batches;
using Weir.Engine.Checkpoints;
using Weir.Engine.Expressions;
using Weir.Engine.Runtime;
using Weir.Engine.State;
using Weir.Engine.Types;

namespace Weir.Engine.Windows;

/// <summary>
/// Aggregates by group windows that tell more than once: before their end, or again for rows that come after it. What a group told is kept, so that it tells +I first, then -U and +U where its values have changed, and -D when its rows
/// have all been taken back. Emits what <see cref="WindowAggregateOperator"/> does.
/// <para>
/// A row is aggregated into each of its windows: windows told early have no use for slices, as each would be merged for every telling. Source: Flink's WindowOperator and AggregateWindowOperator with their triggers.
/// </para>
/// </summary>
public sealed partial class WindowUpdateOperator : Operator
{
    private const string GroupsState = "groups";
    private const string TimeState = "time";

    private readonly WindowAggregateSpec _spec;
    private readonly WindowEmit _emit;
    private readonly WindowSpec _window;
    private readonly SliceAssignment.ByEventTime? _byEventTime;
    private readonly DataType[] _keyTypes;
    private readonly DataType[] _types;
    private readonly AggregateTable _table;
    private readonly List<SlotState> _columns;
    private readonly Column[] _values;
    private readonly Column[] _keyColumns;
    private readonly KeyBatch _keys = new();
    private readonly ByteWriter _value = new();
    private readonly FixedColumn<long> _ends = (FixedColumn<long>)ColumnFactory.Create(DataType.Timestamp(3), 1);
    private readonly SortedList<long, OpenWindow> _open = [];
    private KeyEncoder? _encoder;
    private Column[] _inputColumns = [];
    private Group[] _groups = [];
    private WindowClock _clock = null!;
    private TimeZoneInfo? _zone;
    private long _progress = long.MinValue;
    private Batch? _batch;
    private int _nextRow;

    /// <summary>The start of the row's next window, from the latest back; none has been looked at yet at <see cref="long.MaxValue"/>.</summary>
    private long _nextStart = long.MaxValue;
    private bool _isLate;
    private int[] _lateRows = [];
    private int _late;

    /// <summary>The aggregation; its slices are by event time or by processing time, over windows that tumble or hop.</summary>
    public WindowUpdateOperator(WindowAggregateSpec spec, WindowEmit emit)
    {
        _spec = spec;
        _emit = emit;
        _byEventTime = spec.Slices as SliceAssignment.ByEventTime;
        _window = spec.Slices switch
        {
            SliceAssignment.ByEventTime e => e.Window,
            SliceAssignment.ByProcessingTime p => p.Window,
            _ => throw new ArgumentException("Rows that carry their window have no group windows.", nameof(spec)),
        };
        _keyTypes = [.. spec.KeyTypes, DataType.Timestamp(3)];
        _types = [.. spec.KeyTypes, .. spec.Calls.Select(c => c.Aggregate.ResultType), .. WindowTime.Types];
        _table = new AggregateTable(_keyTypes, spec.Calls, spec.Retracts, spec.Retracts, spec.KeyTypes.Count);
        _values = [.. spec.Calls.Select(c => ColumnFactory.Create(c.Aggregate.ResultType, 1))];
        _keyColumns = new Column[spec.KeyTypes.Count + 1];
        _columns = [.. _table.Columns, new GroupColumn(this)];
    }

    /// <inheritdoc/>
    public override bool HasPending => _batch is not null || _due.Count > 0 || _closing.Count > 0;

    private bool IsProcessingTime => _byEventTime is null;

    /// <inheritdoc/>
    public override void Process(Batch batch, int input)
    {
        if (batch.SelectedCount == 0)
        {
            batch.Release();
            return;
        }

        int columns = batch.Columns.Length;
        _encoder ??= new KeyEncoder([.. _spec.Keys, columns], _keyTypes);
        if (_inputColumns.Length != columns + 1)
        {
            _inputColumns = new Column[columns + 1];
        }

        batch.Columns.CopyTo(_inputColumns);
        _inputColumns[columns] = _ends;
        _ends.EnsureCapacity(batch.RowCount);
        if (_lateRows.Length < batch.SelectedCount)
        {
            _lateRows = new int[Math.Max(batch.SelectedCount, ColumnPool.DefaultBatchRows)];
        }

        _batch = batch;
        _nextRow = 0;
        _nextStart = long.MaxValue;
        _late = 0;
        Continue();
    }

    /// <inheritdoc/>
    public override void Continue()
    {
        Output output = new(Context.Pool.Rent(_types, Math.Max(Context.Pool.BatchRows, 2)));
        while (_due.Count > 0 && output.HasRoom)
        {
            (int group, int version) = _due.Dequeue();
            if (_groups[group].Version == version)
            {
                Tell(group, ref output);
            }
        }

        while (_due.Count == 0 && _closing.TryDequeue(out OpenWindow? window))
        {
            Close(window);
        }

        if (_batch is { } batch && _due.Count == 0)
        {
            while (_nextRow < batch.SelectedCount && TakeRow(batch, batch.Rows[_nextRow], ref output))
            {
                _nextRow++;
            }

            if (_nextRow == batch.SelectedCount)
            {
                EndBatch(batch);
            }
        }

        Metrics.StateBytes = _table.SizeBytes;
        output.Batch.Truncate(output.Count, output.IsInsertOnly);
        Emit(output.Batch);
    }

    /// <summary>Writes the groups with what they have told and when they tell next.</summary>
    public override void Save(StateSaver saver)
    {
        saver.WriteTable(GroupsState, _table.Keys, _columns);
        saver.WriteWhole(TimeState).Put(StateBlock.NoGroup, default, BitConverter.GetBytes(_progress));
    }

    /// <inheritdoc/>
    public override void Load(StateLoader loader)
    {
        using (StateReader time = loader.Read(TimeState))
        {
            for (bool isFirst = true; time.MoveNext(); isFirst = false)
            {
                long progress = BitConverter.ToInt64(time.Value);
                _progress = isFirst ? progress : Math.Min(_progress, progress);
            }
        }

        loader.ReadTable(GroupsState, _table.Keys, _columns);
        for (int slot = 0; slot < _table.Keys.SlotCount; slot++)
        {
            if (_table.Keys.IsLive(slot))
            {
                Reopen(slot);
            }
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _batch?.Release();
        _batch = null;
        _table.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override void OnOpen()
    {
        _clock = new WindowClock(_byEventTime?.IsLocalTime != false ? Context.Evaluation.SessionTimeZone : null);
        _zone = _clock.IsIdentity ? null : Context.Evaluation.SessionTimeZone;
    }

    /// <summary>Takes a row into its windows, the latest first. False, to be called again for the same row, when the output is full.</summary>
    private bool TakeRow(Batch batch, int row, ref Output output)
    {
        long time = TimeOf(batch, row);
        if (_nextStart == long.MaxValue)
        {
            _nextStart = _window.StartOf(time, _window.StepMs);
            _isLate = true;
        }

        for (; _nextStart > time - _window.SizeMs; _nextStart -= _window.StepMs)
        {
            long end = _nextStart + _window.SizeMs;
            if (HasClosed(end))
            {
                continue;
            }

            if (!output.HasRoom)
            {
                return false;
            }

            _isLate = false;
            int group = GroupOf(row, end);
            _table.Accumulate(batch, new Selection(new ReadOnlySpan<int>(in row)), new ReadOnlySpan<int>(in group));
            if (TellsAtOnce(group, end))
            {
                Tell(group, ref output);
            }
        }

        _nextStart = long.MaxValue;
        if (_isLate)
        {
            _lateRows[_late++] = row;
        }

        return true;
    }

    private long TimeOf(Batch batch, int row)
    {
        if (_byEventTime is null)
        {
            return _clock.ToWall(Context.Evaluation.NowMs);
        }

        FixedColumn<long> times = (FixedColumn<long>)batch.Columns[_byEventTime.TimeColumn];
        return times.IsNull(row)
            ? throw new EvaluationException("RowTime field should not be null, please convert it to a non-null long value.")
            : _clock.ToWall(times[row]);
    }

    /// <summary>The slot of the row's group in the window that ends then.</summary>
    private int GroupOf(int row, long end)
    {
        _ends[row] = end;
        _encoder!.Encode(_inputColumns, new Selection(new ReadOnlySpan<int>(in row)), _keys);
        int slot = 0;
        _table.FindOrAdd(_keys, new Span<int>(ref slot));
        if (slot >= _groups.Length)
        {
            Array.Resize(ref _groups, Math.Max(64, Math.Max(slot + 1, _groups.Length * 2)));
        }

        ref Group group = ref _groups[slot];
        if (!group.IsLive)
        {
            group = new Group { IsLive = true, Version = group.Version + 1, End = end };
            if (!_open.TryGetValue(end, out OpenWindow? window))
            {
                _open.Add(end, window = new OpenWindow { End = end, IsOnTime = !IsProcessingTime && HasEnded(end) });
            }

            window.Groups.Add(slot);
        }

        return slot;
    }

    private void EndBatch(Batch batch)
    {
        Metrics.LateRows += _late;
        if (_late > 0 && KeepsLateRows)
        {
            Batch late = LateRows.Rent(batch, Context.Pool);
            foreach (int row in _lateRows.AsSpan(0, _late))
            {
                long start = _window.StartOf(TimeOf(batch, row), _window.StepMs);
                LateRows.Set(late, row, batch.KindOf(row), start, start + _window.SizeMs, _clock.ToWall(_progress));
            }

            late.Select(_lateRows.AsSpan(0, _late));
            EmitLate(late);
        }

        _batch = null;
        batch.Release();
    }

    private struct Group
    {
        public bool IsLive;

        /// <summary>Counts the groups that have had the slot, so that timers of former ones are known.</summary>
        public int Version;
        public long End;

        /// <summary>The values that it told last; null when it has told none.</summary>
        public byte[]? Told;

        /// <summary>Whether it has told on time, at its window's end.</summary>
        public bool HasToldOnTime;

        /// <summary>When it tells next by the clock; 0 when nothing is set.</summary>
        public long NextEarlyMs;
        public long NextLateMs;
    }

    private sealed class OpenWindow
    {
        public required long End { get; init; }

        public bool IsOnTime { get; set; }

        public List<int> Groups { get; } = [];
    }

    /// <summary>The batch that is being filled; a group tells at most two rows.</summary>
    private struct Output(Batch batch)
    {
        public readonly Batch Batch = batch;
        public readonly int Room = batch.RowCount;
        public int Count;
        public bool IsInsertOnly = true;

        public readonly bool HasRoom => Count + 2 <= Room;
    }
}
