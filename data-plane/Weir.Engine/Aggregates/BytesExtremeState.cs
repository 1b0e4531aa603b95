using Weir.Engine.Batches;
using Weir.Engine.State;

namespace Weir.Engine.Aggregates;

/// <summary>
/// MIN, MAX, FIRST_VALUE and LAST_VALUE over strings, and the last two over values of any type, for rows that only add: the value that is held, as bytes in an arena. What is
/// not a string is kept in the form of <see cref="ValueCodec"/>.
/// </summary>
public sealed class BytesExtremeState<TPreference> : AggregateState
    where TPreference : struct, IBytesPreference
{
    private readonly NativeBuffer<Held> _held = new();
    private readonly ByteWriter _value = new();
    private ByteArena _arena = new();

    /// <inheritdoc/>
    public override long SizeBytes => _held.SizeBytes + _arena.SizeBytes;

    /// <inheritdoc/>
    public override void EnsureSlots(int count) => _held.EnsureLength(count);

    /// <inheritdoc/>
    public override void Reset(int slot)
    {
        _arena.Free(_held[slot].Capacity);
        _held[slot] = default;
        CompactIfWorth();
    }

    /// <inheritdoc/>
    public override void Clear()
    {
        _held.Clear(_held.Length);
        _arena.Clear();
    }

    /// <inheritdoc/>
    public override void Accumulate(ReadOnlySpan<int> slots, in AggregateInput input)
    {
        Column argument = input.Argument;
        BytesColumn? bytes = argument as BytesColumn;
        for (int k = 0; k < slots.Length; k++)
        {
            int row = input.Rows[k];
            if (argument.IsNull(row))
            {
                continue;
            }

            if (bytes is not null)
            {
                Take(slots[k], bytes[row]);
                continue;
            }

            _value.Clear();
            ValueCodec.Write(_value, argument, row);
            Take(slots[k], _value.Written);
        }
    }

    /// <inheritdoc/>
    public override void Merge(ReadOnlySpan<int> slots, AggregateState other, ReadOnlySpan<int> otherSlots)
    {
        BytesExtremeState<TPreference> from = (BytesExtremeState<TPreference>)other;
        for (int k = 0; k < slots.Length; k++)
        {
            Held held = from._held[otherSlots[k]];
            if (held.Has)
            {
                Take(slots[k], from._arena[held.Offset, held.Length]);
            }
        }
    }

    /// <inheritdoc/>
    public override void Measure(ReadOnlySpan<int> slots, Span<int> sizes)
    {
        for (int k = 0; k < slots.Length; k++)
        {
            Held held = _held[slots[k]];
            sizes[k] += sizeof(byte) + (held.Has ? sizeof(int) + held.Length : 0);
        }
    }

    /// <inheritdoc/>
    public override void Save(ReadOnlySpan<int> slots, SlotImages images)
    {
        for (int k = 0; k < slots.Length; k++)
        {
            Held held = _held[slots[k]];
            images.Write(k, held.Has ? (byte)1 : (byte)0);
            if (held.Has)
            {
                images.WriteBytes(k, _arena[held.Offset, held.Length]);
            }
        }
    }

    /// <inheritdoc/>
    public override void Load(ReadOnlySpan<int> slots, SlotImages images)
    {
        for (int k = 0; k < slots.Length; k++)
        {
            if (images.Read<byte>(k) != 0)
            {
                Put(slots[k], images.ReadBytes(k));
            }
        }
    }

    /// <inheritdoc/>
    public override void Emit(ReadOnlySpan<int> slots, Column result, int start)
    {
        for (int k = 0; k < slots.Length; k++)
        {
            Held held = _held[slots[k]];
            int row = start + k;
            if (!held.Has)
            {
                result.SetNull(row);
            }
            else if (result is BytesColumn bytes)
            {
                bytes.SetValid(row);
                bytes.Set(row, _arena[held.Offset, held.Length]);
            }
            else
            {
                ValueCodec.Read(_arena[held.Offset, held.Length], result, row);
            }
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _held.Dispose();
        _arena.Dispose();
        base.Dispose();
    }

    private void Take(int slot, ReadOnlySpan<byte> value)
    {
        ref Held held = ref _held[slot];
        if (held.Has && !TPreference.Prefers(value, _arena[held.Offset, held.Length]))
        {
            return;
        }

        Put(slot, value);
    }

    private void Put(int slot, ReadOnlySpan<byte> value)
    {
        ref Held held = ref _held[slot];
        if (value.Length <= held.Capacity)
        {
            _arena.Overwrite(held.Offset, value);
        }
        else
        {
            _arena.Free(held.Capacity);
            held.Offset = _arena.Add(value);
            held.Capacity = value.Length;
        }

        held.Length = value.Length;
        held.Has = true;
        CompactIfWorth();
    }

    private void CompactIfWorth()
    {
        if (!_arena.WantsCompaction)
        {
            return;
        }

        ByteArena fresh = new();
        for (long slot = 0; slot < _held.Length; slot++)
        {
            ref Held held = ref _held[slot];
            if (held.Has)
            {
                held.Offset = fresh.Add(_arena[held.Offset, held.Length]);
                held.Capacity = held.Length;
            }
            else
            {
                held = default;
            }
        }

        _arena.Dispose();
        _arena = fresh;
    }

    private struct Held
    {
        public long Offset;
        public int Length;
        public int Capacity;
        public bool Has;
    }
}
