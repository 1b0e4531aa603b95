using System.Buffers.Binary;
using Weir.Engine.State;

namespace Weir.Engine.Storage;

/// <summary>Keys to be read, one after another in one buffer. Used again after <see cref="Clear"/>.</summary>
public sealed class KeyValueKeys
{
    private int[] _ends = new int[256];

    /// <summary>How many.</summary>
    public int Count { get; private set; }

    /// <summary>Write a key here, then call <see cref="End"/>.</summary>
    public ByteWriter Bytes { get; } = new();

    /// <summary>The k-th key.</summary>
    public ReadOnlySpan<byte> this[int k] => Bytes.Written[(k == 0 ? 0 : _ends[k - 1]).._ends[k]];

    /// <summary>Ends the key that was written.</summary>
    public void End()
    {
        if (Count == _ends.Length)
        {
            Array.Resize(ref _ends, Count * 2);
        }

        _ends[Count++] = Bytes.Length;
    }

    /// <summary>Forgets all keys.</summary>
    public void Clear()
    {
        Count = 0;
        Bytes.Clear();
    }
}

/// <summary>What a store has for the keys asked, one after another in one buffer.</summary>
public sealed class KeyValueAnswers
{
    private readonly ByteWriter _bytes = new();
    private int[] _starts = new int[256];
    private int[] _lengths = new int[256];

    /// <summary>How many.</summary>
    public int Count { get; private set; }

    /// <summary>Whether there was a value for the k-th key.</summary>
    public bool Has(int k) => _lengths[k] >= 0;

    /// <summary>The value for the k-th key; empty when there was none.</summary>
    public ReadOnlySpan<byte> this[int k] => _lengths[k] < 0 ? default : _bytes.Written.Slice(_starts[k], _lengths[k]);

    /// <summary>Forgets all.</summary>
    public void Clear()
    {
        Count = 0;
        _bytes.Clear();
    }

    /// <summary>Adds the next key's value.</summary>
    public void Add(ReadOnlySpan<byte> value)
    {
        int start = _bytes.Length;
        _bytes.Write(value);
        Add(start, value.Length);
    }

    /// <summary>Adds that there is none for the next key.</summary>
    public void AddMissing() => Add(0, -1);

    private void Add(int start, int length)
    {
        if (Count == _starts.Length)
        {
            Array.Resize(ref _starts, Count * 2);
            Array.Resize(ref _lengths, Count * 2);
        }

        _starts[Count] = start;
        _lengths[Count++] = length;
    }
}

/// <summary>
/// Puts and deletions in order, in one buffer.
/// <code>
/// key length (4) | value length (4), -1 for a deletion | key | value        numbers in little endian
/// </code>
/// </summary>
public sealed class KeyValueWrites
{
    private const int HeaderBytes = 8;

    private readonly ByteWriter _bytes = new();

    /// <summary>How many puts and deletions.</summary>
    public int Count { get; private set; }

    /// <summary>Bytes taken.</summary>
    public int Length => _bytes.Length;

    /// <summary>Writes a value.</summary>
    public void Put(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        WriteHeader(key.Length, value.Length);
        _bytes.Write(key);
        _bytes.Write(value);
    }

    /// <summary>Deletes a key.</summary>
    public void Delete(ReadOnlySpan<byte> key)
    {
        WriteHeader(key.Length, -1);
        _bytes.Write(key);
    }

    /// <summary>Forgets all.</summary>
    public void Clear()
    {
        Count = 0;
        _bytes.Clear();
    }

    /// <summary>The next put or deletion from <paramref name="at"/> on, which is moved behind it; false at the end.</summary>
    public bool TryRead(ref int at, out ReadOnlySpan<byte> key, out ReadOnlySpan<byte> value, out bool isDeletion)
    {
        key = default;
        value = default;
        isDeletion = false;
        if (at >= _bytes.Length)
        {
            return false;
        }

        ReadOnlySpan<byte> rest = _bytes.Written[at..];
        int keyLength = BinaryPrimitives.ReadInt32LittleEndian(rest);
        int valueLength = BinaryPrimitives.ReadInt32LittleEndian(rest[4..]);
        isDeletion = valueLength < 0;
        key = rest.Slice(HeaderBytes, keyLength);
        value = isDeletion ? default : rest.Slice(HeaderBytes + keyLength, valueLength);
        at += HeaderBytes + keyLength + Math.Max(valueLength, 0);
        return true;
    }

    private void WriteHeader(int keyLength, int valueLength)
    {
        Count++;
        Span<byte> header = stackalloc byte[HeaderBytes];
        BinaryPrimitives.WriteInt32LittleEndian(header, keyLength);
        BinaryPrimitives.WriteInt32LittleEndian(header[4..], valueLength);
        _bytes.Write(header);
    }
}
