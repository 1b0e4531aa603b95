using System.Runtime.InteropServices;

namespace Weir.Storage.Rocks;

/// <summary>Options of stores, tables, caches, reads and writes.</summary>
internal static unsafe partial class LibRocks
{
    [LibraryImport(Name, EntryPoint = "rocksdb_options_create")]
    internal static partial nint CreateOptions();

    [LibraryImport(Name, EntryPoint = "rocksdb_options_destroy")]
    internal static partial void DestroyOptions(nint options);

    [LibraryImport(Name, EntryPoint = "rocksdb_get_options_from_string", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial void ParseOptions(nint baseOptions, string text, nint options, ref nint error);

    [LibraryImport(Name, EntryPoint = "rocksdb_options_set_block_based_table_factory")]
    internal static partial void SetTables(nint options, nint tableOptions);

    [LibraryImport(Name, EntryPoint = "rocksdb_block_based_options_create")]
    internal static partial nint CreateTableOptions();

    [LibraryImport(Name, EntryPoint = "rocksdb_block_based_options_destroy")]
    internal static partial void DestroyTableOptions(nint tableOptions);

    [LibraryImport(Name, EntryPoint = "rocksdb_block_based_options_set_block_cache")]
    internal static partial void SetCache(nint tableOptions, nint cache);

    [LibraryImport(Name, EntryPoint = "rocksdb_block_based_options_set_block_size")]
    internal static partial void SetBlockSize(nint tableOptions, nuint bytes);

    [LibraryImport(Name, EntryPoint = "rocksdb_block_based_options_set_metadata_block_size")]
    internal static partial void SetMetadataBlockSize(nint tableOptions, ulong bytes);

    [LibraryImport(Name, EntryPoint = "rocksdb_block_based_options_set_cache_index_and_filter_blocks")]
    internal static partial void SetCacheIndexAndFilters(nint tableOptions, byte value);

    [LibraryImport(Name, EntryPoint = "rocksdb_block_based_options_set_index_type")]
    internal static partial void SetIndexType(nint tableOptions, int value);

    [LibraryImport(Name, EntryPoint = "rocksdb_block_based_options_set_partition_filters")]
    internal static partial void SetPartitionFilters(nint tableOptions, byte value);

    /// <summary>The policy then belongs to the options.</summary>
    [LibraryImport(Name, EntryPoint = "rocksdb_block_based_options_set_filter_policy")]
    internal static partial void SetFilter(nint tableOptions, nint filter);

    [LibraryImport(Name, EntryPoint = "rocksdb_block_based_options_set_whole_key_filtering")]
    internal static partial void SetWholeKeyFiltering(nint tableOptions, byte value);

    [LibraryImport(Name, EntryPoint = "rocksdb_filterpolicy_create_bloom_full")]
    internal static partial nint CreateBloomFilter(double bitsPerKey);

    [LibraryImport(Name, EntryPoint = "rocksdb_lru_cache_options_create")]
    internal static partial nint CreateCacheOptions();

    [LibraryImport(Name, EntryPoint = "rocksdb_lru_cache_options_destroy")]
    internal static partial void DestroyCacheOptions(nint cacheOptions);

    [LibraryImport(Name, EntryPoint = "rocksdb_lru_cache_options_set_capacity")]
    internal static partial void SetCacheCapacity(nint cacheOptions, nuint bytes);

    [LibraryImport(Name, EntryPoint = "rocksdb_lru_cache_options_set_num_shard_bits")]
    internal static partial void SetCacheShardBits(nint cacheOptions, int bits);

    [LibraryImport(Name, EntryPoint = "rocksdb_cache_create_lru_opts")]
    internal static partial nint CreateCache(nint cacheOptions);

    [LibraryImport(Name, EntryPoint = "rocksdb_cache_destroy")]
    internal static partial void DestroyCache(nint cache);

    [LibraryImport(Name, EntryPoint = "rocksdb_cache_get_usage")]
    internal static partial nuint CacheUsage(nint cache);

    [LibraryImport(Name, EntryPoint = "rocksdb_readoptions_create")]
    internal static partial nint CreateReadOptions();

    [LibraryImport(Name, EntryPoint = "rocksdb_readoptions_destroy")]
    internal static partial void DestroyReadOptions(nint readOptions);

    [LibraryImport(Name, EntryPoint = "rocksdb_readoptions_set_fill_cache")]
    internal static partial void SetFillCache(nint readOptions, byte value);

    /// <summary>The bound is not copied.</summary>
    [LibraryImport(Name, EntryPoint = "rocksdb_readoptions_set_iterate_upper_bound")]
    internal static partial void SetUpperBound(nint readOptions, byte* key, nuint keyLength);

    [LibraryImport(Name, EntryPoint = "rocksdb_writeoptions_create")]
    internal static partial nint CreateWriteOptions();

    [LibraryImport(Name, EntryPoint = "rocksdb_writeoptions_destroy")]
    internal static partial void DestroyWriteOptions(nint writeOptions);

    [LibraryImport(Name, EntryPoint = "rocksdb_writeoptions_disable_WAL")]
    internal static partial void DisableLog(nint writeOptions, int value);
}
