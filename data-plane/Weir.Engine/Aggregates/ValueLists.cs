using Weir.Engine.State;

namespace Weir.Engine.Aggregates;

/// <summary>
/// For each slot a list of values (as bytes) in the order in which they came, equal ones among them. When indexed, the first value with given leading bytes (its key) is found, and taken away,
/// without going through the list: the index names the first of equal keys, and those are chained to each other. Not thread-safe.
/// </summary>
internal sealed class ValueLists(bool isIndexed) : IDisposable
{
    private readonly NativeBuffer<Node> _nodes = new(64);
    private readonly NativeBuffer<Ends> _slots = new(64);
    private readonly NativeBuffer<int> _table = new(isIndexed ? 256 : 0);
    private ByteArena _arena = new();
    private int _mask = 255;
    private int _used;
    private int _free;
    private int _keys;

    /// <summary>Bytes of memory held.</summary>
    public long SizeBytes => _nodes.SizeBytes + _slots.SizeBytes + _table.SizeBytes + _arena.SizeBytes;

    /// <summary>Makes room for slots.</summary>
    public void EnsureSlots(int count) => _slots.EnsureLength(count);

    /// <summary>The first value of a slot, to be followed by <see cref="Next"/>; -1 when there is none.</summary>
    public int First(int slot) => _slots[slot].First - 1;

    /// <summary>The last value of a slot; -1 when there is none.</summary>
    public int Last(int slot) => _slots[slot].Last - 1;

    /// <summary>The value after this one; -1 at the end.</summary>
    public int Next(int node) => _nodes[node].Next - 1;

    /// <summary>The bytes of a value; valid until the next change.</summary>
    public ReadOnlySpan<byte> ValueOf(int node) => _arena[_nodes[node].Offset, _nodes[node].Length];

    /// <summary>How many of a value's bytes are its key.</summary>
    public int KeyLengthOf(int node) => _nodes[node].KeyLength;

    /// <summary>Puts a value at the end of a slot's list; its first <paramref name="keyLength"/> bytes are its key.</summary>
    public void Add(int slot, ReadOnlySpan<byte> value, int keyLength)
    {
        int node = TakeNode();
        ref Ends ends = ref _slots[slot];
        _nodes[node] = new Node { Slot = slot, Offset = _arena.Add(value), Length = value.Length, KeyLength = keyLength, Previous = ends.Last };
        if (ends.Last > 0)
        {
            _nodes[ends.Last - 1].Next = node + 1;
        }
        else
        {
            ends.First = node + 1;
        }

        ends.Last = node + 1;
        if (isIndexed)
        {
            Index(node, value[..keyLength]);
        }
    }

    /// <summary>The first value of a slot with the key, or -1. Only when indexed.</summary>
    public int Find(int slot, ReadOnlySpan<byte> key) => _table[Locate(slot, key, HashOf(slot, key))] - 1;

    /// <summary>Takes away the first value of a slot with the key; false when there is none. Only when indexed.</summary>
    public bool Remove(int slot, ReadOnlySpan<byte> key)
    {
        int at = Locate(slot, key, HashOf(slot, key));
        int node = _table[at] - 1;
        if (node < 0)
        {
            return false;
        }

        int second = _nodes[node].NextEqual;
        if (second > 0)
        {
            _nodes[second - 1].LastEqual = _nodes[node].LastEqual;
            _nodes[second - 1].Hash = _nodes[node].Hash;
            _table[at] = second;
        }
        else
        {
            CloseGap(at);
            _keys--;
        }

        Unlink(node);
        if (_arena.WantsCompaction)
        {
            Compact();
        }

        return true;
    }

    /// <summary>See <see cref="SlotState.Measure"/>.</summary>
    public void Measure(ReadOnlySpan<int> slots, Span<int> sizes)
    {
        for (int k = 0; k < slots.Length; k++)
        {
            sizes[k] += sizeof(int);
            for (int node = First(slots[k]); node >= 0; node = Next(node))
            {
                sizes[k] += SlotImages.SizeOf(ValueOf(node)) + sizeof(int);
            }
        }
    }

    /// <summary>See <see cref="SlotState.Save"/>: the values of a slot in order, each with the length of its key.</summary>
    public void Save(ReadOnlySpan<int> slots, SlotImages images)
    {
        for (int k = 0; k < slots.Length; k++)
        {
            int count = 0;
            for (int node = First(slots[k]); node >= 0; node = Next(node))
            {
                count++;
            }

            images.Write(k, count);
            for (int node = First(slots[k]); node >= 0; node = Next(node))
            {
                images.WriteBytes(k, ValueOf(node));
                images.Write(k, KeyLengthOf(node));
            }
        }
    }

