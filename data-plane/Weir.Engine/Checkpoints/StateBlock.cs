using System.Buffers.Binary;

namespace Weir.Engine.Checkpoints;

/// <summary>
/// What one lane wrote of one state of one operator at one checkpoint: entries (key, value or deletion) by key group. Held in native memory from the barrier until it has been uploaded.
/// <code>
/// block   "WSB1" | groups (4) | for each: group (4), entries (4), bytes (8), CRC-32C of the bytes (4) | CRC-32C of the header (4) | the bytes of each group
/// entry   key length (4) | value length (4), -1 for a deletion | key | value                                          numbers in little endian
/// </code>
/// </summary>
public sealed class StateBlock : IDisposable
{
    /// <summary>The group of entries that belong to no key: every lane reads them.</summary>
    public const int NoGroup = -1;

    internal const uint Magic = 0x31425357;
    internal const int EntryHeaderBytes = 8;
    internal const int GroupHeaderBytes = 20;

    private readonly SortedDictionary<int, ChunkWriter> _groups = [];

    /// <summary>The same by place, <see cref="NoGroup"/> first: keys of a table change groups with each entry.</summary>
    private ChunkWriter?[] _places = [];

    internal StateBlock(string name, bool isWhole)
    {
        Name = name;
        IsWhole = isWhole;
    }

    /// <summary>The state's name, unique in the operator.</summary>
    public string Name { get; }

    /// <summary>Whether this is all there is; otherwise only what has changed since the block before.</summary>
    public bool IsWhole { get; }

    /// <summary>How many entries have been written.</summary>
    public long Entries { get; private set; }

    /// <summary>How many bytes <see cref="AddTo"/> adds.</summary>
    public long Length
    {
        get
        {
            long length = 12;
            foreach (ChunkWriter group in _groups.Values)
            {
                length += GroupHeaderBytes + group.Length;
            }

            return length;
        }
    }

    /// <summary>Writes an entry.</summary>
    public void Put(int group, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value) => Write(group, key, value, value.Length);

    /// <summary>Says that an entry is no more.</summary>
    public void Delete(int group, ReadOnlySpan<byte> key) => Write(group, key, default, -1);

    /// <summary>Adds the block to a stream, which reads it where it is: the block is disposed of after the stream.</summary>
    internal void AddTo(SegmentStream to)
    {
        byte[] header = new byte[12 + (_groups.Count * GroupHeaderBytes)];
        BinaryPrimitives.WriteUInt32LittleEndian(header, Magic);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(4), _groups.Count);
        int at = 8;
        foreach ((int number, ChunkWriter group) in _groups)
        {
            BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(at), number);
            BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(at + 4), group.Entries);
            BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(at + 8), group.Length);
            BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(at + 16), group.Checksum());
            at += GroupHeaderBytes;
        }

        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(at), Crc32C.Of(header.AsSpan(0, at)));
        to.Add(header);
        foreach (ChunkWriter group in _groups.Values)
        {
            group.AddTo(to);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (ChunkWriter group in _groups.Values)
        {
            group.Dispose();
        }

        _groups.Clear();
        _places = [];
    }

    private void Write(int group, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, int valueLength)
    {
        ChunkWriter?[] places = _places;
        ChunkWriter to = (uint)(group + 1) < (uint)places.Length && places[group + 1] is { } known ? known : Group(group);
        Span<byte> header = to.Reserve(EntryHeaderBytes + key.Length + value.Length);
        if (header.IsEmpty)
        {
            Span<byte> lengths = stackalloc byte[EntryHeaderBytes];
            BinaryPrimitives.WriteInt32LittleEndian(lengths, key.Length);
            BinaryPrimitives.WriteInt32LittleEndian(lengths[4..], valueLength);
            to.Write(lengths);
            to.Write(key);
            to.Write(value);
        }
        else
        {
            BinaryPrimitives.WriteInt32LittleEndian(header, key.Length);
            BinaryPrimitives.WriteInt32LittleEndian(header[4..], valueLength);
            key.CopyTo(header[EntryHeaderBytes..]);
            value.CopyTo(header[(EntryHeaderBytes + key.Length)..]);
        }

        to.Entries++;
        Entries++;
    }

    private ChunkWriter Group(int group)
    {
        if (_places.Length <= group + 1)
        {
            Array.Resize(ref _places, Math.Max(group + 2, _places.Length * 2));
        }

        ChunkWriter writer = new();
        _groups.Add(group, writer);
        return _places[group + 1] = writer;
    }
}
