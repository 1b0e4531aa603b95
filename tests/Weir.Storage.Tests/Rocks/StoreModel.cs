using Weir.Engine.Storage;
using Xunit.Sdk;
using Rows = System.Collections.Generic.SortedDictionary<byte[], byte[]>;

namespace Weir.Storage.Tests.Rocks;

/// <summary>A store beside a sorted dictionary: random steps from a seed, after each of which both have to say the same.</summary>
internal sealed class StoreModel(IKeyValueStores stores, StoreFolder folder, int seed)
{
    private static readonly byte[] s_letters = [0x00, 0x01, 0x61, 0x7f, 0x80, 0xfe, 0xff];
    private static readonly IComparer<byte[]> s_order = Comparer<byte[]>.Create((x, y) => x.AsSpan().SequenceCompareTo(y));

    private readonly Random _random = new(seed);
    private readonly KeyValueWrites _writes = new();
    private readonly List<(string Folder, IReadOnlyList<FrozenFile> Files, Rows Rows)> _frozen = [];
    private readonly Dictionary<(string Name, long Length), byte[]> _shared = [];
    private Rows _rows = new(s_order);
    private int _folders;

    public void Run(int steps)
    {
        IKeyValueStore store = stores.Create(folder["store-0"], StoreFolder.MemoryBytes);
        int step = 0;
        try
        {
            for (; step < steps; step++)
            {
                int dice = _random.Next(100);
                if (dice < 50)
                {
                    Write(store);
                }
                else if (dice < 75)
                {
                    Read(store);
                }
                else if (dice < 92)
                {
                    Scan(store);
                }
                else if (dice < 97 || _frozen.Count == 0)
                {
                    Freeze(store);
                }
                else
                {
                    store.Dispose();
                    store = Open();
                }
            }

            StoreFolder.AssertRows(_rows.Select(row => (row.Key, row.Value)), StoreFolder.Scan(store, [], []));
        }
        catch (XunitException e)
        {
            throw new XunitException($"Seed {seed}, step {step}: {e.Message}", e);
        }
        finally
        {
            store.Dispose();
        }
    }

    private void Write(IKeyValueStore store)
    {
        _writes.Clear();
        for (int count = _random.Next(200); count > 0; count--)
        {
            byte[] key = Key();
            if (_random.Next(4) == 0)
            {
                _writes.Delete(key);
                _rows.Remove(key);
            }
            else
            {
                byte[] value = new byte[_random.Next(50) == 0 ? _random.Next(60_000) : _random.Next(100)];
                _random.NextBytes(value);
                _writes.Put(key, value);
                _rows[key] = value;
            }
        }

        store.Write(_writes);
    }

    private void Read(IKeyValueStore store)
    {
        byte[][] keys = [.. Enumerable.Range(0, _random.Next(300)).Select(_ => Key())];
        Assert.Equal<byte[]?>(keys.Select(key => _rows.GetValueOrDefault(key)), StoreFolder.Read(store, keys));
    }

    private void Scan(IKeyValueStore store)
    {
        byte[] from = Key(), to = Key();
        StoreFolder.AssertRows(
            _rows.Where(row => s_order.Compare(row.Key, from) >= 0 && (to.Length == 0 || s_order.Compare(row.Key, to) < 0)).Select(row => (row.Key, row.Value)),
            StoreFolder.Scan(store, from, to));
    }

    private void Freeze(IKeyValueStore store)
    {
        string into = folder[$"frozen-{++_folders}"];
        IReadOnlyList<FrozenFile> files = store.Freeze(into);
        foreach (FrozenFile file in files.Where(file => file.IsShared))
        {
            byte[] content = File.ReadAllBytes(Path.Combine(into, file.Name));
            Assert.True(_shared.TryAdd((file.Name, file.Length), content) || _shared[(file.Name, file.Length)].AsSpan().SequenceEqual(content), $"Two files are called {file.Name}.");
        }

        _frozen.Add((into, files, new Rows(_rows, s_order)));
    }

    private IKeyValueStore Open()
    {
        (string from, IReadOnlyList<FrozenFile> files, Rows rows) = _frozen[_random.Next(_frozen.Count)];
        _rows = new Rows(rows, s_order);
        return stores.Open(folder.Copy(from, files, $"store-{++_folders}"), StoreFolder.MemoryBytes);
    }

    private byte[] Key()
    {
        byte[] key = new byte[_random.Next(5)];
        _random.GetItems(s_letters, key);
        return key;
    }
}
