using Weir.Engine.Batches;

namespace Weir.Connectors.Formats.Json;

/// <summary>Finds keys that a map has already: by comparing with each while they are few, then by hash.</summary>
internal sealed class MapKeys
{
    private const int Few = 16;

    private int[] _slots = []; // entry + 1, 0 when free; open addressing
    private int _first;
    private int _hashed;

    /// <summary>Begins a map whose entries start there.</summary>
    public void Clear(int first)
    {
        _first = first;
        if (_hashed > 0)
        {
            Array.Clear(_slots);
            _hashed = 0;
        }
    }

    /// <summary>The entry of the key, or -1.</summary>
    public int Find(BytesColumn keys, int count, ReadOnlySpan<byte> key)
    {
        if (count - _first <= Few)
        {
            for (int entry = _first; entry < count; entry++)
            {
                if (keys[entry].SequenceEqual(key))
                {
                    return entry;
                }
            }

            return -1;
        }

        while (_hashed < count - _first)
        {
            Insert(keys, _first + _hashed, count - _first);
        }

        for (int slot = Start(key); _slots[slot] != 0; slot = (slot + 1) & (_slots.Length - 1))
        {
            if (keys[_slots[slot] - 1].SequenceEqual(key))
            {
                return _slots[slot] - 1;
            }
        }

        return -1;
    }

    /// <summary>A key was added.</summary>
    public void Added(BytesColumn keys, int entry)
    {
        if (_hashed > 0)
        {
            Insert(keys, entry, entry - _first + 1);
        }
    }

    private void Insert(BytesColumn keys, int entry, int count)
    {
        if (_slots.Length < count * 2)
        {
            int hashed = _hashed;
            _slots = new int[Math.Max(64, (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)count * 4))];
            _hashed = 0;
            for (int e = _first; e < _first + hashed; e++)
            {
                Place(keys, e);
            }
        }

        Place(keys, entry);
    }

    private void Place(BytesColumn keys, int entry)
    {
        int slot = Start(keys[entry]);
        while (_slots[slot] != 0)
        {
            slot = (slot + 1) & (_slots.Length - 1);
        }

        _slots[slot] = entry + 1;
        _hashed++;
    }

    private int Start(ReadOnlySpan<byte> key)
    {
        HashCode hash = default; // seeded anew in each process, so that nobody can choose keys that collide
        hash.AddBytes(key);
        return hash.ToHashCode() & (_slots.Length - 1);
    }
}
