using Weir.Engine.Batches;
using Weir.Engine.State;

namespace Weir.Engine.Aggregates;

/// <summary>COLLECT: the values that are not NULL with how often each came, as a MULTISET in the order in which they first came; empty when there are none.</summary>
public sealed class CollectState : AggregateState
{
    private readonly RowsState _values = new();
    private readonly ByteWriter _value = new();

    /// <inheritdoc/>
    public override long SizeBytes => _values.SizeBytes;

    /// <inheritdoc/>
    public override void EnsureSlots(int count) => _values.EnsureSlots(count);

    /// <inheritdoc/>
    public override void Reset(int slot) => _values.ClearSlot(slot);

    /// <inheritdoc/>
    public override void Clear() => _values.Clear();

    /// <inheritdoc/>
    public override void Accumulate(ReadOnlySpan<int> slots, in AggregateInput input)
    {
        Column argument = input.Argument;
        for (int k = 0; k < slots.Length; k++)
        {
            int row = input.Rows[k];
            if (!argument.IsNull(row))
            {
                _value.Clear();
                ValueCodec.Write(_value, argument, row);
                _values.Add(slots[k], _value.Written, input.SignOf(row));
            }
        }
    }

    /// <inheritdoc/>
    public override void Merge(ReadOnlySpan<int> slots, AggregateState other, ReadOnlySpan<int> otherSlots)
    {
        RowsState from = ((CollectState)other)._values;
        for (int k = 0; k < slots.Length; k++)
        {
            for (int entry = from.First(otherSlots[k]); entry >= 0; entry = from.Next(entry))
            {
                _values.Add(slots[k], from.ValueOf(entry), from.CountOf(entry));
            }
        }
    }

    /// <inheritdoc/>
    public override void Measure(ReadOnlySpan<int> slots, Span<int> sizes) => _values.Measure(slots, sizes);

    /// <inheritdoc/>
    public override void Save(ReadOnlySpan<int> slots, SlotImages images)
    {
        _values.Save(slots, images);
    }

    /// <inheritdoc/>
    public override void Load(ReadOnlySpan<int> slots, SlotImages images)
    {
        _values.Load(slots, images);
    }

    /// <inheritdoc/>
    public override void Emit(ReadOnlySpan<int> slots, Column result, int start)
    {
        MapColumn multiset = (MapColumn)result;
        FixedColumn<int> counts = (FixedColumn<int>)multiset.Values;
        for (int k = 0; k < slots.Length; k++)
        {
            int first = multiset.EntryCount;
            for (int entry = _values.First(slots[k]); entry >= 0; entry = _values.Next(entry))
            {
                int at = multiset.AddEntry();
                ValueCodec.Read(_values.ValueOf(entry), multiset.Keys, at);
                counts.SetValid(at);
                counts[at] = (int)_values.CountOf(entry);
            }

            multiset.SetValid(start + k);
            multiset.Commit(start + k, first);
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _values.Dispose();
        base.Dispose();
    }
}
