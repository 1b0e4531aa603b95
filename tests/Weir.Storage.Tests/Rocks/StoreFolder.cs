using System.Text;
using Weir.Engine.Storage;

namespace Weir.Storage.Tests.Rocks;

/// <summary>A folder for one test, and what tests say about stores in few words.</summary>
internal sealed class StoreFolder : IDisposable
{
    public const long MemoryBytes = 8 << 20;

    public string Path { get; } = Directory.CreateTempSubdirectory("weir-test-").FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public static void Put(IKeyValueStore store, params (string Key, string Value)[] rows)
    {
        KeyValueWrites writes = new();
        foreach ((string key, string value) in rows)
        {
            writes.Put(Bytes(key), Bytes(value));
        }

        store.Write(writes);
    }

    /// <summary>All rows as text: <c>key=value</c>.</summary>
    public static string[] Rows(IKeyValueStore store) => [.. Scan(store, [], []).Select(row => $"{Encoding.UTF8.GetString(row.Key)}={Encoding.UTF8.GetString(row.Value)}")];

    public static List<(byte[] Key, byte[] Value)> Scan(IKeyValueStore store, ReadOnlySpan<byte> from, ReadOnlySpan<byte> to)
    {
        using IKeyValueCursor cursor = store.Scan(from, to);
        List<(byte[], byte[])> rows = [];
        while (cursor.MoveNext())
        {
            rows.Add((cursor.Key.ToArray(), cursor.Value.ToArray()));
        }

        return rows;
    }

    /// <summary>Tuples of arrays would be compared by reference.</summary>
    public static void AssertRows(IEnumerable<(byte[] Key, byte[] Value)> expected, List<(byte[] Key, byte[] Value)> actual)
    {
        Assert.Equal(expected.Select(row => row.Key), actual.Select(row => row.Key));
        Assert.Equal(expected.Select(row => row.Value), actual.Select(row => row.Value));
    }

    /// <summary>The values of keys; null where there is none.</summary>
    public static byte[]?[] Read(IKeyValueStore store, params byte[][] asked)
    {
        KeyValueKeys keys = new();
        foreach (byte[] key in asked)
        {
            keys.Bytes.Write(key);
            keys.End();
        }

        KeyValueAnswers answers = new();
        store.Read(keys, answers);
        Assert.Equal(asked.Length, answers.Count);
        return [.. Enumerable.Range(0, answers.Count).Select(k => answers.Has(k) ? answers[k].ToArray() : null)];
    }

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>A frozen folder's files in a new folder, as an upload and a download would bring them.</summary>
    public string Copy(string frozen, IEnumerable<FrozenFile> files, string to)
    {
        Directory.CreateDirectory(this[to]);
        foreach (FrozenFile file in files)
        {
            File.Copy(System.IO.Path.Combine(frozen, file.Name), System.IO.Path.Combine(this[to], file.Name));
        }

        return this[to];
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
