using System.Runtime.CompilerServices;
using Weir.Engine.Batches;
using Weir.Engine.State;

namespace Weir.Engine.Aggregates;

/// <summary>MIN, MAX, FIRST_VALUE and LAST_VALUE over values of fixed size, for rows that only add.</summary>
public sealed class ExtremeState<T, TPreference> : AggregateState
    where T : unmanaged
    where TPreference : struct, IPreference<T>
{
    private readonly NativeBuffer<T> _values = new();
    private readonly NativeBuffer<byte> _has = new();

    /// <inheritdoc/>
    public override long SizeBytes => _values.SizeBytes + _has.SizeBytes;

    /// <inheritdoc/>
    public override void EnsureSlots(int count)
    {
        _values.EnsureLength(count);
        _has.EnsureLength(count);
    }

    /// <inheritdoc/>
    public override void Reset(int slot) => _has[slot] = 0;

    /// <inheritdoc/>
    public override void Clear() => _has.Clear(_has.Length);

    /// <inheritdoc/>
    public override void Accumulate(ReadOnlySpan<int> slots, in AggregateInput input)
    {
        FixedColumn<T> argument = (FixedColumn<T>)input.Argument;
        ReadOnlySpan<T> values = argument.Values;
        for (int k = 0; k < slots.Length; k++)
        {
            int row = input.Rows[k];
            if (!argument.IsNull(row))
            {
                Take(slots[k], values[row]);
            }
        }
    }

    /// <inheritdoc/>
    public override bool TryAccumulateAll(int slot, in AggregateInput input)
    {
        FixedColumn<T> argument = (FixedColumn<T>)input.Argument;
        if (argument.HasNulls || !input.Rows.IsDense || input.Rows.Count == 0)
        {
            return false;
        }

        Take(slot, TPreference.BestOf(argument.Values[..input.Rows.Count]));
        return true;
    }

    /// <inheritdoc/>
    public override void Merge(ReadOnlySpan<int> slots, AggregateState other, ReadOnlySpan<int> otherSlots)
    {
        ExtremeState<T, TPreference> from = (ExtremeState<T, TPreference>)other;
        for (int k = 0; k < slots.Length; k++)
        {
            if (from._has[otherSlots[k]] != 0)
            {
                Take(slots[k], from._values[otherSlots[k]]);
            }
        }
    }

    /// <inheritdoc/>
    public override void Measure(ReadOnlySpan<int> slots, Span<int> sizes) => AddToAll(sizes, Unsafe.SizeOf<T>() + 1);

    /// <inheritdoc/>
    public override void Save(ReadOnlySpan<int> slots, SlotImages images)
    {
        for (int k = 0; k < slots.Length; k++)
        {
            images.Write(k, _has[slots[k]]);
            images.Write(k, _values[slots[k]]);
        }
    }

    /// <inheritdoc/>
    public override void Load(ReadOnlySpan<int> slots, SlotImages images)
    {
        for (int k = 0; k < slots.Length; k++)
        {
            _has[slots[k]] = images.Read<byte>(k);
            _values[slots[k]] = images.Read<T>(k);
        }
    }

    /// <inheritdoc/>
    public override void Emit(ReadOnlySpan<int> slots, Column result, int start)
    {
        FixedColumn<T> to = (FixedColumn<T>)result;
        for (int k = 0; k < slots.Length; k++)
        {
            Write(slots[k], to, start + k);
        }
    }

    /// <inheritdoc/>
    public override void AccumulateEach(ReadOnlySpan<int> slots, in AggregateInput input, ReadOnlySpan<byte> passes, ReadOnlySpan<byte> resets, Column changes)
    {
        FixedColumn<T> argument = (FixedColumn<T>)input.Argument;
        FixedColumn<T> result = (FixedColumn<T>)changes;
        for (int k = 0; k < slots.Length; k++)
        {
            int slot = slots[k];
            int row = input.Rows[k];
            Write(slot, result, 2 * k);
            if ((passes.IsEmpty || passes[k] != 0) && !argument.IsNull(row))
            {
                Take(slot, argument[row]);
            }

            Write(slot, result, (2 * k) + 1);
            if (resets[k] != 0)
            {
                _has[slot] = 0;
            }
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _values.Dispose();
        _has.Dispose();
        base.Dispose();
    }

    private void Write(int slot, FixedColumn<T> to, int row)
    {
        if (_has[slot] == 0)
        {
            to.SetNull(row);
        }
        else
        {
            to.SetValid(row);
            to[row] = _values[slot];
        }
    }

    private void Take(int slot, T value)
    {
        if (_has[slot] == 0)
        {
            _has[slot] = 1;
            _values[slot] = value;
        }
        else if (TPreference.Prefers(value, _values[slot]))
        {
            _values[slot] = value;
        }
    }
}
