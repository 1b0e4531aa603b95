using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using Weir.Engine.Batches;
using Weir.Engine.Types;

namespace Weir.Engine.State;

/// <summary>
/// Keys that are one number. Open addressing with linear probing; an entry is the number and its slot side by side, so that a lookup of a
/// key not in the cache costs one miss, and the misses of a batch overlap by prefetching a few keys ahead.
/// <code>
/// entry:  | number (8) | slot + 1 (4) | unused (4) |      slot + 1 = 0: empty
/// </code>
/// A key's home is the upper bits of its product with an odd factor. Numbers that run on, as ids do, then lie evenly apart: nearly every probe ends where it begins, which a random hash grants only to three of four (q5-hop and q12
/// take a third less time for it). Numbers that a factor would put close together are given another.
/// </summary>
public sealed unsafe class NumericKeyIndex : KeyIndex
{
    /// <summary>From 2^17 entries on, 2 MB, the table is not in the nearer caches.</summary>
    private const int PrefetchToShift = 64 - 17;
    private const int FirstEntries = 256;
    private const int FirstShift = 64 - 8;
    private const int FirstSlots = 64;
    private const int KeysAtATime = 128;
    private const int SmallKeys = 1 << 16;

    /// <summary>2^64 over the golden ratio: its multiples are spread the most evenly.</summary>
    private const ulong FirstFactor = 0x9E3779B97F4A7C15;

    /// <summary>How far from their homes entries may lie on average; at random it is one to two when the table is 7/10 full.</summary>
    private const int MostDistance = 16;
    private const int MostFactors = 4;

    private readonly NativeBuffer<Entry> _entries = new(FirstEntries);
    private readonly NativeBuffer<long> _numbers = new(FirstSlots);
    private readonly NativeBuffer<byte> _live = new(FirstSlots);
    private int _mask = FirstEntries - 1;
    private int _shift = FirstShift;
    private ulong _factor = FirstFactor;

    /// <summary>How far from their homes the entries lie, in all.</summary>
    private long _strayed;

    /// <summary>What of that is let be, since no factor that was tried brought much less.</summary>
    private long _tolerated;
    private int _nullSlot = -1;
    private int _entryCount;

    internal NumericKeyIndex(IReadOnlyList<DataType> keyTypes)
        : base(keyTypes)
    {
    }

    /// <inheritdoc/>
    public override long SizeBytes => _entries.SizeBytes + _numbers.SizeBytes + _live.SizeBytes;

    /// <inheritdoc/>
    public override void FindOrAdd(KeyBatch keys, Span<int> slots, ISlotListener? added = null)
    {
        // Room is made for a few keys at a time: a table of few keys stays small however long the batches are.
        for (int start = 0; start < keys.Count; start += KeysAtATime)
        {
            int count = Math.Min(KeysAtATime, keys.Count - start);
            Reserve(count);
            if (keys.HasNulls)
            {
                FindOrAddNullable(keys, start, start + count, slots, added);
                continue;
            }

            ReadOnlySpan<long> numbers = keys.Numbers.Slice(start, count);
            if (Sse.IsSupported && _shift <= PrefetchToShift)
            {
                Prefetch(numbers);
            }

            FindOrAdd(numbers, slots.Slice(start, count), added);
        }
    }

    /// <summary>Asks for the entries of keys, so that their cache misses overlap.</summary>
    private void Prefetch(ReadOnlySpan<long> numbers)
    {
        Entry* entries = _entries.Pointer;
        ulong factor = _factor;
        int shift = _shift;
        foreach (long number in numbers)
        {
            Sse.Prefetch0(entries + Home(number, factor, shift));
        }
    }

    private void FindOrAddNullable(KeyBatch keys, int start, int end, Span<int> slots, ISlotListener? added)
    {
        for (int k = start; k < end; k++)
        {
            if (keys.Nulls[k] != 0)
            {
                slots[k] = NullSlot(added);
            }
            else
            {
                FindOrAdd(keys.Numbers.Slice(k, 1), slots.Slice(k, 1), added);
            }
        }
    }

