using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using Weir.Engine.Batches;
using Weir.Engine.State;

namespace Weir.Engine.Aggregates;

/// <summary>
/// COUNT(DISTINCT x) over values of at most 8 bytes: one table for all slots, open addressing over (slot, value), for one call or for several that differ in their filters.
/// <code>
/// entry   value (8) | slot + 1 (4) | next entry of the slot + 1 (4)      16 bytes: one cache line is touched for a value seen before
/// marks   for which calls the value is there, by entry                   only for several calls
/// times   how often the value is there, by entry and call                only when rows may take back
/// </code>
/// Entries stay where they are until the table is rebuilt: one of a slot that was reset is a tombstone, one whose value is gone has 0 times. The list of a slot's entries serves reset and merge.
/// </summary>
public sealed partial class DistinctCountState<T> : SharedState
    where T : unmanaged
{
    private const int Tombstone = -1;
    private const int InitialEntries = 1024;
    private const int PrefetchAhead = 8;
    private const int PrefetchFromEntries = 1 << 14;

    private readonly int _calls;
    private readonly NativeBuffer<int> _firsts = new();
    private readonly NativeBuffer<long> _counts = new();
    private NativeBuffer<uint>? _marks;
    private NativeBuffer<long>? _times;
    private NativeBuffer<Entry> _entries = new(InitialEntries);
    private int _mask = InitialEntries - 1;
    private int _used;
    private uint[] _scratch = [];
    private long[] _steps = [];

    /// <summary>An empty state for so many calls, for rows that may take back when <paramref name="retracts"/>.</summary>
    public DistinctCountState(bool retracts, int calls = 1)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(calls, MaxCalls);
        _calls = calls;
        _times = retracts ? new NativeBuffer<long>((long)InitialEntries * calls) : null;
        _marks = calls > 1 && !retracts ? new NativeBuffer<uint>(InitialEntries) : null;
    }

    /// <inheritdoc/>
    public override long SizeBytes => _entries.SizeBytes + _firsts.SizeBytes + _counts.SizeBytes + (_marks?.SizeBytes ?? 0) + (_times?.SizeBytes ?? 0);

    /// <inheritdoc/>
    public override void EnsureSlots(int count)
    {
        _firsts.EnsureLength(count);
        _counts.EnsureLength((long)count * _calls);
    }

    /// <inheritdoc/>
    public override void Reset(int slot)
    {
        for (int at = _firsts[slot] - 1; at >= 0; at = _entries[at].Next - 1)
        {
            _entries[at].Owner = Tombstone;
        }

        _firsts[slot] = 0;
        CountsOf(slot).Clear();
    }

    /// <inheritdoc/>
    public override void Clear()
    {
        _entries.Clear(_entries.Length);
        _marks?.Clear(_marks.Length);
        _times?.Clear(_times.Length);
        _firsts.Clear(_firsts.Length);
        _counts.Clear(_counts.Length);
        _used = 0;
    }

    /// <inheritdoc/>
    public override void Accumulate(ReadOnlySpan<int> slots, in AggregateInput input) => Accumulate(slots, input, default);

    /// <inheritdoc/>
    public override void Accumulate(ReadOnlySpan<int> slots, in AggregateInput input, ReadOnlySpan<uint> marks)
    {
        FixedColumn<T> argument = (FixedColumn<T>)input.Argument;
        ReadOnlySpan<T> values = argument.Values;
        for (int k = 0; k < slots.Length; k++)
        {
            Prefetch(slots, values, input.Rows, k + PrefetchAhead);
            int row = input.Rows[k];
            if (!argument.IsNull(row))
            {
                Take(slots[k], KeyOf(values[row]), input.SignOf(row), marks.IsEmpty ? 1 : marks[k]);
            }
        }
    }

    /// <inheritdoc/>
    public override void Merge(ReadOnlySpan<int> slots, AggregateState other, ReadOnlySpan<int> otherSlots) => Combine(slots, (DistinctCountState<T>)other, otherSlots, 1);

    /// <inheritdoc/>
    public override bool IsInvertible => _times is not null;

    /// <inheritdoc/>
    public override void Unmerge(ReadOnlySpan<int> slots, AggregateState other, ReadOnlySpan<int> otherSlots) => Combine(slots, (DistinctCountState<T>)other, otherSlots, -1);

    /// <inheritdoc/>
    public override void Emit(ReadOnlySpan<int> slots, Column result, int start) => Emit(0, slots, result, start);

    /// <inheritdoc/>
    public override void Emit(int call, ReadOnlySpan<int> slots, Column result, int start)
    {
        Span<long> values = ((FixedColumn<long>)result).Values.Slice(start, slots.Length);
        for (int k = 0; k < slots.Length; k++)
        {
            values[k] = _counts[((long)slots[k] * _calls) + call];
        }
    }

    /// <inheritdoc/>
    public override void AccumulateEach(ReadOnlySpan<int> slots, in AggregateInput input, ReadOnlySpan<byte> passes, ReadOnlySpan<byte> resets, Column changes)
    {
        if (!passes.IsEmpty)
        {
            if (_scratch.Length < slots.Length)
            {
                _scratch = new uint[Math.Max(slots.Length, ColumnPool.DefaultBatchRows)];
            }

            for (int k = 0; k < slots.Length; k++)
            {
                _scratch[k] = passes[k];
            }
        }

        AccumulateEach(slots, input, passes.IsEmpty ? default : _scratch.AsSpan(0, slots.Length), resets, new ReadOnlySpan<Column>(in changes));
    }

    /// <inheritdoc/>
    public override void AccumulateEach(ReadOnlySpan<int> slots, in AggregateInput input, ReadOnlySpan<uint> marks, ReadOnlySpan<byte> resets, ReadOnlySpan<Column> changes)
    {
        FixedColumn<T> argument = (FixedColumn<T>)input.Argument;
        ReadOnlySpan<T> values = argument.Values;
        int calls = _calls;
        if (_steps.Length < slots.Length * 2 * calls)
        {
            _steps = new long[Math.Max(slots.Length, ColumnPool.DefaultBatchRows) * 2 * calls];
        }

        // The counts of a slot lie side by side: they are copied together for each row, and go to their columns afterwards.
        Span<long> steps = _steps;
        for (int k = 0; k < slots.Length; k++)
        {
            Prefetch(slots, values, input.Rows, k + PrefetchAhead);
            int slot = slots[k];
            int row = input.Rows[k];
            CountsOf(slot).CopyTo(steps[(2 * k * calls)..]);
            if (!argument.IsNull(row))
            {
                Take(slot, KeyOf(values[row]), input.SignOf(row), marks.IsEmpty ? 1 : marks[k]);
            }

            CountsOf(slot).CopyTo(steps[(((2 * k) + 1) * calls)..]);
            if (resets[k] != 0)
            {
                Reset(slot);
            }
        }

        for (int call = 0; call < changes.Length; call++)
        {
            Span<long> to = ((FixedColumn<long>)changes[call]).Values[..(slots.Length * 2)];
            for (int i = 0; i < to.Length; i++)
            {
                to[i] = steps[(i * calls) + call];
            }
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _entries.Dispose();
        _marks?.Dispose();
        _times?.Dispose();
        _firsts.Dispose();
        _counts.Dispose();
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

    /// <summary>Asks for the entry of a row to come, so that the cache misses of a batch overlap.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private unsafe void Prefetch(ReadOnlySpan<int> slots, ReadOnlySpan<T> values, Selection rows, int k)
    {
        if (Sse.IsSupported && _mask >= PrefetchFromEntries && k < slots.Length)
        {
            int home = HomeOf(slots[k], KeyOf(values[rows[k]]), _mask);
            Sse.Prefetch0(_entries.Pointer + home);
            if (_marks is not null)
            {
                Sse.Prefetch0(_marks.Pointer + home);
            }
        }
    }

    private unsafe Span<long> CountsOf(int slot) => new(_counts.Pointer + ((long)slot * _calls), _calls);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Take(int slot, long value, long times, uint marks)
    {
        if (_times is null)
        {
            Insert(slot, value, marks);
        }
        else
        {
            AddTimes(slot, value, times, marks);
        }
    }

    /// <summary>Takes in, or back, what another state has seen; it may be one of rows that never take back where this is not.</summary>
    private void Combine(ReadOnlySpan<int> slots, DistinctCountState<T> from, ReadOnlySpan<int> otherSlots, int sign)
    {
        for (int k = 0; k < slots.Length; k++)
        {
            for (int at = from._firsts[otherSlots[k]] - 1; at >= 0; at = from._entries[at].Next - 1)
            {
                long value = from._entries[at].Value;
                if (from._times is null)
                {
                    Take(slots[k], value, sign, from._marks?[at] ?? 1);
                    continue;
                }

                for (int call = 0; call < _calls; call++)
                {
                    long times = from._times[((long)at * _calls) + call];
                    if (times != 0)
                    {
                        Take(slots[k], value, sign * times, 1u << call);
                    }
                }
            }
        }
    }

    private void AddTimes(int slot, long value, long times, uint marks)
    {
        if (marks == 0)
        {
            return;
        }

        long at = (long)Locate(slot, value) * _calls;
        for (; marks != 0; marks &= marks - 1)
        {
            int call = BitOperations.TrailingZeroCount(marks);
            ref long now = ref _times![at + call];
            long before = now;
            now += times;
            _counts[((long)slot * _calls) + call] += (now > 0 ? 1 : 0) - (before > 0 ? 1 : 0);
        }
    }

    /// <summary>Counts a value for the calls to which it is new.</summary>
    private unsafe void Insert(int slot, long value, uint marks)
    {
        if (marks == 0)
        {
            return;
        }

        Entry* entries = _entries.Pointer;
        int mask = _mask;
        int at = HomeOf(slot, value, mask);
        int owner = slot + 1;
        while (true)
        {
            Entry* entry = entries + at;
            if (entry->Owner == owner && entry->Value == value)
            {
                if (_marks is null)
                {
                    return;
                }

                break;
            }

            if (entry->Owner == 0)
            {
                at = Add(at, slot, value);
                if (_marks is null)
                {
                    _counts[slot]++;
                    return;
                }

                break;
            }

            at = (at + 1) & mask;
        }

        ref uint seen = ref _marks[at];
        uint fresh = marks & ~seen;
        seen |= marks;
        for (; fresh != 0; fresh &= fresh - 1)
        {
            _counts[((long)slot * _calls) + BitOperations.TrailingZeroCount(fresh)]++;
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
        ref int first = ref _firsts[slot];
        _entries[at] = new Entry { Value = value, Owner = slot + 1, Next = first };
        first = at + 1;
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
        NativeBuffer<uint>? oldMarks = _marks;
        NativeBuffer<long>? oldTimes = _times;
        int size = _mask + 1;
        int live = 0;
        for (int at = 0; at < size; at++)
        {
            live += IsLive(old, oldTimes, at) ? 1 : 0;
        }

        int grown = live * 2 > _used ? checked(size * 2) : size;
        _entries = new NativeBuffer<Entry>(grown);
        _marks = oldMarks is null ? null : new NativeBuffer<uint>(grown);
        _times = oldTimes is null ? null : new NativeBuffer<long>((long)grown * _calls);
        _mask = grown - 1;
        _used = 0;
        _firsts.Clear(_firsts.Length);
        for (int at = 0; at < size; at++)
        {
            if (!IsLive(old, oldTimes, at))
            {
                continue;
            }

            int slot = old[at].Owner - 1;
            int place = FreePlace(slot, old[at].Value);
            Place(place, slot, old[at].Value);
            if (oldMarks is not null)
            {
                _marks![place] = oldMarks[at];
            }

            oldTimes?.Span((long)at * _calls, _calls).CopyTo(_times!.Span((long)place * _calls, _calls));
        }

        old.Dispose();
        oldMarks?.Dispose();
        oldTimes?.Dispose();
    }

    private bool IsLive(NativeBuffer<Entry> entries, NativeBuffer<long>? times, int at) =>
        entries[at].Owner > 0 && (times is null || times.Span((long)at * _calls, _calls).ContainsAnyExcept(0));

    private struct Entry
    {
        public long Value;
        public int Owner;
        public int Next;
    }
}
