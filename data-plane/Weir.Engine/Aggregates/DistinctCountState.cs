using System.Runtime.CompilerServices;
using Weir.Engine.Batches;
using Weir.Engine.State;

namespace Weir.Engine.Aggregates;

/// <summary>
/// COUNT(DISTINCT x) over values of at most 8 bytes: one table for all slots, open addressing over (slot, value).
/// <code>
/// entry   value (8) | slot + 1 (4) | next entry of the slot + 1 (4)      16 bytes: one cache line is touched for a value seen before
/// times   how often the value is there, by entry                         only when rows may take back
/// </code>
/// Entries stay where they are until the table is rebuilt: one of a slot that was reset is a tombstone, one whose value is gone has 0 times. The list of a slot's entries serves reset and merge.
/// </summary>
public sealed class DistinctCountState<T> : AggregateState
    where T : unmanaged
{
    private const int Tombstone = -1;
    private const int InitialEntries = 1024;

    private readonly NativeBuffer<Slot> _slots = new();
    private readonly NativeBuffer<long>? _times;
    private NativeBuffer<Entry> _entries = new(InitialEntries);
    private int _mask = InitialEntries - 1;
    private int _used;

    /// <summary>An empty state, for rows that may take back when <paramref name="retracts"/>.</summary>
    public DistinctCountState(bool retracts) => _times = retracts ? new NativeBuffer<long>(InitialEntries) : null;

    /// <inheritdoc/>
    public override long SizeBytes => _entries.SizeBytes + _slots.SizeBytes + (_times?.SizeBytes ?? 0);

    /// <inheritdoc/>
    public override void EnsureSlots(int count) => _slots.EnsureLength(count);

    /// <inheritdoc/>
    public override void Reset(int slot)
    {
        for (int at = _slots[slot].First - 1; at >= 0; at = _entries[at].Next - 1)
        {
            _entries[at].Owner = Tombstone;
        }

        _slots[slot] = default;
    }

    /// <inheritdoc/>
    public override void Clear()
    {
        _entries.Clear(_entries.Length);
        _times?.Clear(_times.Length);
        _slots.Clear(_slots.Length);
        _used = 0;
    }

    /// <inheritdoc/>
    public override void Accumulate(ReadOnlySpan<int> slots, in AggregateInput input)
    {
        FixedColumn<T> argument = (FixedColumn<T>)input.Argument;
        ReadOnlySpan<T> values = argument.Values;
        if (_times is null && !argument.HasNulls)
        {
            for (int k = 0; k < slots.Length; k++)
            {
                Insert(slots[k], KeyOf(values[input.Rows[k]]));
            }

            return;
        }

        for (int k = 0; k < slots.Length; k++)
        {
            int row = input.Rows[k];
            if (!argument.IsNull(row))
            {
                Take(slots[k], KeyOf(values[row]), input.SignOf(row));
            }
        }
    }

    /// <inheritdoc/>
    public override void Merge(ReadOnlySpan<int> slots, AggregateState other, ReadOnlySpan<int> otherSlots)
    {
        DistinctCountState<T> from = (DistinctCountState<T>)other;
        for (int k = 0; k < slots.Length; k++)
        {
            for (int at = from._slots[otherSlots[k]].First - 1; at >= 0; at = from._entries[at].Next - 1)
            {
                Take(slots[k], from._entries[at].Value, from._times?[at] ?? 1);
            }
        }
    }

    /// <inheritdoc/>
    public override void Emit(ReadOnlySpan<int> slots, Column result, int start)
    {
        Span<long> values = ((FixedColumn<long>)result).Values.Slice(start, slots.Length);
        for (int k = 0; k < slots.Length; k++)
        {
            values[k] = _slots[slots[k]].Count;
        }
    }

    /// <inheritdoc/>
    public override void AccumulateEach(ReadOnlySpan<int> slots, in AggregateInput input, ReadOnlySpan<byte> passes, ReadOnlySpan<byte> resets, Column changes)
    {
        FixedColumn<T> argument = (FixedColumn<T>)input.Argument;
        Span<long> counts = ((FixedColumn<long>)changes).Values;
        for (int k = 0; k < slots.Length; k++)
        {
            int slot = slots[k];
            int row = input.Rows[k];
            counts[2 * k] = _slots[slot].Count;
            if ((passes.IsEmpty || passes[k] != 0) && !argument.IsNull(row))
            {
                Take(slot, KeyOf(argument[row]), input.SignOf(row));
            }

            counts[(2 * k) + 1] = _slots[slot].Count;
            if (resets[k] != 0)
            {
                Reset(slot);
            }
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _entries.Dispose();
        _times?.Dispose();
        _slots.Dispose();
        base.Dispose();
    }

    // Only one branch is left when this is compiled for a type. Floating point is the same when its bits are, and all NaN are one value.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long KeyOf(T value)
    {
        if (typeof(T) == typeof(double))
        {
            double number = (double)(object)value;
            return BitConverter.DoubleToInt64Bits(double.IsNaN(number) ? double.NaN : number);
        }

        if (typeof(T) == typeof(float))
        {
            float number = (float)(object)value;
            return BitConverter.SingleToInt32Bits(float.IsNaN(number) ? float.NaN : number);
        }

        if (typeof(T) == typeof(long))
        {
            return (long)(object)value;
        }

        if (typeof(T) == typeof(int))
        {
            return (int)(object)value;
        }

        if (typeof(T) == typeof(short))
        {
            return (short)(object)value;
        }

        return typeof(T) == typeof(sbyte) ? (sbyte)(object)value : (byte)(object)value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int HomeOf(int slot, long value, int mask) => (int)Hashing.Of(value ^ (slot * unchecked((long)0x9E3779B97F4A7C15))) & mask;

    private void Take(int slot, long value, long times)
    {
        if (_times is null)
        {
            Insert(slot, value);
            return;
        }

        int at = Locate(slot, value);
        long before = _times[at];
        long after = before + times;
        _times[at] = after;
        _slots[slot].Count += (after > 0 ? 1 : 0) - (before > 0 ? 1 : 0);
    }

    /// <summary>Counts a value that is new to the slot.</summary>
    private unsafe void Insert(int slot, long value)
    {
        Entry* entries = _entries.Pointer;
        int mask = _mask;
        int at = HomeOf(slot, value, mask);
        int owner = slot + 1;
        while (true)
        {
            Entry* entry = entries + at;
            if (entry->Owner == owner && entry->Value == value)
            {
                return;
            }

            if (entry->Owner == 0)
            {
                Add(at, slot, value);
                _slots[slot].Count++;
                return;
            }

            at = (at + 1) & mask;
        }
    }

    /// <summary>The entry of a value, made when it isn't there.</summary>
    private int Locate(int slot, long value)
    {
        int at = HomeOf(slot, value, _mask);
        while (_entries[at].Owner != 0)
        {
            if (_entries[at].Owner == slot + 1 && _entries[at].Value == value)
            {
                return at;
            }

            at = (at + 1) & _mask;
        }

        return Add(at, slot, value);
    }

    private int Add(int at, int slot, long value)
    {
        if ((_used + 1) * 10L > _mask * 6L)
        {
            Rebuild();
            at = FreePlace(slot, value);
        }

        Place(at, slot, value);
        return at;
    }

    private void Place(int at, int slot, long value)
    {
        ref Slot of = ref _slots[slot];
        _entries[at] = new Entry { Value = value, Owner = slot + 1, Next = of.First };
        of.First = at + 1;
        _used++;
    }

    private int FreePlace(int slot, long value)
    {
        int at = HomeOf(slot, value, _mask);
        while (_entries[at].Owner != 0)
        {
            at = (at + 1) & _mask;
        }

        return at;
    }

    /// <summary>Moves what is alive to a new table, twice as large unless half of the entries are dead.</summary>
    private void Rebuild()
    {
        NativeBuffer<Entry> old = _entries;
        int size = _mask + 1;
        int live = 0;
        for (int at = 0; at < size; at++)
        {
            live += IsLive(old, at) ? 1 : 0;
        }

        int grown = live * 2 > _used ? checked(size * 2) : size;
        NativeBuffer<long>? oldTimes = _times is null ? null : new NativeBuffer<long>(size);
        for (int at = 0; oldTimes is not null && at < size; at++)
        {
            oldTimes[at] = _times![at];
        }

        _entries = new NativeBuffer<Entry>(grown);
        _times?.EnsureLength(grown);
        _times?.Clear(_times.Length);
        _mask = grown - 1;
        _used = 0;
        for (int slot = 0; slot < _slots.Length; slot++)
        {
            _slots[slot].First = 0;
        }

        for (int at = 0; at < size; at++)
        {
            if (old[at].Owner > 0 && (oldTimes is null || oldTimes[at] != 0))
            {
                int slot = old[at].Owner - 1;
                int place = FreePlace(slot, old[at].Value);
                Place(place, slot, old[at].Value);
                if (oldTimes is not null)
                {
                    _times![place] = oldTimes[at];
                }
            }
        }

        old.Dispose();
        oldTimes?.Dispose();
    }

    private bool IsLive(NativeBuffer<Entry> entries, int at) => entries[at].Owner > 0 && (_times is null || _times[at] != 0);

    private struct Entry
    {
        public long Value;
        public int Owner;
        public int Next;
    }

    private struct Slot
    {
        public long Count;
        public int First;
    }
}
