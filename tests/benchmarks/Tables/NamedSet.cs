using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Weir.Benchmarks.Tables;

/// <summary>A set of pairs of a number and a text, in the order of their coming; an index of open addressing finds them, and the texts lie one after the other.</summary>
internal sealed class NamedSet
{
    private Entry[] _entries = new Entry[1 << 13];
    private int[] _index = new int[1 << 14];
    private byte[] _texts = new byte[1 << 17];
    private int _textBytes;
    private int _count;
    private int _shift = 64 - 14;

    /// <summary>The pairs.</summary>
    public ReadOnlySpan<Entry> Entries => _entries.AsSpan(0, _count);

    /// <summary>The text of a pair.</summary>
    public ReadOnlySpan<byte> TextOf(in Entry entry) => _texts.AsSpan(entry.Start, entry.Length);

    public void Add(long id, ReadOnlySpan<byte> text)
    {
        int place = Place(id, text.Length, Head(text));
        while (true)
        {
            int at = _index[place] - 1;
            if (at < 0)
            {
                Append(id, text, place);
                return;
            }

            ref Entry entry = ref _entries[at];
            if (entry.Id == id && entry.Length == text.Length && text.SequenceEqual(_texts.AsSpan(entry.Start, entry.Length)))
            {
                return;
            }

            place = (place + 1) & (_index.Length - 1);
        }
    }

    public void Clear()
    {
        Array.Clear(_index);
        _count = 0;
        _textBytes = 0;
    }

    /// <summary>The first eight bytes of a text, by which its hash is told.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Head(ReadOnlySpan<byte> text)
    {
        if (text.Length >= 8)
        {
            return MemoryMarshal.Read<ulong>(text);
        }

        ulong head = 0;
        foreach (byte letter in text)
        {
            head = (head << 8) | letter;
        }

        return head;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Place(long id, int length, ulong head) => (int)(((((ulong)id * Hashing.Factor) ^ head) + (ulong)length) * Hashing.Factor >> _shift);

    private void Append(long id, ReadOnlySpan<byte> text, int place)
    {
        if (_count == _entries.Length)
        {
            Array.Resize(ref _entries, _count * 2);
            _index = new int[_entries.Length * 2];
            _shift = 64 - BitOperations.Log2((uint)_index.Length);
            for (int i = 0; i < _count; i++)
            {
                ReadOnlySpan<byte> old = _texts.AsSpan(_entries[i].Start, _entries[i].Length);
                int free = Place(_entries[i].Id, old.Length, Head(old));
                while (_index[free] != 0)
                {
                    free = (free + 1) & (_index.Length - 1);
                }

                _index[free] = i + 1;
            }

            Add(id, text);
            return;
        }

        if (_texts.Length - _textBytes < text.Length)
        {
            Array.Resize(ref _texts, Math.Max(_texts.Length * 2, _textBytes + text.Length));
        }

        text.CopyTo(_texts.AsSpan(_textBytes));
        _entries[_count] = new Entry { Id = id, Start = _textBytes, Length = text.Length };
        _textBytes += text.Length;
        _index[place] = ++_count;
    }

    public struct Entry
    {
        public long Id;
        public int Start;
        public int Length;
    }
}
