using Weir.Engine.Batches;
using Weir.Engine.Expressions;
using Weir.Engine.State;
using Weir.Engine.Types;

namespace Weir.Engine.Aggregates;

/// <summary>
/// Groups and their accumulators: keys to slots, and for each aggregate a state by slot. For rows that may take back it also counts rows, so that a group without any is known to be gone.
/// </summary>
public sealed class AggregateTable : IDisposable
{
    private readonly AggregateCall[] _calls;
    private readonly AggregateState[] _states;
    private readonly CountState? _rowCounts;
    private int[] _filteredSlots = [];
    private int[] _filteredRows = [];
    private byte[] _passes = [];
    private uint[] _marks = [];
    private readonly Column[] _sharedColumns = new Column[SharedState.MaxCalls];

    /// <summary>An empty table for keys of the types (none: one group).</summary>
    public AggregateTable(IReadOnlyList<DataType> keyTypes, IReadOnlyList<AggregateCall> calls, bool retracts)
        : this(keyTypes, calls, retracts, retracts)
    {
    }

    /// <summary>An empty table whose states bear rows that take back when <paramref name="retracts"/>, and which counts its groups' rows when <paramref name="countsRows"/>; the first <paramref name="groupColumns"/> columns of a key say which key group it is in (null: all).</summary>
    public AggregateTable(IReadOnlyList<DataType> keyTypes, IReadOnlyList<AggregateCall> calls, bool retracts, bool countsRows, int? groupColumns = null)
    {
        Keys = KeyIndex.Create(keyTypes, groupColumns);
        _calls = [.. calls];
        _states = CreateStates(_calls, retracts);
        _rowCounts = countsRows ? new CountState() : null;
        Columns = _rowCounts is null ? [.. _states] : [_rowCounts, .. _states];
        EnsureSlots();
    }

    /// <summary>The groups.</summary>
    public KeyIndex Keys { get; }

    /// <summary>The state of each aggregate, in the order of the calls.</summary>
    public IReadOnlyList<AggregateState> States => _states;

    /// <summary>All that is kept by slot, in the order in which it is saved.</summary>
    public IReadOnlyList<SlotState> Columns { get; }

    /// <summary>How many rows each group has, when rows may take back.</summary>
    public CountState? RowCounts => _rowCounts;

    /// <summary>Whether all rows are of slot 0: there are no keys, and no owner that gives out slots itself.</summary>
    private bool HasOneGroup => Keys.KeyTypes.Count == 0 && Keys.Count == 1;

    /// <summary>Bytes of memory held.</summary>
    public long SizeBytes
    {
        get
        {
            long size = Keys.SizeBytes + (_rowCounts?.SizeBytes ?? 0);
            foreach (AggregateState state in _states)
            {
                size += state.SizeBytes;
            }

            return size;
        }
    }

    /// <summary>Finds or makes the group of each row by its key columns, which are encoded to <paramref name="keys"/>. Without keys there is one group, and nothing to encode.</summary>
    public void FindOrAdd(KeyEncoder encoder, ReadOnlySpan<Column> columns, Selection rows, KeyBatch keys, Span<int> slots)
    {
        if (Keys.KeyTypes.Count > 0)
        {
            encoder.Encode(columns, rows, keys);
            FindOrAdd(keys, slots);
        }
        else if (rows.Count > 0)
        {
            if (Keys.Count == 0)
            {
                encoder.Encode(columns, new Selection(1), keys);
                Keys.FindOrAdd(keys, slots);
                EnsureSlots();
            }

            slots[..rows.Count].Clear();
            Keys.MarkWritten(slots[..1]);
        }
    }

    /// <summary>Finds or makes the group of each key.</summary>
    public void FindOrAdd(KeyBatch keys, Span<int> slots)
    {
        int before = Keys.SlotCount;
        Keys.FindOrAdd(keys, slots);
        if (Keys.SlotCount > before)
        {
            EnsureSlots();
        }

        Keys.MarkWritten(slots[..keys.Count]);
    }

    /// <summary>Takes rows of a batch into their groups; the k-th slot is the k-th row's.</summary>
    public void Accumulate(Batch batch, Selection rows, ReadOnlySpan<int> slots)
    {
        ReadOnlySpan<RowKind> kinds = batch.IsInsertOnly ? default : batch.Kinds;
        _rowCounts?.Accumulate(slots, new AggregateInput { Arguments = default, Rows = rows, Kinds = kinds });
        for (int c = 0; c < _calls.Length; c++)
        {
            AggregateCall call = _calls[c];
            if (_states[c] is SharedStateMember member)
            {
                if (member.Call == 0)
                {
                    ArgumentColumns shared = new(batch, call.Arguments);
                    member.Shared.Accumulate(slots, new AggregateInput { Arguments = shared.Columns, Rows = rows, Kinds = kinds }, Marks(batch, rows, member.Shared, default));
                }

                continue;
            }

            ArgumentColumns arguments = new(batch, call.Arguments);
            if (call.Filter < 0)
            {
                AggregateInput input = new() { Arguments = arguments.Columns, Rows = rows, Kinds = kinds };
                if (!HasOneGroup || !_states[c].TryAccumulateAll(0, input))
                {
                    _states[c].Accumulate(slots, input);
                }

                continue;
            }

            int passed = Filter((FixedColumn<byte>)batch.Columns[call.Filter], rows, slots);
            if (passed > 0)
            {
                _states[c].Accumulate(
                    _filteredSlots.AsSpan(0, passed),
                    new AggregateInput { Arguments = arguments.Columns, Rows = new Selection(_filteredRows.AsSpan(0, passed)), Kinds = kinds });
            }
        }
    }

