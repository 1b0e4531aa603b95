using Weir.Engine.Storage;
using static Weir.Storage.Tests.Rocks.StoreFolder;

namespace Weir.Storage.Tests.Rocks;

/// <summary>What holds of every key-value store.</summary>
public abstract class KeyValueStoreTests : IDisposable
{
    private readonly StoreFolder _folder = new();

    protected abstract IKeyValueStores Stores { get; }

    [Fact]
    public void What_was_written_last_is_read()
    {
        using IKeyValueStore store = Create();
        KeyValueWrites writes = new();
        writes.Put(Bytes("a"), Bytes("1"));
        writes.Put(Bytes("b"), Bytes("2"));
        writes.Delete(Bytes("a"));
        writes.Delete(Bytes("b"));
        writes.Put(Bytes("b"), Bytes("3"));
        store.Write(writes);
        Assert.Equal(new byte[]?[] { null, Bytes("3"), null, Bytes("3") }, Read(store, Bytes("a"), Bytes("b"), Bytes("c"), Bytes("b")));
    }

    [Fact]
    public void Answers_of_an_earlier_read_are_forgotten()
    {
        using IKeyValueStore store = Create();
        Put(store, ("a", "1"));
        KeyValueKeys keys = new();
        keys.Bytes.Write(Bytes("a"));
        keys.End();
        KeyValueAnswers answers = new();
        store.Read(keys, answers);
        store.Read(keys, answers);
        Assert.Equal(1, answers.Count);
        Assert.Equal("1"u8, answers[0]);
        keys.Clear();
        store.Read(keys, answers);
        Assert.Equal(0, answers.Count);
    }

    [Fact]
    public void Keys_are_in_the_order_of_their_unsigned_bytes()
    {
        byte[][] ordered = [[0], [0, 0], [0, 0x80], [0x7f], [0x7f, 0xff], [0x80], [0x80, 0], [0xff], [0xff, 0x7f], [0xff, 0xff]];
        using IKeyValueStore store = Create();
        KeyValueWrites writes = new();
        foreach (byte[] key in ordered.Reverse())
        {
            writes.Put(key, [1]);
        }

        store.Write(writes);
        Assert.Equal(ordered, Scan(store, [], []).Select(row => row.Key));
        Assert.Equal([[0x7f, 0xff], [0x80], [0x80, 0]], Scan(store, [0x7f, 0x80], [0xff]).Select(row => row.Key));
        Assert.Equal([[0xff, 0xff]], Scan(store, [0xff, 0x80], []).Select(row => row.Key));
        Assert.Empty(Scan(store, [0x81], [0xff]));
        Assert.Empty(Scan(store, [0x80], [0x80]));
        Assert.Empty(Scan(store, [0xff], [0]));
    }

    [Fact]
    public void Keys_and_values_may_be_empty()
    {
        using IKeyValueStore store = Create();
        KeyValueWrites writes = new();
        writes.Put([], Bytes("of the empty key"));
        writes.Put(Bytes("empty"), []);
        store.Write(writes);
        Assert.Equal(new byte[]?[] { Bytes("of the empty key"), [], null }, Read(store, [], Bytes("empty"), Bytes("none")));
        Assert.Equal(["=of the empty key", "empty="], Rows(store));
        writes.Clear();
        writes.Delete([]);
        store.Write(writes);
        Assert.Equal(["empty="], Rows(store));
    }

    [Fact]
    public void Values_of_a_megabyte_come_back_whole()
    {
        Random random = new(17);
        byte[][] values = new byte[20][];
        using IKeyValueStore store = Create();
        KeyValueWrites writes = new();
        for (int k = 0; k < values.Length; k++)
        {
            values[k] = new byte[1 << 20];
            random.NextBytes(values[k]);
            writes.Put([(byte)k], values[k]);
        }

        store.Write(writes);
        Assert.Equal(values, Read(store, [.. Enumerable.Range(0, values.Length).Select(k => new[] { (byte)k })])!);
        Assert.Equal(values, Scan(store, [], []).Select(row => row.Value));
        IReadOnlyList<FrozenFile> files = store.Freeze(_folder["frozen"]);
        using IKeyValueStore restored = Stores.Open(_folder.Copy(_folder["frozen"], files, "restored"), MemoryBytes);
        Assert.Equal(values, Scan(restored, [], []).Select(row => row.Value));
    }

