namespace Weir.Storage.Rocks;

/// <summary>
/// How a store's memory is shared out. RocksDB's C API has no way to charge write buffers to the cache (a write buffer manager), so the shares are fixed:
/// <code>
/// write buffers    3 x 1/8, each at most 32 MB: one being written, two that wait for the flush; when all are full, writing waits
/// tables           1/8: readers of open tables, tables being built by flush and compaction, the batch being written
/// block cache      the rest: data blocks, and the indexes and filters of all tables
/// </code>
/// The bound on a write buffer is a bound on what a freezing has to flush while its lane stands still.
/// The cache's capacity is not strict: a strict one fails reads when it is full of pinned blocks, and state must be read. What it may be overdrawn by is the blocks of one call (<see cref="RocksStore.ReadKeys"/>) and the pinned tops of
/// indexes.
/// </summary>
internal readonly record struct RocksMemory
{
    /// <summary>Less is taken for as much: with still smaller buffers the store would be busy with tiny tables.</summary>
    internal const long Least = 4 << 20;

    /// <summary>How many write buffers there may be.</summary>
    internal const int WriteBuffers = 3;

    private const long MostWriteBuffer = 32 << 20;

    internal RocksMemory(long memoryBytes)
    {
        Total = Math.Max(memoryBytes, Least);
        WriteBuffer = Math.Min(Total / 8, MostWriteBuffer);
        Cache = Total - (WriteBuffers * WriteBuffer) - (Total / 8);
        WriteBatch = (int)Math.Min(WriteBuffer / 8, 1 << 20);
        Table = Math.Clamp(Total / 2, 4 << 20, 64 << 20);
    }

    /// <summary>All of it.</summary>
    internal long Total { get; }

    /// <summary>Bytes of one write buffer.</summary>
    internal long WriteBuffer { get; }

    /// <summary>Bytes of the block cache.</summary>
    internal long Cache { get; }

    /// <summary>Bytes after which a batch is given to RocksDB, which looks only between batches whether the write buffer is full.</summary>
    internal int WriteBatch { get; }

    /// <summary>Bytes of a table's file, which goes to storage whole when any of its rows has changed.</summary>
    internal long Table { get; }
}
