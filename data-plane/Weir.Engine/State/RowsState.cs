namespace Weir.Engine.State;

/// <summary>
/// For each slot a bag of values (as bytes), each with a count, kept in the order in which they first came: the rows behind DISTINCT, COLLECT, LISTAGG, PERCENTILE and the aggregates that
/// must find another value when one is taken back. Finding a value of a slot takes one probe. Not thread-safe.
/// </summary>
public sealed class RowsState : SlotState
{
    private readonly NativeBuffer<int> _table = new(256);
    private readonly NativeBuffer<Row> _rows = new(64);
    private readonly NativeBuffer<Ends> _slots = new(64);
    private ByteArena _arena = new();
    private int _mask = 255;
    private int _used;
    private int _live;
    private int _free;

    /// <inheritdoc/>
    public override long SizeBytes => _table.SizeBytes + _rows.SizeBytes + _slots.SizeBytes + _arena.SizeBytes;

    /// <inheritdoc/>
    public override void EnsureSlots(int count) => _slots.EnsureLength(count);

    /// <summary>Adds to the count of a value of a slot (a new one begins at 0) and returns what the count is now. A count that becomes 0 takes the value away.</summary>
    public long Add(int slot, ReadOnlySpan<byte> value, long count)
    {
        ulong hash = HashOf(slot, value);
        int at = Locate(slot, value, hash);
        int row = _table[at] - 1;
        if (row < 0)
        {
            if (count == 0)
            {
                return 0;
            }

            Append(slot, value, hash, count);
            return count;
        }

        long now = _rows[row].Count + count;
        if (now == 0)
        {
            RemoveRow(slot, row);
            return 0;
        }

        _rows[row].Count = now;
        return now;
    }

    /// <summary>The count of a value of a slot; 0 when it isn't there.</summary>
    public long CountOf(int slot, ReadOnlySpan<byte> value)
    {
        int row = _table[Locate(slot, value, HashOf(slot, value))] - 1;
        return row < 0 ? 0 : _rows[row].Count;
    }

    /// <summary>The first row of a slot, to be followed by <see cref="Next"/>; -1 when it has none.</summary>
    public int First(int slot) => _slots[slot].First - 1;

    /// <summary>The last row of a slot; -1 when it has none.</summary>
    public int Last(int slot) => _slots[slot].Last - 1;

    /// <summary>The row that came after this one; -1 at the end.</summary>
    public int Next(int row) => _rows[row].Next - 1;

    /// <summary>How many values the slot has (each counted once).</summary>
    public int Distinct(int slot) => _slots[slot].Count;

    /// <summary>The bytes of a row's value; valid until the next change.</summary>
    public ReadOnlySpan<byte> ValueOf(int row) => _arena[_rows[row].Offset, _rows[row].Length];

    /// <summary>The count of a row's value.</summary>
    public long CountOf(int row) => _rows[row].Count;

    /// <inheritdoc/>
    public override void Measure(ReadOnlySpan<int> slots, Span<int> sizes)
    {
        for (int k = 0; k < slots.Length; k++)
        {
            sizes[k] += sizeof(int);
            for (int row = First(slots[k]); row >= 0; row = Next(row))
            {
                sizes[k] += SlotImages.SizeOf(ValueOf(row)) + sizeof(long);
            }
        }
    }

    /// <summary>Writes the values of each slot in order, each with its count.</summary>
    public override void Save(ReadOnlySpan<int> slots, SlotImages images)
    {
        for (int k = 0; k < slots.Length; k++)
        {
            images.Write(k, Distinct(slots[k]));
            for (int row = First(slots[k]); row >= 0; row = Next(row))
            {
                images.WriteBytes(k, ValueOf(row));
                images.Write(k, CountOf(row));
            }
        }
    }

    /// <inheritdoc/>
    public override void Load(ReadOnlySpan<int> slots, SlotImages images)
    {
        for (int k = 0; k < slots.Length; k++)
        {
            for (int left = images.Read<int>(k); left > 0; left--)
            {
                ReadOnlySpan<byte> value = images.ReadBytes(k);
                Add(slots[k], value, images.Read<long>(k));
            }
        }
    }

