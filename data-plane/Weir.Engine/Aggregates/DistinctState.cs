using Weir.Engine.Batches;
using Weir.Engine.State;

namespace Weir.Engine.Aggregates;

/// <summary>
/// An aggregate with DISTINCT: keeps how often each value of the arguments has come for each slot, and passes a row on to the aggregate only when its value comes first or goes last.
/// </summary>
public sealed class DistinctState(AggregateState inner, bool skipsNulls) : AggregateState
{
    private static readonly RowKind[] s_takeBack = [RowKind.Delete];

    private readonly RowsState _seen = new();
    private readonly ByteWriter _value = new();
    private int[] _slots = [];
    private int[] _rows = [];
    private Column[]? _mergeColumns;

    /// <summary>Makes columns of the arguments' types, for values that come out of a merge.</summary>
    public Func<Column[]>? MergeColumns { get; init; }

    /// <inheritdoc/>
    public override long SizeBytes => _seen.SizeBytes + inner.SizeBytes;

    /// <inheritdoc/>
    public override void EnsureSlots(int count)
    {
        _seen.EnsureSlots(count);
        inner.EnsureSlots(count);
    }

    /// <inheritdoc/>
    public override void Reset(int slot)
    {
        _seen.ClearSlot(slot);
        inner.Reset(slot);
    }

    /// <inheritdoc/>
    public override void Clear()
    {
        _seen.Clear();
        inner.Clear();
    }

    /// <inheritdoc/>
    public override void Accumulate(ReadOnlySpan<int> slots, in AggregateInput input)
    {
        if (_slots.Length < slots.Length)
        {
            _slots = new int[Math.Max(slots.Length, 2048)];
            _rows = new int[_slots.Length];
        }

        int passed = 0;
        for (int k = 0; k < slots.Length; k++)
        {
            int row = input.Rows[k];
            if (!Encode(input.Arguments, row))
            {
                continue;
            }

            int sign = input.SignOf(row);
            long count = _seen.Add(slots[k], _value.Written, sign);
            if ((sign > 0 && count == 1) || (sign < 0 && count == 0))
            {
                _slots[passed] = slots[k];
                _rows[passed++] = row;
            }
        }

        if (passed > 0)
        {
            inner.Accumulate(_slots.AsSpan(0, passed), new AggregateInput { Arguments = input.Arguments, Rows = new Selection(_rows.AsSpan(0, passed)), Kinds = input.Kinds });
        }
    }

    /// <inheritdoc/>
    public override void Merge(ReadOnlySpan<int> slots, AggregateState other, ReadOnlySpan<int> otherSlots) => Merge(slots, (DistinctState)other, otherSlots, 1);

    /// <inheritdoc/>
    public override bool IsInvertible => inner.IsInvertible;

    /// <inheritdoc/>
    public override void Unmerge(ReadOnlySpan<int> slots, AggregateState other, ReadOnlySpan<int> otherSlots) => Merge(slots, (DistinctState)other, otherSlots, -1);

    /// <inheritdoc/>
    public override void Measure(ReadOnlySpan<int> slots, Span<int> sizes)
    {
        _seen.Measure(slots, sizes);
        inner.Measure(slots, sizes);
    }

    /// <inheritdoc/>
    public override void Save(ReadOnlySpan<int> slots, SlotImages images)
    {
        _seen.Save(slots, images);
        inner.Save(slots, images);
    }

    /// <inheritdoc/>
    public override void Load(ReadOnlySpan<int> slots, SlotImages images)
    {
        _seen.Load(slots, images);
        inner.Load(slots, images);
    }

    /// <inheritdoc/>
    public override void Emit(ReadOnlySpan<int> slots, Column result, int start) => inner.Emit(slots, result, start);

    /// <inheritdoc/>
    public override void Dispose()
    {
        _seen.Dispose();
        inner.Dispose();
        base.Dispose();
    }

    private void Merge(ReadOnlySpan<int> slots, DistinctState from, ReadOnlySpan<int> otherSlots, int sign)
    {
        _mergeColumns ??= MergeColumns!();
        int row = 0;
        for (int k = 0; k < slots.Length; k++)
        {
            for (int entry = from._seen.First(otherSlots[k]); entry >= 0; entry = from._seen.Next(entry))
            {
                ReadOnlySpan<byte> value = from._seen.ValueOf(entry);
                long added = sign * from._seen.CountOf(entry);
                long count = _seen.Add(slots[k], value, added);
                if (count > 0 == count - added > 0)
                {
                    continue;
                }

                foreach (Column column in _mergeColumns)
                {
                    column.Clear();
                    value = ValueCodec.Read(value, column, 0);
                }

                int slot = slots[k];
                inner.Accumulate(
                    new ReadOnlySpan<int>(in slot),
                    new AggregateInput { Arguments = _mergeColumns, Rows = new Selection(new ReadOnlySpan<int>(in row)), Kinds = count > 0 ? default : s_takeBack });
            }
        }
    }

    private bool Encode(ReadOnlySpan<Column> arguments, int row)
    {
        _value.Clear();
        foreach (Column argument in arguments)
        {
            if (skipsNulls && argument.IsNull(row))
            {
                return false;
            }

            ValueCodec.Write(_value, argument, row);
        }

        return true;
    }
}
