using System.Runtime.Versioning;
using Weir.Engine.Storage;
using Weir.Storage.Rocks;
using static Weir.Storage.Tests.Rocks.StoreFolder;

namespace Weir.Storage.Tests.Rocks;

public sealed class RocksFaultTests : IDisposable
{
    private readonly StoreFolder _folder = new();

    [Fact]
    public void A_full_disk_is_told_by_a_later_write_with_folder_and_reason()
    {
        string[] told = StoreProcess.Start(StoreProcess.FullDisk, _folder["store"]);
        Assert.Equal(2, told.Length);
        Assert.StartsWith($"{_folder["store"]}: the store cannot be written: IO error: ", told[0], StringComparison.Ordinal);
        Assert.Contains("File too large", told[0], StringComparison.Ordinal);
        Assert.Equal("the folder is gone", told[1]);
    }

    [Fact]
    public void A_full_disk_is_told_by_a_freezing_which_leaves_nothing_behind()
    {
        string[] told = StoreProcess.Start(StoreProcess.FullDiskOnFreezing, _folder["store"]);
        Assert.Equal(2, told.Length);
        Assert.StartsWith($"{_folder["store"]}: the store cannot be frozen into {_folder["store-frozen"]}: IO error: ", told[0], StringComparison.Ordinal);
        Assert.Contains("File too large", told[0], StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void A_folder_that_may_not_be_written_is_told_with_the_reason()
    {
        UnixFileMode readable = UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;
        File.SetUnixFileMode(_folder.Path, readable);
        try
        {
            string[] told = StoreProcess.Start(StoreProcess.ForeignFolder, _folder["store"]);
            Assert.Equal([$"{_folder["store"]}: a store cannot be opened in this folder: Access to the path '{_folder["store"]}' is denied.", "the folder is gone"], told);
        }
        finally
        {
            File.SetUnixFileMode(_folder.Path, readable | UnixFileMode.UserWrite);
        }
    }

    [Theory]
    [InlineData("CURRENT")]
    [InlineData("MANIFEST")]
    [InlineData(".sst")]
    public void A_damaged_file_is_found_on_opening(string name)
    {
        string damaged = Damaged(name, content => content.AsSpan().Fill(0xa5));
        StorageException refused = Assert.Throws<StorageException>(() => new RocksStores().Open(damaged, MemoryBytes));
        Assert.StartsWith($"{damaged}: the store cannot be opened: ", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Damage_in_the_middle_of_a_table_is_found_on_reading_and_names_the_table()
    {
        string damaged = Damaged(".sst", content => content[1000] ^= 1);
        using IKeyValueStore store = new RocksStores().Open(damaged, MemoryBytes);
        Assert.All([() => Rows(store), () => Read(store, Bytes("a"))], (Action read) =>
        {
            StorageException refused = Assert.Throws<StorageException>(read);
            Assert.StartsWith($"{damaged}: the store cannot be read: Corruption: ", refused.Message, StringComparison.Ordinal);
            Assert.Contains(".sst", refused.Message, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void A_table_without_its_frozen_name_is_not_taken()
    {
        string folder = Damaged("FILES", _ => { });
        string table = Directory.GetFiles(folder, "*.sst").Single();
        string renamed = Path.Combine(folder, "000009.sst");
        File.Move(table, renamed);
        string list = Path.Combine(folder, "FILES");
        File.WriteAllText(list, File.ReadAllText(list).Replace(Path.GetFileName(table), "000009.sst", StringComparison.Ordinal));
        StorageException refused = Assert.Throws<StorageException>(() => new RocksStores().Open(folder, MemoryBytes));
        Assert.Equal($"{folder} is no frozen store: 000009.sst is not the name of a frozen table, or there are two of that number.", refused.Message);
    }

    [Fact]
    public void Tables_are_compressed_with_LZ4_where_the_library_has_it()
    {
        using RocksStore store = (RocksStore)new RocksStores().Create(_folder["store"], MemoryBytes);
        Assert.Equal("kLZ4Compression", store.Compression);
        KeyValueWrites writes = new();
        writes.Put(Bytes("a"), new byte[100_000]);
        store.Write(writes);
        Assert.InRange(store.Freeze(_folder["frozen"]).Single(file => file.IsShared).Length, 1, 10_000);
    }

    [Fact]
    public void A_compression_that_the_library_lacks_is_left_out()
    {
        // Xpress is Windows' own.
        RocksStores stores = new(["kXpressCompression", "kNoCompression"]);
        using RocksStore store = (RocksStore)stores.Create(_folder["store"], MemoryBytes);
        Assert.Equal("kNoCompression", store.Compression);
        Put(store, ("a", "1"));
        Assert.Equal(["a=1"], Rows(store));
        Assert.Throws<StorageException>(() => new RocksStores(["kXpressCompression"]).Create(_folder["other"], MemoryBytes));
        Assert.False(Directory.Exists(_folder["other"]));
    }

    [Fact]
    public void A_missing_library_names_what_brings_it()
    {
        StorageException missing = Assert.Throws<StorageException>(() => LibRocks.Load(name => name == "WEIR_LIBROCKSDB" ? "/no/librocksdb.so" : null));
        Assert.Equal("State on disk needs RocksDB 7.8; /no/librocksdb.so, which WEIR_LIBROCKSDB names, is not there or cannot be loaded (`ldd /no/librocksdb.so` names what it lacks).", missing.Message);
        StorageException other = Assert.Throws<StorageException>(() => LibRocks.Load(_ => "libc.so.6"));
        Assert.Contains("sudo apt-get install librocksdb7.8", other.Message, StringComparison.Ordinal);
        Assert.NotEqual(0, LibRocks.Load(_ => null));
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>A frozen store, one of whose files has been changed.</summary>
    private string Damaged(string name, Action<byte[]> change)
    {
        using IKeyValueStore store = new RocksStores().Create(_folder["store"], MemoryBytes);
        byte[] value = new byte[1000];
        new Random(5).NextBytes(value);
        KeyValueWrites writes = new();
        writes.Put(Bytes("a"), value);
        writes.Put(Bytes("b"), value);
        store.Write(writes);
        IReadOnlyList<FrozenFile> files = store.Freeze(_folder["frozen"]);
        string damaged = _folder.Copy(_folder["frozen"], files, "damaged");
        string path = Path.Combine(damaged, files.Single(file => file.Name.Contains(name, StringComparison.Ordinal)).Name);
        byte[] content = File.ReadAllBytes(path);
        change(content);
        File.WriteAllBytes(path, content);
        return damaged;
    }
}
