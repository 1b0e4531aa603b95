using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace Weir.Benchmarks.Tables;

/// <summary>Counts by key: open addressing, linear probing, at most half full. An entry with no count is free.</summary>
internal sealed class CountTable
{
    /// <summary>How many rows ahead the cache is told of an entry.</summary>
    private const int Ahead = 16;

    /// <summary>From this size on the table is not in the nearest caches.</summary>
    private const int LargeBytes = 256 << 10;

    private Entry[] _entries;
    private int _shift;
    private int _used;

    public CountTable(int capacity = 1 << 14)
    {
        _entries = new Entry[capacity];
        _shift = 64 - BitOperations.Log2((uint)capacity);
    }

    /// <summary>All entries, free ones among them.</summary>
    public ReadOnlySpan<Entry> Entries => _entries;

    /// <summary>Entries in use.</summary>
    public int Used => _used;

    /// <summary>Counts each key once more.</summary>
    public void Add(ReadOnlySpan<long> keys)
    {
        if (_entries.Length * 16 >= LargeBytes && Sse.IsSupported)
        {
            AddAhead(keys);
            return;
        }

        foreach (long key in keys)
        {
            Add(key, 1);
        }
    }

    /// <summary>Adds to the count of a key.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(long key, long count)
    {
        ref Entry table = ref MemoryMarshal.GetArrayDataReference(_entries);
        int place = Hashing.Place(key, _shift);
        while (true)
        {
            ref Entry entry = ref Unsafe.Add(ref table, place);
            if (entry.Count == 0)
            {
                entry.Key = key;
                entry.Count = count;
                if (++_used > _entries.Length >> 1)
                {
                    Grow();
                }

                return;
            }

            if (entry.Key == key)
            {
                entry.Count += count;
                return;
            }

            place = (place + 1) & (_entries.Length - 1);
        }
    }

    /// <summary>Makes all entries free; the room stays.</summary>
    public void Clear()
    {
        Array.Clear(_entries);
        _used = 0;
    }

    private unsafe void AddAhead(ReadOnlySpan<long> keys)
    {
        int i = 0;
        for (; i < keys.Length - Ahead; i++)
        {
            Sse.Prefetch0(Unsafe.AsPointer(ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_entries), Hashing.Place(keys[i + Ahead], _shift))));
            Add(keys[i], 1);
        }

        for (; i < keys.Length; i++)
        {
            Add(keys[i], 1);
        }
    }

    private void Grow()
    {
        Entry[] old = _entries;
        _entries = new Entry[old.Length * 2];
        _shift--;
        _used = 0;
        foreach (ref readonly Entry entry in old.AsSpan())
        {
            if (entry.Count != 0)
            {
                Add(entry.Key, entry.Count);
            }
        }
    }

    public struct Entry
    {
        public long Key;
        public long Count;
    }
}
