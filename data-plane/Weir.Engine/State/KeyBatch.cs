using System.Buffers.Binary;

namespace Weir.Engine.State;

/// <summary>
/// The keys of some rows, encoded: the k-th key belongs to the k-th row of a selection. Either every key is one number (<see cref="IsNumeric"/>; NULL has a flag) or it is a range of bytes.
/// </summary>
public sealed class KeyBatch
{
    private const ulong SignBit = 1UL << 63;

    private long[] _numbers = [];
    private byte[] _nulls = [];
    private int[] _starts = [];
    private ulong[] _hashes = [];
    private int _stored;
    private bool _isHashed = true;

    /// <summary>How many keys.</summary>
    public int Count { get; private set; }

    /// <summary>Whether keys are numbers.</summary>
    public bool IsNumeric { get; private set; }

    /// <summary>Whether some numeric key may be NULL.</summary>
    public bool HasNulls { get; private set; }

    /// <summary>The numbers.</summary>
    public Span<long> Numbers => _numbers.AsSpan(0, Count);

    /// <summary>1 where a numeric key is NULL; only to be read when <see cref="HasNulls"/>.</summary>
    public Span<byte> Nulls => _nulls.AsSpan(0, Count);

    /// <summary>The hashes. Those of numbers are computed when first asked for, of the numbers that are there then.</summary>
    public Span<ulong> Hashes
    {
        get
        {
            if (!_isHashed)
            {
                HashNumbers();
            }

            return _hashes.AsSpan(0, Count);
        }
    }

    /// <summary>The bytes of the keys, one after another.</summary>
    public ByteWriter Bytes { get; } = new();

    /// <summary>The bytes of a key.</summary>
    public ReadOnlySpan<byte> this[int k] => Bytes.Buffer.AsSpan(_starts[k], _starts[k + 1] - _starts[k]);

    /// <summary>Makes room for so many numeric keys.</summary>
    public void ResetNumeric(int count, bool hasNulls)
    {
        Count = count;
        IsNumeric = true;
        _isHashed = false;
        HasNulls = hasNulls;
        if (_numbers.Length < count)
        {
            _numbers = new long[Math.Max(count, 2048)];
        }

        if (hasNulls)
        {
            if (_nulls.Length < count)
            {
                _nulls = new byte[Math.Max(count, 2048)];
            }

            Array.Clear(_nulls, 0, count);
        }
    }

    /// <summary>Makes room for so many keys as bytes; write each to <see cref="Bytes"/>, then call <see cref="End"/>.</summary>
    public void ResetBytes(int count)
    {
        Count = count;
        EnsureHashes();
        IsNumeric = false;
        HasNulls = false;
        _isHashed = true;
        if (_starts.Length < count + 1)
        {
            _starts = new int[Math.Max(count + 1, 2049)];
        }

        Bytes.Clear();
        _starts[0] = 0;
    }

    /// <summary>Ends the k-th key's bytes, and computes its hash.</summary>
    public void End(int k)
    {
        _starts[k + 1] = Bytes.Length;
        _hashes[k] = Hashing.Of(this[k]);
    }

    /// <summary>Writes the k-th key in the form in which it is stored: a number as 1 and eight bytes, big-endian with the sign turned, so that bytes are in the order of numbers; NULL as 0; any other as its bytes.</summary>
    public void WriteStored(int k, ByteWriter to)
    {
        if (!IsNumeric)
        {
            to.Write(this[k]);
            return;
        }

        if (HasNulls && _nulls[k] != 0)
        {
            to.WriteByte(0);
            return;
        }

        to.WriteByte(1);
        to.WriteFixed(BinaryPrimitives.ReverseEndianness((ulong)_numbers[k] ^ SignBit));
    }

    /// <summary>Takes stored keys, one after another: say how many there are at most, <see cref="AddStored"/> each, then <see cref="EndStored"/>.</summary>
    public void BeginStored(int capacity, bool isNumeric)
    {
        if (isNumeric)
        {
            ResetNumeric(capacity, hasNulls: true);
        }
        else
        {
            ResetBytes(capacity);
        }

        _stored = 0;
    }

    /// <summary>Takes the next stored key.</summary>
    /// <exception cref="StateImageException">It is not of that form.</exception>
    public void AddStored(ReadOnlySpan<byte> stored)
    {
        int k = _stored++;
        if (!IsNumeric)
        {
            Bytes.Write(stored);
            End(k);
            return;
        }

        bool isNull = stored.Length == 1 && stored[0] == 0;
        if (!isNull && (stored.Length != 9 || stored[0] != 1))
        {
            throw new StateImageException();
        }

        long number = isNull ? 0 : (long)(BinaryPrimitives.ReadUInt64BigEndian(stored[1..]) ^ SignBit);
        _numbers[k] = number;
        _nulls[k] = isNull ? (byte)1 : (byte)0;
    }

    /// <summary>Leaves the keys taken.</summary>
    public void EndStored()
    {
        Count = _stored;
        HasNulls = IsNumeric && Nulls.Contains((byte)1);
    }

    /// <summary>Makes room for keys of these sizes, one after another, and makes each size the place where its key starts.</summary>
    internal byte[] Lay(Span<int> sizes)
    {
        ResetBytes(sizes.Length);
        int at = 0;
        for (int k = 0; k < sizes.Length; k++)
        {
            int size = sizes[k];
            sizes[k] = at;
            at = checked(at + size);
            _starts[k + 1] = at;
        }

        return Bytes.Reserve(at);
    }

    /// <summary>Computes the hashes of keys whose bytes were written where <see cref="Lay"/> said.</summary>
    internal void HashLaid()
    {
        ReadOnlySpan<byte> bytes = Bytes.Written;
        for (int k = 0; k < Count; k++)
        {
            _hashes[k] = Hashing.Of(bytes[_starts[k].._starts[k + 1]]);
        }
    }

    private void HashNumbers()
    {
        EnsureHashes();
        ReadOnlySpan<long> numbers = Numbers;
        Span<ulong> hashes = _hashes.AsSpan(0, numbers.Length);
        for (int k = 0; k < hashes.Length; k++)
        {
            hashes[k] = Hashing.Of(numbers[k]);
        }

        _isHashed = true;
    }

    private void EnsureHashes()
    {
        if (_hashes.Length < Count)
        {
            _hashes = new ulong[Math.Max(Count, 2048)];
        }
    }
}
