using System.Runtime.Intrinsics.X86;

namespace Weir.Engine.Checkpoints;

/// <summary>Bytes written one after another in chunks of native memory: nothing is moved when it grows. Not thread-safe.</summary>
internal sealed unsafe class ChunkWriter : IDisposable
{
    private const int CacheLineBytes = 64;
    private const int FirstChunkBytes = 1 << 10;
    private const int LargestChunkBytes = ChunkPool.ChunkBytes;

    private readonly List<(nint Start, int Size, int Used)> _full = [];
    private byte* _chunk;
    private int _size;
    private int _used;

    ~ChunkWriter() => Free();

    public long Length { get; private set; }

    /// <summary>How many entries the owner has counted.</summary>
    public int Entries { get; set; }

    /// <summary>Room for so many bytes side by side, counted as written; empty when they are too many for that (<see cref="Write"/> takes any number).</summary>
    public Span<byte> Reserve(int bytes)
    {
        if (_size - _used < bytes)
        {
            if (bytes > LargestChunkBytes)
            {
                return default;
            }

            Grow(bytes);
        }

        Span<byte> room = new(_chunk + _used, bytes);
        _used += bytes;
        Length += bytes;
        if (Sse.IsSupported)
        {
            // Entries go to many groups in turn: what the next one of this group is written to is far from the processor by then, if not asked for.
            Sse.Prefetch0(_chunk + _used);
            Sse.Prefetch0(_chunk + _used + CacheLineBytes);
        }

        return room;
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            if (_used == _size)
            {
                Grow(1);
            }

            int part = Math.Min(bytes.Length, _size - _used);
            bytes[..part].CopyTo(new Span<byte>(_chunk + _used, part));
            _used += part;
            Length += part;
            bytes = bytes[part..];
        }
    }

    public uint Checksum()
    {
        uint crc = Crc32C.Start;
        foreach ((nint start, _, int used) in _full)
        {
            crc = Crc32C.Add(crc, new ReadOnlySpan<byte>((void*)start, used));
        }

        return Crc32C.End(Crc32C.Add(crc, new ReadOnlySpan<byte>(_chunk, _used)));
    }

    public void AddTo(SegmentStream to)
    {
        foreach ((nint start, _, int used) in _full)
        {
            to.Add(start, used);
        }

        to.Add((nint)_chunk, _used);
    }

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Grow(int bytes)
    {
        if (_chunk is not null)
        {
            _full.Add(((nint)_chunk, _size, _used));
        }

        _size = Math.Max(bytes, Math.Min(LargestChunkBytes, Math.Max(FirstChunkBytes, _size * 4)));
        _chunk = (byte*)ChunkPool.Rent(_size);
        _used = 0;
    }

    private void Free()
    {
        foreach ((nint start, int size, _) in _full)
        {
            ChunkPool.Return(start, size);
        }

        _full.Clear();
        ChunkPool.Return((nint)_chunk, _size);
        _chunk = null;
        _size = 0;
        _used = 0;
    }
}
