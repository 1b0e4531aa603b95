namespace Weir.Engine.State;

/// <summary>
/// Byte strings of differing length, kept one after another in native memory and named by their offset. Freed ones are only counted; when they are more
/// than half, the owner moves the live ones to a fresh arena (<see cref="WantsCompaction"/>).
/// </summary>
public sealed unsafe class ByteArena : IDisposable
{
    private const long SmallestCompactedBytes = 1 << 16;

    private readonly NativeBuffer<byte> _bytes = new();

    /// <summary>Bytes taken, freed ones among them.</summary>
    public long UsedBytes { get; private set; }

    /// <summary>Bytes that no one names any more.</summary>
    public long FreedBytes { get; private set; }

    /// <summary>Bytes of memory held.</summary>
    public long SizeBytes => _bytes.SizeBytes;

    /// <summary>Whether more is freed than live, and it is worth moving.</summary>
    public bool WantsCompaction => UsedBytes > SmallestCompactedBytes && FreedBytes > UsedBytes / 2;

    /// <summary>The bytes at an offset; valid until the next <see cref="Add"/>.</summary>
    public ReadOnlySpan<byte> this[long offset, int length] => new(_bytes.Pointer + offset, length);

    /// <summary>Keeps a copy of the bytes, and returns their offset.</summary>
    public long Add(ReadOnlySpan<byte> value)
    {
        _bytes.EnsureLength(UsedBytes + value.Length);
        value.CopyTo(new Span<byte>(_bytes.Pointer + UsedBytes, value.Length));
        long offset = UsedBytes;
        UsedBytes += value.Length;
        return offset;
    }

    /// <summary>Writes over bytes that were added before, where the new ones are no longer than those.</summary>
    public void Overwrite(long offset, ReadOnlySpan<byte> value) => value.CopyTo(new Span<byte>(_bytes.Pointer + offset, value.Length));

    /// <summary>Counts bytes as freed.</summary>
    public void Free(int length) => FreedBytes += length;

    /// <summary>Forgets everything, keeping the memory.</summary>
    public void Clear()
    {
        UsedBytes = 0;
        FreedBytes = 0;
    }

    /// <inheritdoc/>
    public void Dispose() => _bytes.Dispose();
}
