using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Weir.Benchmarks.Tables;

/// <summary>Numbers pairs of a text and a number from 0 on, in the order of their coming.</summary>
internal sealed class TextIndex
{
    private Entry[] _entries = new Entry[1 << 10];
    private int[] _index = new int[1 << 11];
    private byte[] _texts = new byte[1 << 15];
    private int _textBytes;
    private int _shift = 64 - 11;

    /// <summary>How many pairs there are.</summary>
    public int Count { get; private set; }

    public int FindOrAdd(ReadOnlySpan<byte> text, long number)
    {
        ulong hash = Hash(text, number);
        int place = (int)(hash >> _shift);
        while (true)
        {
            int at = _index[place] - 1;
            if (at < 0)
            {
                return Append(text, number, hash, place);
            }

            ref Entry entry = ref _entries[at];
            if (entry.Hash == hash && entry.Number == number && text.SequenceEqual(_texts.AsSpan(entry.Start, entry.Length)))
            {
                return at;
            }

            place = (place + 1) & (_index.Length - 1);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Hash(ReadOnlySpan<byte> text, long number)
    {
        ulong hash = (ulong)number ^ (ulong)text.Length;
        ref byte at = ref MemoryMarshal.GetReference(text);
        int left = text.Length;
        if (left >= 8)
        {
            for (; left > 8; left -= 8)
            {
                hash = (hash ^ Unsafe.ReadUnaligned<ulong>(ref at)) * Hashing.Factor;
                hash ^= hash >> 32;
                at = ref Unsafe.Add(ref at, 8);
            }

            at = ref Unsafe.Add(ref at, left - 8);
            hash = (hash ^ Unsafe.ReadUnaligned<ulong>(ref at)) * Hashing.Factor;
            return (hash ^ (hash >> 32)) * Hashing.Factor;
        }

        ulong rest = 0;
        for (int i = 0; i < left; i++)
        {
            rest = (rest << 8) | Unsafe.Add(ref at, i);
        }

        hash = (hash ^ rest) * Hashing.Factor;
        return (hash ^ (hash >> 32)) * Hashing.Factor;
    }

    private int Append(ReadOnlySpan<byte> text, long number, ulong hash, int place)
    {
        if (Count == _entries.Length)
        {
            Array.Resize(ref _entries, Count * 2);
            _index = new int[_entries.Length * 2];
            _shift = 64 - BitOperations.Log2((uint)_index.Length);
            for (int i = 0; i < Count; i++)
            {
                _index[Free(_entries[i].Hash)] = i + 1;
            }

            place = Free(hash);
        }

        if (_texts.Length - _textBytes < text.Length)
        {
            Array.Resize(ref _texts, Math.Max(_texts.Length * 2, _textBytes + text.Length));
        }

        text.CopyTo(_texts.AsSpan(_textBytes));
        _entries[Count] = new Entry { Hash = hash, Number = number, Start = _textBytes, Length = text.Length };
        _textBytes += text.Length;
        _index[place] = ++Count;
        return Count - 1;
    }

    private int Free(ulong hash)
    {
        int place = (int)(hash >> _shift);
        while (_index[place] != 0)
        {
            place = (place + 1) & (_index.Length - 1);
        }

        return place;
    }

    private struct Entry
    {
        public ulong Hash;
        public long Number;
        public int Start;
        public int Length;
    }
}
