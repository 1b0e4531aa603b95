using System.Runtime.Intrinsics.X86;
using Weir.Engine.Batches;
using Weir.Engine.Types;

namespace Weir.Engine.State;

/// <summary>
/// Keys of any types, as bytes in an arena. Open addressing with linear probing; an entry holds the hash's upper half and the slot, so that
/// nearly all probes end without a look at the bytes.
/// <code>
/// entry:  | upper half of the hash (4) | slot + 1 (4) |      slot + 1 = 0: empty
/// </code>
/// </summary>
public sealed class BytesKeyIndex : KeyIndex
{
    private const int PrefetchAhead = 8;
    private const int PrefetchFromEntries = 1 << 15;
    private const int FirstEntries = 256;
    private const int FirstSlots = 64;
    private const int KeysAtATime = 128;

    private readonly NativeBuffer<ulong> _entries = new(FirstEntries);
    private readonly NativeBuffer<Key> _keys = new(FirstSlots);
    private readonly bool _isFlat;
    private ByteArena _arena = new();
    private int[] _places = [];
    private int _mask = FirstEntries - 1;
    private int _entryCount;

    internal BytesKeyIndex(IReadOnlyList<DataType> keyTypes)
        : base(keyTypes) => _isFlat = KeyEncoder.FlatKeys(keyTypes);

    /// <inheritdoc/>
    public override long SizeBytes => _entries.SizeBytes + _keys.SizeBytes + _arena.SizeBytes;

    /// <inheritdoc/>
    public override void FindOrAdd(KeyBatch keys, Span<int> slots, ISlotListener? added = null)
    {
        ReadOnlySpan<ulong> hashes = keys.Hashes;
        for (int k = 0; k < hashes.Length; k++)
        {
            if (k % KeysAtATime == 0)
            {
                Reserve(Math.Min(KeysAtATime, hashes.Length - k));
            }

            Prefetch(hashes, k);
            ulong hash = hashes[k];
            int at = Locate(keys[k], hash);
            ulong entry = _entries[at];
            if (entry != 0)
            {
                slots[k] = (int)(uint)entry - 1;
                continue;
            }

            int slot = TakeSlot();
            _keys.EnsureLength(slot + 1);
            _keys[slot] = new Key { Hash = hash, Offset = _arena.Add(keys[k]), LengthPlusOne = keys[k].Length + 1 };
            _entries[at] = Entry(hash, slot);
            _entryCount++;
            slots[k] = slot;
            added?.SlotAdded(slot);
        }
    }

    /// <inheritdoc/>
    public override void Find(KeyBatch keys, Span<int> slots)
    {
        for (int k = 0; k < keys.Count; k++)
        {
            slots[k] = (int)(uint)_entries[Locate(keys[k], keys.Hashes[k])] - 1;
        }
    }

    private protected override void TakeOut(int slot)
    {
        ref Key key = ref _keys[slot];
        int at = (int)key.Hash & _mask;
        while ((int)(uint)_entries[at] != slot + 1)
        {
            at = (at + 1) & _mask;
        }

        CloseGap(at);
        _entryCount--;
        _arena.Free(key.LengthPlusOne - 1);
        key = default;
        FreeSlot(slot);
        if (_arena.WantsCompaction)
        {
            Compact();
        }
    }

    /// <inheritdoc/>
    public override bool IsLive(int slot) => _keys[slot].LengthPlusOne != 0;

    /// <inheritdoc/>
    public override void ReadKeys(ReadOnlySpan<int> slots, ReadOnlySpan<Column> columns, int start)
    {
        foreach (Column column in columns)
        {
            column.EnsureCapacity(start + slots.Length);
        }

        if (_isFlat && TryLocate(slots, out ReadOnlySpan<byte> all, out Span<int> places))
        {
            foreach (Column column in columns)
            {
                ColumnCodec.Read(all, places, column, start);
            }

            return;
        }

        for (int k = 0; k < slots.Length; k++)
        {
            ReadOnlySpan<byte> bytes = KeyBytes(slots[k]);
            foreach (Column column in columns)
            {
                bytes = ValueCodec.Read(bytes, column, start + k);
            }
        }
    }

    /// <inheritdoc/>
    public override void EncodeKeys(ReadOnlySpan<int> slots, KeyBatch into)
    {
        into.ResetBytes(slots.Length);
        for (int k = 0; k < slots.Length; k++)
        {
            into.Bytes.Write(KeyBytes(slots[k]));
            into.End(k);
        }
    }

