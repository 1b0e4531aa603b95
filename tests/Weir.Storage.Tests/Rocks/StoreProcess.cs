using System.Diagnostics;
using System.Runtime.InteropServices;
using Weir.Engine.Storage;
using Weir.Storage.Rocks;

namespace Weir.Storage.Tests.Rocks;

/// <summary>What needs a process of its own, with limits or memory of its own: this very program, started by its entry point.</summary>
internal static partial class StoreProcess
{
    internal const string Verb = "store";
    internal const string FullDisk = "full-disk";
    internal const string FullDiskOnFreezing = "full-disk-on-freezing";
    internal const string ForeignFolder = "foreign-folder";
    internal const string Memory = "memory";
    internal const string Speed = "speed";

    private const int FileSizeLimit = 1; // RLIMIT_FSIZE
    private const int FileSizeSignal = 25; // SIGXFSZ
    private const uint Nobody = 65534;

    /// <summary>Runs a task in a process; what it wrote, a line each.</summary>
    internal static string[] Start(string task, string folder)
    {
        using Process process = Process.Start(new ProcessStartInfo("dotnet", ["exec", typeof(StoreProcess).Assembly.Location, Verb, task, folder])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, errors.Result);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    internal static void Run(string task, string folder)
    {
        switch (task)
        {
            case FullDisk:
                Tell(folder, store =>
                {
                    LimitFiles(256 << 10);
                    for (int seed = 0; seed < 1000; seed++)
                    {
                        Fill(store, seed);
                    }
                });
                break;
            case FullDiskOnFreezing:
                Tell(folder, store =>
                {
                    Fill(store, seed: 1);
                    LimitFiles(4 << 10);
                    store.Freeze(folder + "-frozen");
                });
                break;
            case ForeignFolder:
                // Nobody may write what its maker alone may; root may write anything.
                if (Environment.IsPrivilegedProcess && SetUser(Nobody) != 0)
                    throw new InvalidOperationException("The user cannot be changed.");
                Tell(folder, _ => { });
                break;
            case Memory:
                StoreMemory.Measure(folder);
                break;
            case Speed:
                StoreSpeed.Measure(folder);
                break;
            default:
                throw new ArgumentException($"There is no task '{task}'.");
        }
    }

    private static void Tell(string folder, Action<IKeyValueStore> act)
    {
        try
        {
            using IKeyValueStore store = new RocksStores().Create(folder, StoreFolder.MemoryBytes);
            act(store);
        }
        catch (StorageException e)
        {
            Console.WriteLine(e.Message);
        }

        Console.WriteLine(Directory.Exists(folder) ? "the folder is there" : "the folder is gone");
    }

    private static void Fill(IKeyValueStore store, int seed)
    {
        Random random = new(seed);
        KeyValueWrites writes = new();
        byte[] key = new byte[16], value = new byte[1000];
        for (int k = 0; k < 100; k++)
        {
            random.NextBytes(key);
            random.NextBytes(value);
            writes.Put(key, value);
        }

        store.Write(writes);
    }

    /// <summary>From now on no file of this process grows beyond so many bytes: writing fails, as on a full disk.</summary>
    private static void LimitFiles(ulong bytes)
    {
        // Otherwise the first such write ends the process.
        SetSignal(FileSizeSignal, handler: 1);
        ulong[] limit = [bytes, bytes];
        if (SetLimit(FileSizeLimit, limit) != 0)
            throw new InvalidOperationException("The limit cannot be set.");
    }

    [LibraryImport("libc", EntryPoint = "setrlimit")]
    private static partial int SetLimit(int resource, ulong[] limit);

    [LibraryImport("libc", EntryPoint = "signal")]
    private static partial nint SetSignal(int signal, nint handler);

    [LibraryImport("libc", EntryPoint = "setuid")]
    private static partial int SetUser(uint user);
}
