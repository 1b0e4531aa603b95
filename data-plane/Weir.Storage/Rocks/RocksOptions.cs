using Weir.Engine.Storage;

namespace Weir.Storage.Rocks;

/// <summary>The options of a store, with reasons.</summary>
internal static unsafe class RocksOptions
{
    private const int BlockBytes = 8 << 10;
    private const int PartitionBytes = 4 << 10;
    private const double FilterBitsPerKey = 10;
    private const int TwoLevelIndex = 2;
    private const int OpenTables = 512;

    /// <summary>It goes to storage whole at each freezing. Far more than a list of all tables takes, for a new one is begun with that.</summary>
    private const int ManifestBytes = 8 << 20;

    /// <summary>Options of a store, without its tables' (<see cref="SetTables"/>).</summary>
    internal static RocksHandle Create(RocksMemory memory, bool create, string compression, string folder)
    {
        string isNew = create ? "true" : "false";
        string[] settings =
        [
            $"create_if_missing={isNew}",
            $"error_if_exists={isNew}",

            // One flush and one compaction at a time, in threads that all stores of the process share.
            "max_background_jobs=2",

            // More tables than this are opened again when they are used; each open one costs a descriptor and some kilobytes.
            $"max_open_files={OpenTables}",
            $"max_manifest_file_size={ManifestBytes}",

            // The folder is deleted in the end, and nobody reads its log before.
            "info_log_level=WARN_LEVEL",
            "keep_log_file_num=1",
            "stats_dump_period_sec=0",
            "stats_persist_period_sec=0",

            // Opening is quick, closing writes nothing: the store isn't used again.
            "skip_stats_update_on_db_open=true",
            "avoid_flush_during_shutdown=true",

            // Files that are no longer needed are deleted by a thread of RocksDB's, not by that of a cursor's end.
            "avoid_unnecessary_blocking_io=true",

            // There is one writer.
            "allow_concurrent_memtable_write=false",

            // What is flushed goes to the disk bit by bit, so that the sync in the end, for which a freezing waits, is short.
            $"bytes_per_sync={1 << 20}",
            $"write_buffer_size={memory.WriteBuffer}",
            $"max_write_buffer_number={RocksMemory.WriteBuffers}",

            // Most keys that are read aren't in a write buffer.
            "memtable_whole_key_filtering=true",
            "memtable_prefix_bloom_size_ratio=0.05",
            $"compression={compression}",

            // The last level is ten times the one before whatever the store's size: at most a tenth of the files is of old values.
            "level_compaction_dynamic_level_bytes=true",
            "level0_file_num_compaction_trigger=4",
            $"max_bytes_for_level_base={4 * memory.WriteBuffer}",
            $"target_file_size_base={memory.Table}",
        ];
        using RocksHandle defaults = new(LibRocks.CreateOptions(), &LibRocks.DestroyOptions);
        RocksHandle options = new(LibRocks.CreateOptions(), &LibRocks.DestroyOptions);
        nint error = 0;
        LibRocks.ParseOptions(defaults.Pointer, string.Join(';', settings), options.Pointer, ref error);
        if (LibRocks.TakeError(error) is { } reason)
        {
            options.Dispose();
            throw new StorageException($"{folder}: RocksDB does not take the store's options: {reason}");
        }

        return options;
    }

    /// <summary>One shard: a store is read by one thread, and a share of the cache is never too small for a block.</summary>
    internal static RocksHandle CreateCache(RocksMemory memory)
    {
        using RocksHandle options = new(LibRocks.CreateCacheOptions(), &LibRocks.DestroyCacheOptions);
        LibRocks.SetCacheCapacity(options.Pointer, (nuint)memory.Cache);
        LibRocks.SetCacheShardBits(options.Pointer, 0);
        return new RocksHandle(LibRocks.CreateCache(options.Pointer), &LibRocks.DestroyCache);
    }

    /// <summary>Indexes and filters are in the cache and in partitions, so that a store much larger than its memory keeps those that are used, and never reads a large filter for one key.</summary>
    internal static void SetTables(RocksHandle options, RocksHandle cache)
    {
        using RocksHandle tables = new(LibRocks.CreateTableOptions(), &LibRocks.DestroyTableOptions);
        LibRocks.SetCache(tables.Pointer, cache.Pointer);
        LibRocks.SetBlockSize(tables.Pointer, BlockBytes);
        LibRocks.SetMetadataBlockSize(tables.Pointer, PartitionBytes);
        LibRocks.SetCacheIndexAndFilters(tables.Pointer, 1);
        LibRocks.SetIndexType(tables.Pointer, TwoLevelIndex);
        LibRocks.SetFilter(tables.Pointer, LibRocks.CreateBloomFilter(FilterBitsPerKey));
        LibRocks.SetPartitionFilters(tables.Pointer, 1);
        LibRocks.SetWholeKeyFiltering(tables.Pointer, 1);
        LibRocks.SetTables(options.Pointer, tables.Pointer);
    }
}