    /// <summary>
    /// As <see cref="Accumulate"/> row by row, for an owner that counts the rows of groups itself: the values before and after the k-th row are written at 2k and 2k + 1 of <paramref name="changes"/>, one column
    /// for each call. A row whose flag in <paramref name="skips"/> is 1 changes nothing (none are when it is empty); where <paramref name="resets"/> is 1 the group is emptied after the row.
    /// </summary>
    public void AccumulateEach(Batch batch, Selection rows, ReadOnlySpan<int> slots, ReadOnlySpan<byte> skips, ReadOnlySpan<byte> resets, ReadOnlySpan<Column> changes)
    {
        ReadOnlySpan<RowKind> kinds = batch.IsInsertOnly ? default : batch.Kinds;
        for (int c = 0; c < _calls.Length; c++)
        {
            AggregateCall call = _calls[c];
            ArgumentColumns arguments = new(batch, call.Arguments);
            AggregateInput input = new() { Arguments = arguments.Columns, Rows = rows, Kinds = kinds };
            if (_states[c] is not SharedStateMember member)
            {
                _states[c].AccumulateEach(slots, input, Passes(batch, rows, call.Filter, skips), resets, changes[c]);
            }
            else if (member.Call == 0)
            {
                member.Shared.AccumulateEach(slots, input, Marks(batch, rows, member.Shared, skips), resets, ColumnsOf(member.Shared, changes));
            }
        }
    }

    /// <summary>Takes in groups of another table.</summary>
    public void Merge(ReadOnlySpan<int> slots, AggregateTable other, ReadOnlySpan<int> otherSlots)
    {
        if (_rowCounts is not null)
        {
            _rowCounts.Merge(slots, other._rowCounts!, otherSlots);
        }

        for (int c = 0; c < _states.Length; c++)
        {
            _states[c].Merge(slots, other._states[c], otherSlots);
        }
    }