    /// <inheritdoc/>
    public override void Reset(int slot) => ClearSlot(slot);

    /// <summary>Forgets all values of a slot.</summary>
    public void ClearSlot(int slot)
    {
        while (First(slot) is var row and >= 0)
        {
            RemoveRow(slot, row);
        }
    }

    /// <inheritdoc/>
    public override void Clear()
    {
        _table.Clear(_mask + 1);
        _slots.Clear(_slots.Length);
        _arena.Clear();
        _used = 0;
        _live = 0;
        _free = 0;
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _table.Dispose();
        _rows.Dispose();
        _slots.Dispose();
        _arena.Dispose();
        base.Dispose();
    }

    private static ulong HashOf(int slot, ReadOnlySpan<byte> value) => Hashing.Of(value) ^ Hashing.Of(slot);

    private int Locate(int slot, ReadOnlySpan<byte> value, ulong hash)
    {
        int at = (int)hash & _mask;
        while (true)
        {
            int row = _table[at] - 1;
            if (row < 0)
            {
                return at;
            }

            ref Row entry = ref _rows[row];
            if (entry.Hash == hash && entry.Slot == slot && ValueOf(row).SequenceEqual(value))
            {
                return at;
            }

            at = (at + 1) & _mask;
        }
    }

    private void Append(int slot, ReadOnlySpan<byte> value, ulong hash, long count)
    {
        if ((_live + 1) * 10 > _mask * 7)
        {
            Grow();
        }

        int row;
        if (_free > 0)
        {
            row = _free - 1;
            _free = _rows[row].Next;
        }
        else
        {
            row = _used++;
            _rows.EnsureLength(_used);
        }

        ref Ends ends = ref _slots[slot];
        _rows[row] = new Row { Hash = hash, Slot = slot, Count = count, Offset = _arena.Add(value), Length = value.Length, Previous = ends.Last };
        if (ends.Last > 0)
        {
            _rows[ends.Last - 1].Next = row + 1;
        }
        else
        {
            ends.First = row + 1;
        }

        ends.Last = row + 1;
        ends.Count++;
        _live++;
        Insert(row);
    }

    private void Insert(int row)
    {
        int at = (int)_rows[row].Hash & _mask;
        while (_table[at] != 0)
        {
            at = (at + 1) & _mask;
        }

        _table[at] = row + 1;
    }

    private void RemoveRow(int slot, int row)
    {
        ref Row entry = ref _rows[row];
        ref Ends ends = ref _slots[slot];
        if (entry.Previous > 0)
        {
            _rows[entry.Previous - 1].Next = entry.Next;
        }
        else
        {
            ends.First = entry.Next;
        }

        if (entry.Next > 0)
        {
            _rows[entry.Next - 1].Previous = entry.Previous;
        }
        else
        {
            ends.Last = entry.Previous;
        }

        ends.Count--;
        _live--;
        int at = (int)entry.Hash & _mask;
        while (_table[at] != row + 1)
        {
            at = (at + 1) & _mask;
        }

        CloseGap(at);
        _arena.Free(entry.Length);
        entry = new Row { Next = _free, Slot = -1 };
        _free = row + 1;
        if (_arena.WantsCompaction)
        {
            Compact();
        }
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

            int home = (int)_rows[_table[at] - 1].Hash & _mask;
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
        int size = (_mask + 1) * 2;
        _table.Clear(_mask + 1);
        _table.EnsureLength(size);
        _mask = size - 1;
        for (int row = 0; row < _used; row++)
        {
            if (_rows[row].Slot >= 0)
            {
                Insert(row);
            }
        }
    }

    private void Compact()
    {
        ByteArena fresh = new();
        for (int row = 0; row < _used; row++)
        {
            if (_rows[row].Slot >= 0)
            {
                _rows[row].Offset = fresh.Add(ValueOf(row));
            }
        }

        _arena.Dispose();
        _arena = fresh;
    }

    private struct Row
    {
        public ulong Hash;
        public long Count;
        public long Offset;
        public int Length;
        public int Slot;
        public int Previous;
        public int Next;
    }

    private struct Ends
    {
        public int First;
        public int Last;
        public int Count;
    }
}