    [Fact]
    public void A_cursor_sees_the_store_as_it_was_when_it_was_made()
    {
        using IKeyValueStore store = Create();
        Put(store, ("a", "1"), ("b", "2"), ("d", "4"));
        using IKeyValueCursor cursor = store.Scan([], []);
        Assert.True(cursor.MoveNext());
        KeyValueWrites writes = new();
        writes.Delete(Bytes("b"));
        writes.Put(Bytes("c"), Bytes("3"));
        writes.Put(Bytes("d"), Bytes("5"));
        store.Write(writes);
        Assert.True(cursor.MoveNext());
        Assert.Equal("b"u8, cursor.Key);
        Assert.True(cursor.MoveNext());
        Assert.Equal("d"u8, cursor.Key);
        Assert.Equal("4"u8, cursor.Value);
        Assert.False(cursor.MoveNext());
        Assert.False(cursor.MoveNext());
        Assert.Equal(["a=1", "c=3", "d=5"], Rows(store));
    }

    [Fact]
    public void A_cursor_on_no_key_has_neither_key_nor_value()
    {
        using IKeyValueStore store = Create();
        Put(store, ("a", "1"));
        using IKeyValueCursor cursor = store.Scan([], []);
        Assert.Throws<InvalidOperationException>(() => cursor.Key.Length);
        Assert.True(cursor.MoveNext());
        Assert.False(cursor.MoveNext());
        Assert.Throws<InvalidOperationException>(() => cursor.Key.Length);
        Assert.Throws<InvalidOperationException>(() => cursor.Value.Length);
    }

    [Fact]
    public void A_restored_store_has_the_rows_of_when_it_was_frozen()
    {
        using IKeyValueStore store = Create();
        Put(store, ("a", "1"), ("b", "2"));
        IReadOnlyList<FrozenFile> files = store.Freeze(_folder["frozen"]);
        Put(store, ("a", "10"), ("c", "3"));
        using IKeyValueStore restored = Stores.Open(_folder.Copy(_folder["frozen"], files, "restored"), MemoryBytes);
        Assert.Equal(["a=1", "b=2"], Rows(restored));
        Assert.Equal(["a=10", "b=2", "c=3"], Rows(store));
        Put(restored, ("d", "4"));
        Assert.Equal(["a=1", "b=2", "d=4"], Rows(restored));
    }

    [Fact]
    public void An_empty_store_can_be_frozen_and_restored()
    {
        using IKeyValueStore store = Create();
        IReadOnlyList<FrozenFile> files = store.Freeze(_folder["frozen"]);
        using IKeyValueStore restored = Stores.Open(_folder.Copy(_folder["frozen"], files, "restored"), MemoryBytes);
        Assert.Empty(Rows(restored));
    }

    [Fact]
    public void A_freezing_tells_of_all_files_in_the_folder_with_their_lengths()
    {
        using IKeyValueStore store = Create();
        Put(store, ("a", "1"));
        IReadOnlyList<FrozenFile> files = store.Freeze(_folder["frozen"]);
        Assert.Equal(
            new DirectoryInfo(_folder["frozen"]).GetFiles().Select(file => (file.Name, file.Length)).Order(),
            files.Select(file => (file.Name, file.Length)).Order());
    }

    [Fact]
    public void A_frozen_folder_outlives_its_store()
    {
        IReadOnlyList<FrozenFile> files;
        using (IKeyValueStore store = Create())
        {
            Put(store, ("a", "1"));
            Directory.CreateDirectory(_folder["frozen"]);
            files = store.Freeze(_folder["frozen"]);
        }

        using IKeyValueStore restored = Stores.Open(_folder.Copy(_folder["frozen"], files, "restored"), MemoryBytes);
        Assert.Equal(["a=1"], Rows(restored));
    }

    [Fact]
    public void A_store_is_not_frozen_into_a_folder_with_something_in_it()
    {
        using IKeyValueStore store = Create();
        Directory.CreateDirectory(_folder["frozen"]);
        File.WriteAllText(System.IO.Path.Combine(_folder["frozen"], "other"), "");
        StorageException refused = Assert.Throws<StorageException>(() => store.Freeze(_folder["frozen"]));
        Assert.Contains(_folder["frozen"], refused.Message, StringComparison.Ordinal);
        Assert.True(File.Exists(System.IO.Path.Combine(_folder["frozen"], "other")));
    }

