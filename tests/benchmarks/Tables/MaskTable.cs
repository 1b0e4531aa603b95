using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace Weir.Benchmarks.Tables;

/// <summary>For COUNT(DISTINCT) with filters: for each key of a group, in which of some counts it has been seen. Open addressing, linear probing, at most half full; an entry seen in none is free.</summary>
internal sealed class MaskTable
{
    private Entry[] _entries = new Entry[1 << 14];
    private int _shift = 64 - 14;
    private int _used;

    /// <summary>Adds to where a key has been seen, and returns what of it is new.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Add(int group, long key, int mask)
    {
        int place = Place(group, key);
        while (true)
        {
            ref Entry entry = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_entries), place);
            if (entry.Mask == 0)
            {
                entry = new Entry { Key = key, Group = group, Mask = mask };
                if (++_used > _entries.Length >> 1)
                {
                    Grow();
                }

                return mask;
            }

            if (entry.Key == key && entry.Group == group)
            {
                int added = mask & ~entry.Mask;
                entry.Mask |= added;
                return added;
            }

            place = (place + 1) & (_entries.Length - 1);
        }
    }

    /// <summary>Tells the cache that a key will be asked for.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public unsafe void Prefetch(int group, long key)
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch0(Unsafe.AsPointer(ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_entries), Place(group, key))));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Place(int group, long key) => Hashing.Place(key + (long)(uint)group * 0x5851_F42D, _shift);

    private void Grow()
    {
        Entry[] old = _entries;
        _entries = new Entry[old.Length * 2];
        _shift = 64 - BitOperations.Log2((uint)_entries.Length);
        _used = 0;
        foreach (ref readonly Entry entry in old.AsSpan())
        {
            if (entry.Mask != 0)
            {
                Add(entry.Group, entry.Key, entry.Mask);
            }
        }
    }

    private struct Entry
    {
        public long Key;
        public int Group;
        public int Mask;
    }
}