    /// <summary>For keys none of which is NULL: nothing but a look at the home, where nearly every search ends.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void FindOrAdd(ReadOnlySpan<long> numbers, Span<int> slots, ISlotListener? added)
    {
        Entry* entries = _entries.Pointer;
        ulong factor = _factor;
        int shift = _shift;
        slots = slots[..numbers.Length];
        for (int k = 0; k < numbers.Length; k++)
        {
            long number = numbers[k];
            Entry* entry = entries + Home(number, factor, shift);
            int slot = entry->SlotPlusOne - 1;
            if (slot < 0 || entry->Number != number)
            {
                slot = FindOrAddFrom(entry, number, added);
            }

            slots[k] = slot;
        }
    }

    /// <summary>The slot of a key, sought from an entry on. Not inlined, as the loop above would be left without registers.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private int FindOrAddFrom(Entry* entry, long number, ISlotListener? added)
    {
        int at = (int)(entry - _entries.Pointer);
        while (entry->SlotPlusOne != 0)
        {
            if (entry->Number == number)
            {
                return entry->SlotPlusOne - 1;
            }

            at = (at + 1) & _mask;
            entry = _entries.Pointer + at;
        }

        return AddAt(entry, number, added);
    }

    /// <inheritdoc/>
    public override void Find(KeyBatch keys, Span<int> slots)
    {
        for (int k = 0; k < keys.Count; k++)
        {
            slots[k] = keys.HasNulls && keys.Nulls[k] != 0 ? _nullSlot : FindOne(keys.Numbers[k]);
        }
    }

    private protected override void TakeOut(int slot)
    {
        _live[slot] = 0;
        FreeSlot(slot);
        if (slot == _nullSlot)
        {
            _nullSlot = -1;
            return;
        }

        int at = HomeOf(_numbers[slot]);
        while (_entries[at].SlotPlusOne != slot + 1)
        {
            at = (at + 1) & _mask;
        }

        _strayed -= (at - HomeOf(_numbers[slot])) & _mask;
        CloseGap(at);
        _entryCount--;
    }

    /// <inheritdoc/>
    public override bool IsLive(int slot) => _live[slot] != 0;

    /// <inheritdoc/>
    public override void ReadKeys(ReadOnlySpan<int> slots, ReadOnlySpan<Column> columns, int start)
    {
        Column column = columns[0];
        column.EnsureCapacity(start + slots.Length);
        switch (column)
        {
            case FixedColumn<long> c:
                for (int k = 0; k < slots.Length; k++)
                {
                    c[start + k] = _numbers[slots[k]];
                }

                break;
            case FixedColumn<int> c:
                for (int k = 0; k < slots.Length; k++)
                {
                    c[start + k] = (int)_numbers[slots[k]];
                }

                break;
            case FixedColumn<short> c:
                for (int k = 0; k < slots.Length; k++)
                {
                    c[start + k] = (short)_numbers[slots[k]];
                }

                break;
            case FixedColumn<sbyte> c:
                for (int k = 0; k < slots.Length; k++)
                {
                    c[start + k] = (sbyte)_numbers[slots[k]];
                }

                break;
            case FixedColumn<byte> c:
                for (int k = 0; k < slots.Length; k++)
                {
                    c[start + k] = (byte)_numbers[slots[k]];
                }

                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(columns));
        }

