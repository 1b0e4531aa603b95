using Weir.Engine.Batches;
using Weir.Engine.State;

namespace Weir.Engine.Windows;

/// <summary>Rows held for sessions, in native memory, each session's in the order in which they came. Not thread-safe.</summary>
internal sealed class SessionRows : SlotState
{
    private readonly NativeBuffer<Row> _rows = new(64);
    private readonly NativeBuffer<Ends> _ends = new(64);
    private ByteArena _arena = new();
    private long _sequence;
    private int _used;
    private int _free;

    public override long SizeBytes => _rows.SizeBytes + _ends.SizeBytes + _arena.SizeBytes;

    /// <summary>Keeps a row, encoded, as the latest of its session.</summary>
    public void Add(int session, ReadOnlySpan<byte> value, RowKind kind)
    {
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

        _rows[row] = new Row { Sequence = _sequence++, Offset = _arena.Add(value), Length = value.Length, Kind = kind, IsLive = true };
        _ends.EnsureLength(session + 1);
        Append(ref _ends[session], row);
    }

    /// <summary>The oldest row of a session; -1 when there is none.</summary>
    public int First(int session) => session < _ends.Length ? _ends[session].First - 1 : -1;

    /// <summary>A row's bytes; valid until the next change.</summary>
    public ReadOnlySpan<byte> ValueOf(int row) => _arena[_rows[row].Offset, _rows[row].Length];

    public RowKind KindOf(int row) => _rows[row].Kind;

    /// <summary>Forgets the oldest row of a session.</summary>
    public void RemoveFirst(int session)
    {
        ref Ends ends = ref _ends[session];
        int row = ends.First - 1;
        ends.First = _rows[row].Next;
        ends.Last = ends.First == 0 ? 0 : ends.Last;
        _arena.Free(_rows[row].Length);
        _rows[row] = new Row { Next = _free };
        _free = row + 1;
        if (_arena.WantsCompaction)
        {
            Compact();
        }
    }

    /// <summary>Takes the rows of one session into another, in the order in which they came.</summary>
    public void Merge(int into, int from)
    {
        int a = First(into);
        int b = First(from);
        Ends merged = default;
        while (a >= 0 || b >= 0)
        {
            bool takesA = b < 0 || (a >= 0 && _rows[a].Sequence < _rows[b].Sequence);
            int row = takesA ? a : b;
            int next = _rows[row].Next - 1;
            a = takesA ? next : a;
            b = takesA ? b : next;
            _rows[row].Next = 0;
            Append(ref merged, row);
        }

        _ends.EnsureLength(Math.Max(into, from) + 1);
        _ends[into] = merged;
        _ends[from] = default;
    }

    public override void EnsureSlots(int count) => _ends.EnsureLength(count);

    public override void Reset(int slot)
    {
        while (First(slot) >= 0)
        {
            RemoveFirst(slot);
        }
    }

    public override void Clear()
    {
        for (int session = 0; session < _ends.Length; session++)
        {
            Reset(session);
        }
    }

    public override void Measure(ReadOnlySpan<int> slots, Span<int> sizes)
    {
        for (int k = 0; k < slots.Length; k++)
        {
            sizes[k] += sizeof(int);
            for (int row = First(slots[k]); row >= 0; row = _rows[row].Next - 1)
            {
                sizes[k] += sizeof(long) + 1 + SlotImages.SizeOf(ValueOf(row));
            }
        }
    }

    /// <summary>Writes the rows of each session in order, each with its place among all rows held and its kind.</summary>
    public override void Save(ReadOnlySpan<int> slots, SlotImages images)
    {
        for (int k = 0; k < slots.Length; k++)
        {
            int count = 0;
            for (int row = First(slots[k]); row >= 0; row = _rows[row].Next - 1)
            {
                count++;
            }

            images.Write(k, count);
            for (int row = First(slots[k]); row >= 0; row = _rows[row].Next - 1)
            {
                images.Write(k, _rows[row].Sequence);
                images.Write(k, (byte)_rows[row].Kind);
                images.WriteBytes(k, ValueOf(row));
            }
        }
    }

    public override void Load(ReadOnlySpan<int> slots, SlotImages images)
    {
        long next = _sequence;
        for (int k = 0; k < slots.Length; k++)
        {
            for (int left = images.Read<int>(k); left > 0; left--)
            {
                _sequence = images.Read<long>(k);
                RowKind kind = (RowKind)images.Read<byte>(k);
                Add(slots[k], images.ReadBytes(k), kind);
                next = Math.Max(next, _sequence);
            }
        }

        _sequence = next;
    }

    public override void Dispose()
    {
        _rows.Dispose();
        _ends.Dispose();
        _arena.Dispose();
        base.Dispose();
    }

    private void Append(ref Ends ends, int row)
    {
        if (ends.Last > 0)
        {
            _rows[ends.Last - 1].Next = row + 1;
        }
        else
        {
            ends.First = row + 1;
        }

        ends.Last = row + 1;
    }

    private void Compact()
    {
        ByteArena fresh = new();
        for (int row = 0; row < _used; row++)
        {
            if (_rows[row].IsLive)
            {
                _rows[row].Offset = fresh.Add(ValueOf(row));
            }
        }

        _arena.Dispose();
        _arena = fresh;
    }

    private struct Row
    {
        public long Sequence;
        public long Offset;
        public int Length;

        /// <summary>The next row of the session (or the next free one), plus one.</summary>
        public int Next;
        public RowKind Kind;
        public bool IsLive;
    }

    private struct Ends
    {
        public int First;
        public int Last;
    }
}