    /// <summary>See <see cref="SlotState.Load"/>.</summary>
    public void Load(ReadOnlySpan<int> slots, SlotImages images)
    {
        for (int k = 0; k < slots.Length; k++)
        {
            for (int left = images.Read<int>(k); left > 0; left--)
            {
                ReadOnlySpan<byte> value = images.ReadBytes(k);
                Add(slots[k], value, images.Read<int>(k));
            }
        }
    }

    /// <summary>Forgets the values of a slot.</summary>
    public void ClearSlot(int slot)
    {
        while (First(slot) is var node and >= 0)
        {
            if (isIndexed)
            {
                Remove(slot, ValueOf(node)[..KeyLengthOf(node)]);
            }
            else
            {
                Unlink(node);
            }
        }

        if (_arena.WantsCompaction)
        {
            Compact();
        }
    }

    /// <summary>Forgets everything, keeping the memory.</summary>
    public void Clear()
    {
        _table.Clear(_table.Length);
        _slots.Clear(_slots.Length);
        _arena.Clear();
        _used = 0;
        _free = 0;
        _keys = 0;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _nodes.Dispose();
        _slots.Dispose();
        _table.Dispose();
        _arena.Dispose();
    }

    private static ulong HashOf(int slot, ReadOnlySpan<byte> key) => Hashing.Of(key) ^ Hashing.Of(slot);

    private int TakeNode()
    {
        if (_free > 0)
        {
            int node = _free - 1;
            _free = _nodes[node].Next;
            return node;
        }

        _nodes.EnsureLength(_used + 1);
        return _used++;
    }

    private void Unlink(int node)
    {
        Node entry = _nodes[node];
        ref Ends ends = ref _slots[entry.Slot];
        if (entry.Previous > 0)
        {
            _nodes[entry.Previous - 1].Next = entry.Next;
        }
        else
        {
            ends.First = entry.Next;
        }

        if (entry.Next > 0)
        {
            _nodes[entry.Next - 1].Previous = entry.Previous;
        }
        else
        {
            ends.Last = entry.Previous;
        }

        _arena.Free(entry.Length);
        _nodes[node] = new Node { Slot = -1, Next = _free };
        _free = node + 1;
    }

    private void Index(int node, ReadOnlySpan<byte> key)
    {
        if ((_keys + 1) * 10L > _mask * 7L)
        {
            Grow();
        }

        int slot = _nodes[node].Slot;
        ulong hash = HashOf(slot, key);
        int at = Locate(slot, key, hash);
        int head = _table[at];
        _nodes[node].Hash = hash;
        _nodes[node].LastEqual = node + 1;
        if (head == 0)
        {
            _table[at] = node + 1;
            _keys++;
        }
        else
        {
            _nodes[_nodes[head - 1].LastEqual - 1].NextEqual = node + 1;
            _nodes[head - 1].LastEqual = node + 1;
        }
    }

    private int Locate(int slot, ReadOnlySpan<byte> key, ulong hash)
    {
        int at = (int)hash & _mask;
        while (_table[at] is var head and > 0)
        {
            ref Node node = ref _nodes[head - 1];
            if (node.Hash == hash && node.Slot == slot && _arena[node.Offset, node.KeyLength].SequenceEqual(key))
            {
                break;
            }

            at = (at + 1) & _mask;
        }

        return at;
    }

    private void CloseGap(int gap)
    {
        int at = gap;
        while (true)
        {
            at = (at + 1) & _mask;
            if (_table[at] == 0)
            {
                break;
            }

            int home = (int)_nodes[_table[at] - 1].Hash & _mask;
            if (((at - home) & _mask) >= ((at - gap) & _mask))
            {
                _table[gap] = _table[at];
                gap = at;
            }
        }

        _table[gap] = 0;
    }

    private void Grow()
    {
        int size = _mask + 1;
        int[] heads = new int[_keys];
        int count = 0;
        for (int at = 0; at < size; at++)
        {
            if (_table[at] != 0)
            {
                heads[count++] = _table[at];
            }
        }

        _table.EnsureLength(size * 2L);
        _table.Clear(_table.Length);
        _mask = (size * 2) - 1;
        foreach (int head in heads)
        {
            int at = (int)_nodes[head - 1].Hash & _mask;
            while (_table[at] != 0)
            {
                at = (at + 1) & _mask;
            }

            _table[at] = head;
        }
    }

    private void Compact()
    {
        ByteArena fresh = new();
        for (int node = 0; node < _used; node++)
        {
            if (_nodes[node].Slot >= 0)
            {
                _nodes[node].Offset = fresh.Add(ValueOf(node));
            }
        }

        _arena.Dispose();
        _arena = fresh;
    }

    private struct Node
    {
        public ulong Hash;
        public long Offset;
        public int Length;
        public int KeyLength;
        public int Slot;
        public int Previous;
        public int Next;
        public int NextEqual;
        public int LastEqual;
    }

    private struct Ends
    {
        public int First;
        public int Last;
    }
}
