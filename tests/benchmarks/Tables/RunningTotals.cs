using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Weir.Benchmarks.Tables;

/// <summary>
/// Counts by key from which counts are taken again as a window moves on. A key whose count has come to nothing stays in its entry until there are too many of those; then the table is made anew.
/// </summary>
internal sealed class RunningTotals
{
    private Entry[] _entries = new Entry[1 << 14];
    private Entry[] _spare = [];
    private int _shift = 64 - 14;
    private int _used;
    private int _dead;

    /// <summary>All entries; those without a count are free or stand for nothing any more.</summary>
    public ReadOnlySpan<Entry> Entries => _entries;

    /// <summary>Adds all counts of a table.</summary>
    public void Add(CountTable slice)
    {
        foreach (ref readonly CountTable.Entry entry in slice.Entries)
        {
            if (entry.Count != 0)
            {
                Find(entry.Key).Count += (int)entry.Count;
            }
        }
    }

    /// <summary>Counts each key once more.</summary>
    public void Add(ReadOnlySpan<long> keys)
    {
        foreach (long key in keys)
        {
            Find(key).Count++;
        }
    }

    /// <summary>Takes all counts of a table away; each was added before.</summary>
    public void Take(CountTable slice)
    {
        foreach (ref readonly CountTable.Entry entry in slice.Entries)
        {
            if (entry.Count != 0)
            {
                ref Entry total = ref Find(entry.Key);
                total.Count -= (int)entry.Count;
                _dead += total.Count == 0 ? 1 : 0;
            }
        }

        if (_dead > _used / 4)
        {
            Rebuild(_entries.Length);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref Entry Find(long key)
    {
        int place = Hashing.Place(key, _shift);
        while (true)
        {
            ref Entry entry = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_entries), place);
            if (entry.IsUsed != 0)
            {
                if (entry.Key == key)
                {
                    _dead -= entry.Count == 0 ? 1 : 0;
                    return ref entry;
                }

                place = (place + 1) & (_entries.Length - 1);
                continue;
            }

            if (_used >= _entries.Length / 2)
            {
                Rebuild(_entries.Length * 2);
                return ref Find(key);
            }

            _used++;
            entry.Key = key;
            entry.IsUsed = 1;
            return ref entry;
        }
    }

    private void Rebuild(int capacity)
    {
        Entry[] old = _entries;
        _entries = _spare.Length == capacity ? _spare : new Entry[capacity];
        _shift = 64 - BitOperations.Log2((uint)capacity);
        _used = 0;
        _dead = 0;
        foreach (ref readonly Entry entry in old.AsSpan())
        {
            if (entry.Count != 0)
            {
                Find(entry.Key) = entry;
            }
        }

        Array.Clear(old);
        _spare = old;
    }

    public struct Entry
    {
        public long Key;
        public int Count;
        public int IsUsed;
    }
}
