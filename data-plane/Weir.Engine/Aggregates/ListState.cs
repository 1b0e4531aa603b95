using Weir.Engine.Batches;
using Weir.Engine.State;

namespace Weir.Engine.Aggregates;

/// <summary>
/// An aggregate over the list of a slot's values in the order in which they came. A value that is taken back goes from its first place; one that isn't there (it may come with another part of the
/// input) is owed: a merge settles that.
/// </summary>
public abstract class ListState : AggregateState
{
    private readonly ValueLists _values;
    private readonly ValueLists? _owed;
    private readonly ByteWriter _value = new();

    private protected ListState(bool retracts)
    {
        _values = new ValueLists(retracts);
        _owed = retracts ? new ValueLists(isIndexed: true) : null;
    }

    /// <inheritdoc/>
    public override long SizeBytes => _values.SizeBytes + (_owed?.SizeBytes ?? 0);

    private protected ValueLists Values => _values;

    /// <inheritdoc/>
    public override void EnsureSlots(int count)
    {
        _values.EnsureSlots(count);
        _owed?.EnsureSlots(count);
    }

    /// <inheritdoc/>
    public override void Reset(int slot)
    {
        _values.ClearSlot(slot);
        _owed?.ClearSlot(slot);
    }

    /// <inheritdoc/>
    public override void Clear()
    {
        _values.Clear();
        _owed?.Clear();
    }

    /// <inheritdoc/>
    public override void Accumulate(ReadOnlySpan<int> slots, in AggregateInput input)
    {
        for (int k = 0; k < slots.Length; k++)
        {
            int row = input.Rows[k];
            _value.Clear();
            if (!TryEncode(_value, input.Arguments, row))
            {
                continue;
            }

            ReadOnlySpan<byte> value = _value.Written;
            if (input.SignOf(row) > 0)
            {
                _values.Add(slots[k], value, value.Length);
            }
            else if (!_values.Remove(slots[k], value))
            {
                _owed!.Add(slots[k], value, value.Length);
            }
        }
    }

    /// <inheritdoc/>
    public override void Merge(ReadOnlySpan<int> slots, AggregateState other, ReadOnlySpan<int> otherSlots)
    {
        ListState from = (ListState)other;
        for (int k = 0; k < slots.Length; k++)
        {
            int slot = slots[k];
            for (int node = from._values.First(otherSlots[k]); node >= 0; node = from._values.Next(node))
            {
                ReadOnlySpan<byte> value = from._values.ValueOf(node);
                if (_owed is null || !_owed.Remove(slot, value))
                {
                    _values.Add(slot, value, value.Length);
                }
            }

            if (from._owed is not { } owed)
            {
                continue;
            }

            for (int node = owed.First(otherSlots[k]); node >= 0; node = owed.Next(node))
            {
                ReadOnlySpan<byte> value = owed.ValueOf(node);
                if (!_values.Remove(slot, value))
                {
                    _owed!.Add(slot, value, value.Length);
                }
            }
        }
    }

    /// <inheritdoc/>
    public override void Measure(ReadOnlySpan<int> slots, Span<int> sizes)
    {
        _values.Measure(slots, sizes);
        _owed?.Measure(slots, sizes);
    }

    /// <inheritdoc/>
    public override void Save(ReadOnlySpan<int> slots, SlotImages images)
    {
        _values.Save(slots, images);
        _owed?.Save(slots, images);
    }

    /// <inheritdoc/>
    public override void Load(ReadOnlySpan<int> slots, SlotImages images)
    {
        _values.Load(slots, images);
        _owed?.Load(slots, images);
    }

    /// <inheritdoc/>
    public override void Emit(ReadOnlySpan<int> slots, Column result, int start)
    {
        for (int k = 0; k < slots.Length; k++)
        {
            result.SetValid(start + k);
            Write(slots[k], result, start + k);
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _values.Dispose();
        _owed?.Dispose();
        base.Dispose();
    }

    /// <summary>Writes the bytes of a row's value; false when the row is passed over.</summary>
    private protected abstract bool TryEncode(ByteWriter to, ReadOnlySpan<Column> arguments, int row);

    /// <summary>Writes what becomes of a slot's list to a row that is valid.</summary>
    private protected abstract void Write(int slot, Column result, int row);
}