    /// <inheritdoc/>
    public override void Clear()
    {
        base.Clear();
        _entries.Clear(_mask + 1);
        _keys.Clear(_keys.Length);
        _arena.Clear();
        _entryCount = 0;
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _entries.Dispose();
        _keys.Dispose();
        _arena.Dispose();
        base.Dispose();
    }

    /// <summary>Asks for the entry of a key to come, and for the place of the bytes of one that comes sooner, so that the cache misses of a batch overlap.</summary>
    private unsafe void Prefetch(ReadOnlySpan<ulong> hashes, int k)
    {
        if (!Sse.IsSupported || _mask < PrefetchFromEntries)
        {
            return;
        }

        if (k + (2 * PrefetchAhead) < hashes.Length)
        {
            Sse.Prefetch0(_entries.Pointer + ((int)hashes[k + (2 * PrefetchAhead)] & _mask));
        }

        if (k + PrefetchAhead < hashes.Length && (int)(uint)_entries[(int)hashes[k + PrefetchAhead] & _mask] is var slot and > 0)
        {
            Sse.Prefetch0(_keys.Pointer + (slot - 1));
        }
    }

    private static ulong Entry(ulong hash, int slot) => (hash & 0xFFFFFFFF00000000) | (uint)(slot + 1);

    private ReadOnlySpan<byte> KeyBytes(int slot)
    {
        ref Key key = ref _keys[slot];
        return _arena[key.Offset, key.LengthPlusOne - 1];
    }

    /// <summary>Where the key is, or where it would go.</summary>
    private int Locate(ReadOnlySpan<byte> key, ulong hash)
    {
        int at = (int)hash & _mask;
        while (true)
        {
            ulong entry = _entries[at];
            if (entry == 0 || ((entry ^ hash) >> 32 == 0 && KeyBytes((int)(uint)entry - 1).SequenceEqual(key)))
            {
                return at;
            }

            at = (at + 1) & _mask;
        }
    }

    /// <summary>
    /// The bytes that hold the keys of all the slots, and where in them each key starts. False when they hold as much again of other keys: those of slots given out one after another lie side by side, as they are read when a window
    /// fires, and are taken out a column at a time (q8-person takes a sixth less time).
    /// </summary>
    private bool TryLocate(ReadOnlySpan<int> slots, out ReadOnlySpan<byte> all, out Span<int> places)
    {
        if (_places.Length < slots.Length)
        {
            _places = new int[Math.Max(slots.Length, ColumnPool.DefaultBatchRows)];
        }

        long first = long.MaxValue;
        long end = 0;
        long size = 0;
        foreach (int slot in slots)
        {
            ref Key key = ref _keys[slot];
            int length = key.LengthPlusOne - 1;
            first = Math.Min(first, key.Offset);
            end = Math.Max(end, key.Offset + length);
            size += length;
        }

        all = default;
        places = default;
        if (size == 0 || end - first > Math.Min(2 * size, int.MaxValue))
        {
            return false;
        }

        all = _arena[first, (int)(end - first)];
        places = _places.AsSpan(0, slots.Length);
        for (int k = 0; k < slots.Length; k++)
        {
            places[k] = (int)(_keys[slots[k]].Offset - first);
        }

        return true;
    }

    private void Reserve(int more)
    {
        long wanted = ((long)_entryCount + more) * 10 / 7;
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
            if (!IsLive(slot))
            {
                continue;
            }

            int at = (int)_keys[slot].Hash & _mask;
            while (_entries[at] != 0)
            {
                at = (at + 1) & _mask;
            }

            _entries[at] = Entry(_keys[slot].Hash, slot);
        }
    }

    /// <summary>Empties an entry and moves later ones of its run back, so that no probe breaks off early.</summary>
    private void CloseGap(int gap)
    {
        int at = gap;
        while (true)
        {
            at = (at + 1) & _mask;
            if (_entries[at] == 0)
            {
                break;
            }

            int home = (int)_keys[(int)(uint)_entries[at] - 1].Hash & _mask;
            if (((at - home) & _mask) >= ((at - gap) & _mask))
            {
                _entries[gap] = _entries[at];
                gap = at;
            }
        }

        _entries[gap] = 0;
    }

    private void Compact()
    {
        ByteArena fresh = new();
        for (int slot = 0; slot < SlotCount; slot++)
        {
            if (IsLive(slot))
            {
                _keys[slot].Offset = fresh.Add(KeyBytes(slot));
            }
        }

        _arena.Dispose();
        _arena = fresh;
    }

    private struct Key
    {
        public ulong Hash;
        public long Offset;
        public int LengthPlusOne;
    }
}
