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
/// </summary>
public sealed unsafe class NumericKeyIndex : KeyIndex
{
    private const int PrefetchAhead = 12;
    private const int PrefetchFromEntries = 1 << 14;
    private const int FirstEntries = 256;
    private const int FirstSlots = 64;
    private const int KeysAtATime = 128;
    private const int SmallKeys = 1 << 16;

    private readonly NativeBuffer<Entry> _entries = new(FirstEntries);
    private readonly NativeBuffer<long> _numbers = new(FirstSlots);
    private readonly NativeBuffer<byte> _live = new(FirstSlots);
    private int _mask = FirstEntries - 1;
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
            bool prefetch = Sse.IsSupported && _mask >= PrefetchFromEntries;
            if (prefetch || keys.HasNulls)
            {
                FindOrAdd(keys, start, start + count, prefetch, slots, added);
            }
            else
            {
                FindOrAddSmall(keys.Numbers.Slice(start, count), keys.Hashes.Slice(start, count), slots.Slice(start, count), added);
            }
        }
    }

    private void FindOrAdd(KeyBatch keys, int start, int end, bool prefetch, Span<int> slots, ISlotListener? added)
    {
        ReadOnlySpan<long> numbers = keys.Numbers;
        ReadOnlySpan<ulong> hashes = keys.Hashes;
        Entry* entries = _entries.Pointer;
        for (int k = start; k < end; k++)
        {
            if (prefetch && k + PrefetchAhead < hashes.Length)
            {
                Sse.Prefetch0(entries + ((int)hashes[k + PrefetchAhead] & _mask));
            }

            if (keys.HasNulls && keys.Nulls[k] != 0)
            {
                slots[k] = NullSlot(added);
                continue;
            }

            long number = numbers[k];
            int at = (int)hashes[k] & _mask;
            while (true)
            {
                Entry* entry = entries + at;
                if (entry->SlotPlusOne == 0)
                {
                    slots[k] = AddAt(entry, number, added);
                    break;
                }

                if (entry->Number == number)
                {
                    slots[k] = entry->SlotPlusOne - 1;
                    break;
                }

                at = (at + 1) & _mask;
            }
        }
    }

    /// <summary>For a table that the caches hold, and keys none of which is NULL: nothing but the probe.</summary>
    private void FindOrAddSmall(ReadOnlySpan<long> numbers, ReadOnlySpan<ulong> hashes, Span<int> slots, ISlotListener? added)
    {
        Entry* entries = _entries.Pointer;
        int mask = _mask;
        slots = slots[..numbers.Length];
        hashes = hashes[..numbers.Length];
        for (int k = 0; k < numbers.Length; k++)
        {
            long number = numbers[k];
            int at = (int)hashes[k] & mask;
            Entry* entry = entries + at;
            while (entry->Number != number || entry->SlotPlusOne == 0)
            {
                if (entry->SlotPlusOne == 0)
                {
                    AddAt(entry, number, added);
                    break;
                }

                at = (at + 1) & mask;
                entry = entries + at;
            }

            slots[k] = entry->SlotPlusOne - 1;
        }
    }

    /// <inheritdoc/>
    public override void Find(KeyBatch keys, Span<int> slots)
    {
        for (int k = 0; k < keys.Count; k++)
        {
            slots[k] = keys.HasNulls && keys.Nulls[k] != 0 ? _nullSlot : FindOne(keys.Numbers[k], keys.Hashes[k]);
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

        int at = (int)Hashing.Of(_numbers[slot]) & _mask;
        while (_entries[at].SlotPlusOne != slot + 1)
        {
            at = (at + 1) & _mask;
        }

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
            into.Hashes[k] = Hashing.Of(number);
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
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _entries.Dispose();
        _numbers.Dispose();
        _live.Dispose();
        base.Dispose();
    }

    private int FindOne(long number, ulong hash)
    {
        int at = (int)hash & _mask;
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
        if (wanted <= _mask)
        {
            return;
        }

        int size = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(wanted + 1, 2L * (_mask + 1)));
        _entries.Clear(_mask + 1);
        _entries.EnsureLength(size);
        _mask = size - 1;
        for (int slot = 0; slot < SlotCount; slot++)
        {
            if (_live[slot] == 0 || slot == _nullSlot)
            {
                continue;
            }

            int at = (int)Hashing.Of(_numbers[slot]) & _mask;
            while (_entries[at].SlotPlusOne != 0)
            {
                at = (at + 1) & _mask;
            }

            _entries[at] = new Entry { Number = _numbers[slot], SlotPlusOne = slot + 1 };
        }
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

            int home = (int)Hashing.Of(_entries[at].Number) & _mask;
            if (((at - home) & _mask) >= ((at - gap) & _mask))
            {
                _entries[gap] = _entries[at];
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
