using Weir.Engine.Batches;
using Weir.Engine.State;
using Weir.Engine.Types;

namespace Weir.Engine.Aggregates;

/// <summary>
/// MIN and MAX for rows that may take back: all values of a slot with their counts, and which of them is the extreme one. Only when that one goes are the others looked through, and
/// not before the value is asked for.
/// </summary>
public sealed class RetractingExtremeState(PhysicalType layout, bool isMax) : AggregateState
{
    private const int Unknown = 0;

    private readonly RowsState _values = new();
    private readonly NativeBuffer<int> _best = new();
    private readonly ByteWriter _value = new();

    /// <inheritdoc/>
    public override long SizeBytes => _values.SizeBytes + _best.SizeBytes;

    /// <inheritdoc/>
    public override void EnsureSlots(int count)
    {
        _values.EnsureSlots(count);
        _best.EnsureLength(count);
    }

    /// <inheritdoc/>
    public override void Reset(int slot)
    {
        _values.ClearSlot(slot);
        _best[slot] = Unknown;
    }

    /// <inheritdoc/>
    public override void Clear()
    {
        _values.Clear();
        _best.Clear(_best.Length);
    }

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
                ValueOrder.WriteRaw(_value, argument, row);
                Take(slots[k], _value.Written, input.SignOf(row));
            }
        }
    }

    /// <inheritdoc/>
    public override void Merge(ReadOnlySpan<int> slots, AggregateState other, ReadOnlySpan<int> otherSlots)
    {
        RowsState from = ((RetractingExtremeState)other)._values;
        for (int k = 0; k < slots.Length; k++)
        {
            for (int entry = from.First(otherSlots[k]); entry >= 0; entry = from.Next(entry))
            {
                _values.Add(slots[k], from.ValueOf(entry), from.CountOf(entry));
            }

            _best[slots[k]] = Unknown;
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
        for (int k = 0; k < slots.Length; k++)
        {
            _best[slots[k]] = Unknown;
        }
    }

    /// <inheritdoc/>
    public override void Emit(ReadOnlySpan<int> slots, Column result, int start)
    {
        for (int k = 0; k < slots.Length; k++)
        {
            int best = Best(slots[k]);
            if (best < 0)
            {
                result.SetNull(start + k);
            }
            else
            {
                ValueOrder.ReadRaw(_values.ValueOf(best), result, start + k);
            }
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _values.Dispose();
        _best.Dispose();
        base.Dispose();
    }

    private void Take(int slot, ReadOnlySpan<byte> value, int sign)
    {
        ref int best = ref _best[slot];
        bool wasEmpty = _values.First(slot) < 0;
        bool isBest = sign < 0 && best != Unknown && _values.ValueOf(best - 1).SequenceEqual(value);
        long count = _values.Add(slot, value, sign);
        if (isBest && count <= 0)
        {
            best = Unknown;
        }
        else if (sign > 0 && count == 1 && (wasEmpty || (best != Unknown && IsBetter(value, _values.ValueOf(best - 1)))))
        {
            best = _values.Last(slot) + 1;
        }
    }

    private bool IsBetter(ReadOnlySpan<byte> candidate, ReadOnlySpan<byte> held)
    {
        int order = ValueOrder.CompareRaw(layout, candidate, held);
        return isMax ? order > 0 : order < 0;
    }

    /// <summary>The row of the extreme value, or -1 when the slot has none.</summary>
    private int Best(int slot)
    {
        ref int best = ref _best[slot];
        if (best == Unknown)
        {
            int found = -1;
            for (int row = _values.First(slot); row >= 0; row = _values.Next(row))
            {
                if (_values.CountOf(row) > 0 && (found < 0 || IsBetter(_values.ValueOf(row), _values.ValueOf(found))))
                {
                    found = row;
                }
            }

            best = found + 1;
        }

        return best - 1;
    }
}
