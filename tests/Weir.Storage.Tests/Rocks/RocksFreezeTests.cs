using System.Security.Cryptography;
using Weir.Engine.Storage;
using Weir.Storage.Rocks;
using static Weir.Storage.Tests.Rocks.StoreFolder;

namespace Weir.Storage.Tests.Rocks;

public sealed class RocksFreezeTests : IDisposable
{
    private readonly StoreFolder _folder = new();
    private readonly RocksStores _stores = new();

    [Fact]
    public void A_later_freezing_shares_the_tables_that_have_not_changed()
    {
        using IKeyValueStore store = _stores.Create(_folder["store"], MemoryBytes);

        // Less than a write buffer, and fewer tables than would be compacted.
        Fill(store, rows: 500, seed: 1);
        FrozenFile[] earlier = Tables(store.Freeze(_folder["frozen-1"]));
        Put(store, ("a", "1"));
        FrozenFile[] later = Tables(store.Freeze(_folder["frozen-2"]));
        Assert.Single(earlier);
        Assert.Superset(earlier.ToHashSet(), later.ToHashSet());
        FrozenFile added = Assert.Single(later.Except(earlier));
        Assert.InRange(added.Length, 1, 10_000);
        Assert.All(earlier, file => Assert.Equal(Hash("frozen-1", file), Hash("frozen-2", file)));
    }

    [Fact]
    public void What_is_not_a_table_is_not_shared()
    {
        using IKeyValueStore store = _stores.Create(_folder["store"], MemoryBytes);
        Put(store, ("a", "1"));
        IReadOnlyList<FrozenFile> files = store.Freeze(_folder["frozen"]);
        Assert.Contains(files, file => file.Name == "CURRENT");
        Assert.Contains(files, file => file.Name.StartsWith("MANIFEST-", StringComparison.Ordinal));
        Assert.All(files, file => Assert.Equal(file.Name.EndsWith(".sst", StringComparison.Ordinal), file.IsShared));
    }

    [Fact]
    public async Task Frozen_files_stay_as_they_are_while_writing_goes_on()
    {
        using IKeyValueStore store = _stores.Create(_folder["store"], MemoryBytes);
        Fill(store, rows: 20_000, seed: 1);
        List<(byte[] Key, byte[] Value)> rows = Scan(store, [], []);
        IReadOnlyList<FrozenFile> files = store.Freeze(_folder["frozen"]);
        string[] hashes = [.. files.Select(file => Hash("frozen", file))];
        Task<string> upload = Task.Run(() => _folder.Copy(_folder["frozen"], files, "restored"));

        // Every row anew, several times its memory: all tables of the frozen store are compacted away.
        for (int round = 2; round < 6; round++)
        {
            Fill(store, rows: 20_000, seed: round);
        }

        string restored = await upload;
        Assert.Equal(hashes, files.Select(file => Hash("frozen", file)));
        using IKeyValueStore opened = _stores.Open(restored, MemoryBytes);
        AssertRows(rows, Scan(opened, [], []));
    }

    [Fact]
    public void Stores_restored_from_one_folder_never_call_different_tables_the_same()
    {
        // RocksDB gives the next table of each of these the same number, and the same length.
        IReadOnlyList<FrozenFile> first;
        FrozenFile[] second;
        using (IKeyValueStore store = _stores.Create(_folder["store"], MemoryBytes))
        {
            Put(store, ("a", "1"));
            first = store.Freeze(_folder["frozen-1"]);
            Put(store, ("b", "2"));
            second = Tables(store.Freeze(_folder["frozen-2"]));
        }

        FrozenFile[] third = Restore("restored-3", "3"), fourth = Restore("restored-4", "4");
        FrozenFile[] inherited = Tables(first);
        Assert.All(new[] { second, third, fourth }, tables => Assert.Superset(inherited.ToHashSet(), tables.ToHashSet()));
        string[] made = [.. new[] { second, third, fourth }.SelectMany(tables => tables.Except(inherited)).Select(table => table.Name)];
        Assert.Equal(3, made.Length);
        Assert.Equal(3, made.Distinct().Count());

        FrozenFile[] Restore(string name, string value)
        {
            using IKeyValueStore store = _stores.Open(_folder.Copy(_folder["frozen-1"], first, name), MemoryBytes);
            Put(store, ("b", value));
            return Tables(store.Freeze(_folder["frozen-" + name]));
        }
    }

    [Fact]
    public void A_table_keeps_its_frozen_name_over_any_number_of_restarts()
    {
        FrozenFile[] before;
        IReadOnlyList<FrozenFile> files;
        using (IKeyValueStore store = _stores.Create(_folder["store"], MemoryBytes))
        {
            Put(store, ("a", "1"));
            files = store.Freeze(_folder["frozen-0"]);
            before = Tables(files);
        }

        for (int start = 1; start <= 3; start++)
        {
            using IKeyValueStore store = _stores.Open(_folder.Copy(_folder[$"frozen-{start - 1}"], files, $"store-{start}"), MemoryBytes);
            files = store.Freeze(_folder[$"frozen-{start}"]);
            Assert.Equal(before, Tables(files));
        }
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Rows of 1,000 bytes that don't compress.</summary>
    private static void Fill(IKeyValueStore store, int rows, int seed)
    {
        Random random = new(seed);
        KeyValueWrites writes = new();
        byte[] value = new byte[1000];
        for (int k = 0; k < rows; k++)
        {
            random.NextBytes(value);
            writes.Put(BitConverter.GetBytes(k), value);
            if (k % 100 == 99)
            {
                store.Write(writes);
                writes.Clear();
            }
        }

        store.Write(writes);
    }

    private static FrozenFile[] Tables(IEnumerable<FrozenFile> files) => [.. files.Where(file => file.IsShared)];

    private string Hash(string folder, FrozenFile file) => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(Path.Combine(_folder[folder], file.Name))));
}
