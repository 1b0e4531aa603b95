using Weir.Engine.Batches;
using Weir.Engine.Expressions;
using Weir.Engine.State;

namespace Weir.Engine.Aggregates;

/// <summary>SINGLE_VALUE: the value of the one row there is, NULL when there is none; a second row is an error. What a subquery in the place of a value becomes.</summary>
public sealed class SingleValueState : AggregateState
{
    private readonly ValueLists _values = new(isIndexed: false);
    private readonly NativeBuffer<long> _counts = new();
    private readonly ByteWriter _value = new();

    /// <inheritdoc/>
    public override long SizeBytes => _values.SizeBytes + _counts.SizeBytes;

    /// <inheritdoc/>
    public override void EnsureSlots(int count)
    {
        _values.EnsureSlots(count);
        _counts.EnsureLength(count);
    }

    /// <inheritdoc/>
    public override void Reset(int slot)
    {
        _values.ClearSlot(slot);
        _counts[slot] = 0;
    }

    /// <inheritdoc/>
    public override void Clear()
    {
        _values.Clear();
        _counts.Clear(_counts.Length);
    }

    /// <inheritdoc/>
    public override void Accumulate(ReadOnlySpan<int> slots, in AggregateInput input)
    {
        for (int k = 0; k < slots.Length; k++)
        {
            int slot = slots[k];
            int row = input.Rows[k];
            int sign = input.SignOf(row);
            Check(_counts[slot] + (sign > 0 ? 1 : 0));
            _counts[slot] += sign;
            _values.ClearSlot(slot);
            if (sign > 0)
            {
                _value.Clear();
                ValueCodec.Write(_value, input.Argument, row);
                _values.Add(slot, _value.Written, 0);
            }
        }
    }

    /// <inheritdoc/>
    public override void Merge(ReadOnlySpan<int> slots, AggregateState other, ReadOnlySpan<int> otherSlots)
    {
        SingleValueState from = (SingleValueState)other;
        for (int k = 0; k < slots.Length; k++)
        {
            int slot = slots[k];
            long count = _counts[slot] + from._counts[otherSlots[k]];
            Check(count);
            _counts[slot] = count;
            int node = from._values.First(otherSlots[k]);
            if (node >= 0)
            {
                _values.ClearSlot(slot);
                _values.Add(slot, from._values.ValueOf(node), 0);
            }
            else if (from._counts[otherSlots[k]] < 0)
            {
                _values.ClearSlot(slot);
            }
        }
    }

    /// <inheritdoc/>
    public override void Measure(ReadOnlySpan<int> slots, Span<int> sizes)
    {
        AddToAll(sizes, sizeof(long));
        _values.Measure(slots, sizes);
    }

    /// <inheritdoc/>
    public override void Save(ReadOnlySpan<int> slots, SlotImages images)
    {
        for (int k = 0; k < slots.Length; k++)
        {
            images.Write(k, _counts[slots[k]]);
        }

        _values.Save(slots, images);
    }

    /// <inheritdoc/>
    public override void Load(ReadOnlySpan<int> slots, SlotImages images)
    {
        for (int k = 0; k < slots.Length; k++)
        {
            _counts[slots[k]] = images.Read<long>(k);
        }

        _values.Load(slots, images);
    }

    /// <inheritdoc/>
    public override void Emit(ReadOnlySpan<int> slots, Column result, int start)
    {
        for (int k = 0; k < slots.Length; k++)
        {
            int node = _values.First(slots[k]);
            if (node < 0)
            {
                result.SetNull(start + k);
            }
            else
            {
                ValueCodec.Read(_values.ValueOf(node), result, start + k);
            }
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _values.Dispose();
        _counts.Dispose();
        base.Dispose();
    }

    private static void Check(long count)
    {
        if (count > 1)
        {
            throw new EvaluationException("A subquery that stands for a single value gave more than one row.");
        }
    }
}