    [Fact]
    public void Disposing_of_a_store_deletes_its_folder_and_ends_its_cursors()
    {
        IKeyValueStore store = Create();
        Put(store, ("a", "1"));
        IKeyValueCursor cursor = store.Scan([], []);
        Assert.True(cursor.MoveNext());
        store.Dispose();
        store.Dispose();
        Assert.False(Directory.Exists(_folder["store"]));
        Assert.Throws<ObjectDisposedException>(() => cursor.MoveNext());
        Assert.Throws<InvalidOperationException>(() => cursor.Key.Length);
        cursor.Dispose();
        Assert.Throws<ObjectDisposedException>(() => store.MemoryBytes);
        Assert.Throws<ObjectDisposedException>(() => store.Write(new KeyValueWrites()));
        Assert.Throws<ObjectDisposedException>(() => store.Scan([], []));
    }

    [Fact]
    public void A_new_store_needs_an_empty_folder()
    {
        Directory.CreateDirectory(_folder["store"]);
        Create().Dispose();
        Directory.CreateDirectory(_folder["store"]);
        File.WriteAllText(System.IO.Path.Combine(_folder["store"], "other"), "");
        StorageException refused = Assert.Throws<StorageException>(Create);
        Assert.Contains(_folder["store"], refused.Message, StringComparison.Ordinal);
        Assert.True(File.Exists(System.IO.Path.Combine(_folder["store"], "other")));
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_told_with_the_reason()
    {
        File.WriteAllText(_folder["file"], "");
        StorageException refused = Assert.Throws<StorageException>(() => Stores.Create(_folder["file/store"], MemoryBytes));
        Assert.StartsWith(_folder["file/store"] + ": a store cannot be opened in this folder: ", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_without_a_frozen_store_is_not_opened()
    {
        Assert.True(Assert.Throws<StorageException>(() => Stores.Open(_folder["none"], MemoryBytes)).IsMissing);
        Directory.CreateDirectory(_folder["empty"]);
        StorageException refused = Assert.Throws<StorageException>(() => Stores.Open(_folder["empty"], MemoryBytes));
        Assert.StartsWith(_folder["empty"] + " is no frozen store", refused.Message, StringComparison.Ordinal);
        Assert.False(refused.IsMissing);
    }

    [Fact]
    public void A_file_that_was_cut_off_or_is_missing_is_found_on_opening()
    {
        using IKeyValueStore store = Create();
        Put(store, ("a", "1"), ("b", "2"));
        IReadOnlyList<FrozenFile> files = store.Freeze(_folder["frozen"]);
        foreach (FrozenFile file in files.Where(file => file.Length > 0))
        {
            string cut = _folder.Copy(_folder["frozen"], files, "cut-" + file.Name);
            using (FileStream stream = new(System.IO.Path.Combine(cut, file.Name), FileMode.Open))
            {
                stream.SetLength(file.Length - 1);
            }

            Assert.Contains(cut, Assert.Throws<StorageException>(() => Stores.Open(cut, MemoryBytes)).Message, StringComparison.Ordinal);
            string missing = _folder.Copy(_folder["frozen"], files.Where(f => f != file), "missing-" + file.Name);
            Assert.Contains(missing, Assert.Throws<StorageException>(() => Stores.Open(missing, MemoryBytes)).Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Random_steps_agree_with_a_sorted_dictionary(int seed) => new StoreModel(Stores, _folder, seed).Run(steps: 400);

    [Fact]
    public void Random_steps_from_a_new_seed_agree_with_a_sorted_dictionary() => new StoreModel(Stores, _folder, Environment.TickCount).Run(steps: 400);

    [Fact]
    public void Memory_in_use_grows_with_rows()
    {
        using IKeyValueStore store = Create();
        long before = store.MemoryBytes;
        KeyValueWrites writes = new();
        for (int k = 0; k < 1000; k++)
        {
            writes.Put(BitConverter.GetBytes(k), new byte[200]);
        }

        store.Write(writes);
        Assert.InRange(store.MemoryBytes - before, 200_000, 2_000_000);
    }

    public void Dispose()
    {
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    private IKeyValueStore Create() => Stores.Create(_folder["store"], MemoryBytes);
}
