using Weir.Engine.Batches;
using Weir.Engine.State;

namespace Weir.Engine.Aggregates;

/// <summary>Says whether a value takes the place of the one held.</summary>
public interface IPreference<T>
{
    /// <summary>Whether <paramref name="candidate"/> is to be held from now on.</summary>
    static abstract bool Prefers(T candidate, T held);
}

/// <summary>MIN.</summary>
public readonly struct PreferLess<T> : IPreference<T>
    where T : IComparable<T>
{
    /// <inheritdoc/>
    public static bool Prefers(T candidate, T held) => candidate.CompareTo(held) < 0;
}

/// <summary>MAX.</summary>
public readonly struct PreferGreater<T> : IPreference<T>
    where T : IComparable<T>
{
    /// <inheritdoc/>
    public static bool Prefers(T candidate, T held) => candidate.CompareTo(held) > 0;
}

/// <summary>FIRST_VALUE: what is held stays.</summary>
public readonly struct PreferFirst<T> : IPreference<T>
{
    /// <inheritdoc/>
    public static bool Prefers(T candidate, T held) => false;
}

/// <summary>LAST_VALUE: the newest.</summary>
public readonly struct PreferLast<T> : IPreference<T>
{
    /// <inheritdoc/>
    public static bool Prefers(T candidate, T held) => true;
}

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
            if (_has[slots[k]] == 0)
            {
                to.SetNull(start + k);
            }
            else
            {
                to.SetValid(start + k);
                to[start + k] = _values[slots[k]];
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