    /// <summary>Whether merges can be taken back, and groups of <paramref name="other"/> merged into this table.</summary>
    public bool IsInverseOf(AggregateTable other)
    {
        for (int c = 0; c < _states.Length; c++)
        {
            if (!_states[c].IsInvertible || _states[c].GetType() != other._states[c].GetType())
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Takes back groups of another table that were merged into this one.</summary>
    public void Unmerge(ReadOnlySpan<int> slots, AggregateTable other, ReadOnlySpan<int> otherSlots)
    {
        _rowCounts?.Unmerge(slots, other._rowCounts!, otherSlots);
        for (int c = 0; c < _states.Length; c++)
        {
            _states[c].Unmerge(slots, other._states[c], otherSlots);
        }
    }

    /// <summary>Writes the values of all aggregates of the slots to columns, from row <paramref name="start"/> on.</summary>
    public void Emit(ReadOnlySpan<int> slots, ReadOnlySpan<Column> columns, int start)
    {
        for (int c = 0; c < _states.Length; c++)
        {
            _states[c].Emit(slots, columns[c], start);
        }
    }

    /// <summary>Empties the accumulators of a slot.</summary>
    public void Reset(int slot)
    {
        _rowCounts?.Reset(slot);
        foreach (AggregateState state in _states)
        {
            state.Reset(slot);
        }
    }

    /// <summary>Forgets everything, keeping the memory.</summary>
    public void Clear()
    {
        Keys.Clear();
        _rowCounts?.Clear();
        foreach (AggregateState state in _states)
        {
            state.Clear();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Keys.Dispose();
        _rowCounts?.Dispose();
        foreach (AggregateState state in _states)
        {
            state.Dispose();
        }
    }

    /// <summary>Makes room in all states for the slots given out.</summary>
    public void EnsureSlots() => EnsureSlots(Math.Max(Keys.SlotCount, 16));

    /// <summary>Makes room in all states for so many slots, for an owner that gives out slots itself.</summary>
    public void EnsureSlots(int count)
    {
        _rowCounts?.EnsureSlots(count);
        foreach (AggregateState state in _states)
        {
            state.EnsureSlots(count);
        }
    }

    /// <summary>Calls of the same aggregate with the same arguments share a state where the aggregate can.</summary>
    private static AggregateState[] CreateStates(AggregateCall[] calls, bool retracts)
    {
        AggregateState[] states = new AggregateState[calls.Length];
        for (int c = 0; c < calls.Length; c++)
        {
            if (states[c] is not null)
            {
                continue;
            }

            AggregateCall call = calls[c];
            int[] same = [.. Enumerable.Range(c, calls.Length - c)
                .Where(o => states[o] is null && call.Aggregate.SharesWith(calls[o].Aggregate) && calls[o].Arguments.SequenceEqual(call.Arguments))
                .Take(SharedState.MaxCalls)];
            if (same.Length > 1)
            {
                SharedState shared = call.Aggregate.CreateShared(retracts, same.Length);
                for (int i = 0; i < same.Length; i++)
                {
                    states[same[i]] = new SharedStateMember(shared, i);
                }
            }
            else
            {
                states[c] = call.Aggregate.CreateState(retracts);
            }
        }

        return states;
    }

    /// <summary>For each row, which calls that share the state take it.</summary>
    private ReadOnlySpan<uint> Marks(Batch batch, Selection rows, SharedState shared, ReadOnlySpan<byte> skips)
    {
        if (_marks.Length < rows.Count)
        {
            _marks = new uint[Math.Max(rows.Count, ColumnPool.DefaultBatchRows)];
        }

        Span<uint> marks = _marks.AsSpan(0, rows.Count);
        marks.Clear();
        for (int c = 0; c < _calls.Length; c++)
        {
            if (_states[c] is not SharedStateMember member || member.Shared != shared)
            {
                continue;
            }

            uint mark = 1u << member.Call;
            ReadOnlySpan<byte> passes = Passes(batch, rows, _calls[c].Filter, skips);
            for (int k = 0; k < marks.Length; k++)
            {
                marks[k] |= passes.IsEmpty || passes[k] != 0 ? mark : 0;
            }
        }

        return marks;
    }

    /// <summary>1 for each row that passes the filter and isn't skipped; empty when all do.</summary>
    private ReadOnlySpan<byte> Passes(Batch batch, Selection rows, int filter, ReadOnlySpan<byte> skips)
    {
        if (filter < 0 && skips.IsEmpty)
        {
            return default;
        }

        if (_passes.Length < rows.Count)
        {
            _passes = new byte[Math.Max(rows.Count, ColumnPool.DefaultBatchRows)];
        }

        Span<byte> passes = _passes.AsSpan(0, rows.Count);
        passes.Fill(1);
        if (filter >= 0)
        {
            FixedColumn<byte> condition = (FixedColumn<byte>)batch.Columns[filter];
            ReadOnlySpan<byte> values = condition.Values;
            bool nulls = condition.HasNulls;
            for (int k = 0; k < passes.Length; k++)
            {
                int row = rows[k];
                passes[k] = nulls && condition.Valid[row] == 0 ? (byte)0 : values[row];
            }
        }

        for (int k = 0; k < skips.Length; k++)
        {
            passes[k] &= (byte)(1 - skips[k]);
        }

        return passes;
    }

    private ReadOnlySpan<Column> ColumnsOf(SharedState shared, ReadOnlySpan<Column> columns)
    {
        int count = 0;
        for (int c = 0; c < _states.Length; c++)
        {
            if (_states[c] is SharedStateMember member && member.Shared == shared)
            {
                _sharedColumns[count++] = columns[c];
            }
        }

        return _sharedColumns.AsSpan(0, count);
    }

    private int Filter(FixedColumn<byte> condition, Selection rows, ReadOnlySpan<int> slots)
    {
        if (_filteredSlots.Length < slots.Length)
        {
            _filteredSlots = new int[Math.Max(slots.Length, ColumnPool.DefaultBatchRows)];
            _filteredRows = new int[_filteredSlots.Length];
        }

        bool nulls = condition.HasNulls;
        int count = 0;
        for (int k = 0; k < slots.Length; k++)
        {
            int row = rows[k];
            _filteredSlots[count] = slots[k];
            _filteredRows[count] = row;
            count += nulls && condition.Valid[row] == 0 ? 0 : condition[row];
        }

        return count;
    }
}

/// <summary>The columns of a call's arguments, without an allocation for up to four.</summary>
internal readonly ref struct ArgumentColumns
{
    private readonly Column[] _columns;

    public ArgumentColumns(Batch batch, IReadOnlyList<int> positions)
    {
        Column[] columns = t_scratch ??= new Column[16];
        if (positions.Count > columns.Length)
        {
            t_scratch = columns = new Column[positions.Count];
        }

        for (int i = 0; i < positions.Count; i++)
        {
            columns[i] = batch.Columns[positions[i]];
        }

        _columns = columns;
        Count = positions.Count;
    }

    [ThreadStatic]
    private static Column[]? t_scratch;

    private int Count { get; }

    public ReadOnlySpan<Column> Columns => _columns.AsSpan(0, Count);
}
