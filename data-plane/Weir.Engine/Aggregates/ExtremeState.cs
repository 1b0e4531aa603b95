using System.Numerics;
using System.Runtime.InteropServices;
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
    public override void AccumulateOne(ReadOnlySpan<int> slots, in AggregateInput input)
    {
        FixedColumn<T> argument = (FixedColumn<T>)input.Argument;
        if (slots.Length == 0 || argument.HasNulls || !input.Rows.IsDense)
        {
            Accumulate(slots, input);
            return;
        }

        Take(slots[0], Best(argument.Values[..slots.Length]));
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

    /// <summary>The value that is held after all of them, the first one first. BIGINT's MIN and MAX go several at a time; which type it is, is known when this is compiled.</summary>
    private static T Best(ReadOnlySpan<T> values)
    {
        if (typeof(TPreference) == typeof(PreferGreater<long>) || typeof(TPreference) == typeof(PreferLess<long>))
        {
            return (T)(object)BestOf(MemoryMarshal.Cast<T, long>(values), typeof(TPreference) == typeof(PreferGreater<long>));
        }

        T best = values[0];
        foreach (T value in values[1..])
        {
            if (TPreference.Prefers(value, best))
            {
                best = value;
            }
        }

        return best;
    }

    private static long BestOf(ReadOnlySpan<long> values, bool isMax)
    {
        long best = values[0];
        int i = 0;
        if (values.Length >= Vector<long>.Count)
        {
            Vector<long> lanes = new(values);
            for (i = Vector<long>.Count; i <= values.Length - Vector<long>.Count; i += Vector<long>.Count)
            {
                lanes = isMax ? Vector.Max(lanes, new Vector<long>(values[i..])) : Vector.Min(lanes, new Vector<long>(values[i..]));
            }

            for (int lane = 0; lane < Vector<long>.Count; lane++)
            {
                best = isMax ? Math.Max(best, lanes[lane]) : Math.Min(best, lanes[lane]);
            }
        }

        for (; i < values.Length; i++)
        {
            best = isMax ? Math.Max(best, values[i]) : Math.Min(best, values[i]);
        }

        return best;
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
