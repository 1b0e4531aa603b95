using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Weir.Benchmarks.Tables;

/// <summary>A set of keys: open addressing, linear probing, at most half full. 0 stands for a free place, so whether 0 itself is in is kept apart.</summary>
internal sealed class KeySet
{
    private long[] _keys = new long[1 << 14];
    private int _shift = 64 - 14;
    private int _used;

    /// <summary>All places; a free one is 0.</summary>
    public ReadOnlySpan<long> Keys => _keys;

    public bool HasZero { get; private set; }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(long key)
    {
        int place = Hashing.Place(key, _shift);
        ref long table = ref MemoryMarshal.GetArrayDataReference(_keys);
        while (true)
        {
            ref long at = ref Unsafe.Add(ref table, place);
            if (at == key)
            {
                HasZero |= key == 0;
                return;
            }

            if (at == 0)
            {
                at = key;
                if (++_used > _keys.Length >> 1)
                {
                    Grow();
                }

                return;
            }

            place = (place + 1) & (_keys.Length - 1);
        }
    }

    public void Clear()
    {
        Array.Clear(_keys);
        _used = 0;
        HasZero = false;
    }

    private void Grow()
    {
        long[] old = _keys;
        _keys = new long[old.Length * 2];
        _shift = 64 - BitOperations.Log2((uint)_keys.Length);
        _used = 0;
        foreach (long key in old)
        {
            if (key != 0)
            {
                Add(key);
            }
        }
    }
}