        if (_nullSlot >= 0)
        {
            for (int k = 0; k < slots.Length; k++)
            {
                if (slots[k] == _nullSlot)
                {
                    column.SetNull(start + k);
                }
                else
                {
                    column.SetValid(start + k);
                }
            }
        }
    }

    /// <inheritdoc/>
    public override void EncodeKeys(ReadOnlySpan<int> slots, KeyBatch into)
    {
        into.ResetNumeric(slots.Length, _nullSlot >= 0);
        for (int k = 0; k < slots.Length; k++)
        {
            long number = _numbers[slots[k]];
            into.Numbers[k] = number;
            if (slots[k] == _nullSlot)
            {
                into.Nulls[k] = 1;
            }
        }
    }

    /// <inheritdoc/>
    public override void Clear()
    {
        base.Clear();
        _entries.Clear(_mask + 1);
        _live.Clear(_live.Length);
        _nullSlot = -1;
        _entryCount = 0;
        _strayed = 0;
        _tolerated = 0;
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _entries.Dispose();
        _numbers.Dispose();
        _live.Dispose();
        base.Dispose();
    }

    /// <summary>How many entries lie between a key's and its home, on average.</summary>
    internal double MeanDistance => _entryCount == 0 ? 0 : (double)_strayed / _entryCount;

    private bool HasStrayed => _strayed > _tolerated && _strayed > (long)MostDistance * (_entryCount + KeysAtATime);

    /// <summary>Where the search for a number begins.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Home(long number, ulong factor, int shift) => (int)((ulong)number * factor >> shift);

    private int HomeOf(long number) => Home(number, _factor, _shift);

    private int FindOne(long number)
    {
        int at = HomeOf(number);
        while (true)
        {
            ref Entry entry = ref _entries[at];
            if (entry.SlotPlusOne == 0)
            {
                return -1;
            }

            if (entry.Number == number)
            {
                return entry.SlotPlusOne - 1;
            }

            at = (at + 1) & _mask;
        }
    }

    private int NullSlot(ISlotListener? added)
    {
        if (_nullSlot < 0)
        {
            _nullSlot = NewSlot(0);
            added?.SlotAdded(_nullSlot);
        }

        return _nullSlot;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private int AddAt(Entry* entry, long number, ISlotListener? added)
    {
        int slot = NewSlot(number);
        entry->Number = number;
        entry->SlotPlusOne = slot + 1;
        _strayed += ((int)(entry - _entries.Pointer) - HomeOf(number)) & _mask;
        _entryCount++;
        added?.SlotAdded(slot);
        return slot;
    }

    private int NewSlot(long number)
    {
        int slot = TakeSlot();
        _numbers.EnsureLength(slot + 1);
        _live.EnsureLength(slot + 1);
        _numbers[slot] = number;
        _live[slot] = 1;
        return slot;
    }

    /// <summary>Grows before some keys are looked up, so that no lookup of theirs has to: at most half full, so that most probes end at once, and 7/10 when memory counts for more.</summary>
    private void Reserve(int more)
    {
        long keys = (long)_entryCount + more;
        long wanted = keys < SmallKeys ? keys * 2 : keys * 10 / 7;
        if (wanted <= _mask && !HasStrayed)
        {
            return;
        }

        _entries.Clear(_mask + 1);
        if (wanted > _mask)
        {
            int size = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(wanted + 1, 2L * (_mask + 1)));
            _entries.EnsureLength(size);
            _mask = size - 1;
            _shift = 64 - BitOperations.Log2((uint)size);
        }

        LayOut();
    }

    /// <summary>Puts all keys into the empty table, with another factor where the present one brings too many of them close together.</summary>
    private void LayOut()
    {
        _tolerated = 0;
        for (int factors = 1; !TryLayOut(factors == MostFactors); factors++)
        {
            _entries.Clear(_mask + 1);
            _factor = Hashing.Of((long)_factor) | 1;
        }

        _tolerated = 2 * _strayed;
    }

    private bool TryLayOut(bool atAnyCost)
    {
        _strayed = 0;
        for (int slot = 0; slot < SlotCount; slot++)
        {
            if (_live[slot] == 0 || slot == _nullSlot)
            {
                continue;
            }

            int home = HomeOf(_numbers[slot]);
            int at = home;
            while (_entries[at].SlotPlusOne != 0)
            {
                at = (at + 1) & _mask;
            }

            _entries[at] = new Entry { Number = _numbers[slot], SlotPlusOne = slot + 1 };
            _strayed += (at - home) & _mask;
            if (HasStrayed && !atAnyCost)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Empties an entry and moves later ones of its run back, so that no probe breaks off early.</summary>
    private void CloseGap(int gap)
    {
        int at = gap;
        while (true)
        {
            at = (at + 1) & _mask;
            if (_entries[at].SlotPlusOne == 0)
            {
                break;
            }

            int home = HomeOf(_entries[at].Number);
            if (((at - home) & _mask) >= ((at - gap) & _mask))
            {
                _entries[gap] = _entries[at];
                _strayed -= (at - gap) & _mask;
                gap = at;
            }
        }

        _entries[gap] = default;
    }

    private struct Entry
    {
        public long Number;
        public int SlotPlusOne;
    }
}
