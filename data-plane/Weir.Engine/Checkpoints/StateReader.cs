using System.Buffers.Binary;

namespace Weir.Engine.Checkpoints;

/// <summary>Goes over the entries of one state in the order in which they were written: a later one of the same key stands for an earlier one. Begins before the first.</summary>
public sealed class StateReader : IDisposable
{
    private readonly IEnumerator<(int Group, byte[] Bytes)> _groups;
    private byte[] _bytes = [];
    private int _at;
    private int _keyAt;
    private int _keyLength;
    private int _valueLength;

    internal StateReader(IEnumerable<(int Group, byte[] Bytes)> groups) => _groups = groups.GetEnumerator();

    /// <summary>The key group; <see cref="StateBlock.NoGroup"/> where the entry belongs to no key.</summary>
    public int Group { get; private set; }

    /// <summary>Counts the groups of blocks gone into: within one, deletions come first, and no key is put twice.</summary>
    internal int Part { get; private set; }

    /// <summary>The key; valid until the next move.</summary>
    public ReadOnlySpan<byte> Key => _bytes.AsSpan(_keyAt, _keyLength);

    /// <summary>The value; valid until the next move.</summary>
    public ReadOnlySpan<byte> Value => _valueLength < 0 ? default : _bytes.AsSpan(_keyAt + _keyLength, _valueLength);

    /// <summary>Whether the entry is no more.</summary>
    public bool IsDeletion => _valueLength < 0;

    /// <summary>Goes to the next entry; false at the end.</summary>
    public bool MoveNext()
    {
        while (_at == _bytes.Length)
        {
            if (!_groups.MoveNext())
            {
                return false;
            }

            (Group, _bytes) = _groups.Current;
            Part++;
            _at = 0;
        }

        _keyLength = BinaryPrimitives.ReadInt32LittleEndian(_bytes.AsSpan(_at));
        _valueLength = BinaryPrimitives.ReadInt32LittleEndian(_bytes.AsSpan(_at + 4));
        _keyAt = _at + StateBlock.EntryHeaderBytes;
        _at = _keyAt + _keyLength + Math.Max(_valueLength, 0);
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => _groups.Dispose();
}
