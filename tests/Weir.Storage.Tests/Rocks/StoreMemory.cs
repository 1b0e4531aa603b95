using System.Buffers.Binary;
using System.Buffers.Text;
using Microsoft.Win32.SafeHandles;
using Weir.Engine.Storage;
using Weir.Storage.Rocks;

namespace Weir.Storage.Tests.Rocks;

/// <summary>How much memory a process takes for a store that is filled with many times its budget, read at random and gone over.</summary>
internal static class StoreMemory
{
    internal const long BudgetBytes = 16 << 20;
    internal const int Times = 20;

    private const int ValueBytes = 100;
    private const int BatchRows = 1000;

    /// <summary>Writes what the store says that it holds at most, and by how much the process grew at most.</summary>
    internal static void Measure(string folder)
    {
        Random random = new(3);
        KeyValueWrites writes = new();
        KeyValueKeys keys = new();
        KeyValueAnswers answers = new();
        byte[] key = new byte[8], value = new byte[ValueBytes];
        int rows = (int)(BudgetBytes * Times / (key.Length + ValueBytes));
        long said = 0, most = 0, before = 0;
        using SafeFileHandle pages = File.OpenHandle("/proc/self/statm");
        using IKeyValueStore store = new RocksStores().Create(folder, BudgetBytes);

        // Once with little, so that what code and buffers of .NET take is there before it is measured.
        Write(0, BatchRows);
        Read(BatchRows);
        GC.Collect();
        before = ProcessBytes(pages);
        for (int first = 0; first < rows; first += BatchRows)
        {
            Write(first, BatchRows);
            Look();
        }

        for (int read = 0; read < 300; read++)
        {
            Read(rows);
            Look();
        }

        using (IKeyValueCursor cursor = store.Scan([], []))
        {
            int count = 0;
            while (cursor.MoveNext())
            {
                count++;
            }

            if (count < rows)
                throw new InvalidOperationException($"{count} rows of {rows} are there.");
        }

        store.Freeze(folder + "-frozen");
        Look();
        Directory.Delete(folder + "-frozen", recursive: true);
        Console.WriteLine(said);
        Console.WriteLine(most - before);

        void Write(int first, int count)
        {
            writes.Clear();
            for (int k = first; k < first + count; k++)
            {
                Key(k);
                random.NextBytes(value);
                writes.Put(key, value);
            }

            store.Write(writes);
        }

        void Read(int among)
        {
            keys.Clear();
            for (int k = 0; k < BatchRows; k++)
            {
                Key(random.Next(among));
                keys.Bytes.Write(key);
                keys.End();
            }

            store.Read(keys, answers);
        }

        // Keys in no order, as hashes are.
        void Key(int number) => BinaryPrimitives.WriteUInt64BigEndian(key, (ulong)number * 0x9E3779B97F4A7C15);

        void Look()
        {
            said = Math.Max(said, store.MemoryBytes);
            most = Math.Max(most, ProcessBytes(pages));
        }
    }

    /// <summary>Memory that is not a file's. Without allocations, which would be measured as well.</summary>
    private static long ProcessBytes(SafeFileHandle pages)
    {
        Span<byte> text = stackalloc byte[200];
        text = text[..RandomAccess.Read(pages, text, 0)];
        int begin = text.IndexOf((byte)' ') + 1;
        _ = Utf8Parser.TryParse(text[begin..], out long resident, out int length);
        _ = Utf8Parser.TryParse(text[(begin + length + 1)..], out long shared, out _);
        return (resident - shared) * Environment.SystemPageSize;
    }
}
