using System.Buffers.Binary;
using System.Diagnostics;
using Weir.Engine.Storage;
using Weir.Storage.Rocks;

namespace Weir.Storage.Tests.Rocks;

/// <summary>
/// How fast a store in RocksDB is; prints, asserts nothing: <c>dotnet exec Weir.Storage.Tests.dll store speed FOLDER</c>.
/// Rows have keys of 8 bytes in no order and values of 100 bytes that do not compress; calls are of 1,000 keys.
/// </summary>
internal static class StoreSpeed
{
    private const long MemoryBytes = 64 << 20;
    private const int Rows = 2_000_000;
    private const int CallRows = 1000;

    private static readonly KeyValueWrites s_writes = new();
    private static readonly KeyValueKeys s_keys = new();
    private static readonly KeyValueAnswers s_answers = new();
    private static readonly byte[] s_key = new byte[8];
    private static readonly byte[] s_value = new byte[100];

    internal static void Measure(string folder)
    {
        IReadOnlyList<FrozenFile> files;
        using (IKeyValueStore store = new RocksStores().Create(folder, MemoryBytes))
        {
            Random random = new(7);
            Print("put, new keys", Rows, () => Write(store, random, row => row, Rows));
            Print("freeze, the first time", () => files = store.Freeze(folder + "-1"));
            Print("put, keys that are there", Rows / 4, () => Write(store, random, _ => random.Next(Rows), Rows / 4));
            Print("read, keys that are there", 1_000_000, () => Read(store, () => random.Next(Rows), 1_000_000));
            Print("read, the same 50,000 keys", 1_000_000, () => Read(store, () => random.Next(50_000), 1_000_000));
            Print("read, keys that are not there", 1_000_000, () => Read(store, () => Rows + random.Next(Rows), 1_000_000));
            Print("scan", Rows, () => Scan(store));
            files = store.Freeze(folder + "-2");
            HashSet<FrozenFile> earlier = [.. files.Where(file => file.IsShared)];
            Write(store, random, _ => random.Next(Rows), 20_000);
            Print("freeze, after 1 % of the rows", () => files = store.Freeze(folder + "-3"));
            Console.WriteLine($"{"shared with the freezing before",-32}{files.Where(earlier.Contains).Sum(file => file.Length) / 1e6,12:N0} MB of {files.Sum(file => file.Length) / 1e6:N0}");
            Console.WriteLine($"{"memory",-32}{store.MemoryBytes / 1e6,12:N0} MB");
        }

        foreach (int number in new[] { 1, 2 })
        {
            Directory.Delete($"{folder}-{number}", recursive: true);
        }

        Print("open", () => new RocksStores().Open(folder + "-3", MemoryBytes).Dispose());
    }

    private static void Write(IKeyValueStore store, Random random, Func<int, int> number, int rows)
    {
        for (int first = 0; first < rows; first += CallRows)
        {
            s_writes.Clear();
            for (int row = first; row < first + CallRows; row++)
            {
                Key(number(row));
                random.NextBytes(s_value);
                s_writes.Put(s_key, s_value);
            }

            store.Write(s_writes);
        }
    }

    private static void Read(IKeyValueStore store, Func<int> number, int rows)
    {
        for (int first = 0; first < rows; first += CallRows)
        {
            s_keys.Clear();
            for (int k = 0; k < CallRows; k++)
            {
                Key(number());
                s_keys.Bytes.Write(s_key);
                s_keys.End();
            }

            store.Read(s_keys, s_answers);
        }
    }

    private static void Scan(IKeyValueStore store)
    {
        using IKeyValueCursor cursor = store.Scan([], []);
        long bytes = 0;
        while (cursor.MoveNext())
        {
            bytes += cursor.Key.Length + cursor.Value.Length;
        }
    }

    private static void Key(int number) => BinaryPrimitives.WriteUInt64BigEndian(s_key, (ulong)number * 0x9E3779B97F4A7C15);

    private static void Print(string what, int rows, Action act)
    {
        long since = Stopwatch.GetTimestamp();
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        act();
        Console.WriteLine($"{what,-32}{rows / Stopwatch.GetElapsedTime(since).TotalSeconds / 1000,12:N0} k rows/s{(GC.GetAllocatedBytesForCurrentThread() - allocated) / (double)rows,10:N2} bytes allocated a row");
    }

    private static void Print(string what, Action act)
    {
        long since = Stopwatch.GetTimestamp();
        act();
        Console.WriteLine($"{what,-32}{Stopwatch.GetElapsedTime(since).TotalMilliseconds,12:N0} ms");
    }
}
