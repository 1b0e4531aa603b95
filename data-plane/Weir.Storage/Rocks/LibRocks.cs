using System.Reflection;
using System.Runtime.InteropServices;
using Weir.Engine.Storage;

namespace Weir.Storage.Rocks;

/// <summary>RocksDB's C API: where the library is found, and the entry points that Weir uses (the other parts of this class).</summary>
internal static unsafe partial class LibRocks
{
    private const string Name = "librocksdb";

    /// <summary>Debian's; the version is part of the name, so that no other is taken for it.</summary>
    private const string SystemLibrary = "librocksdb.so.7.8";

    private static readonly Lazy<nint> Library = new(() => Load(Environment.GetEnvironmentVariable));

    static LibRocks() => NativeLibrary.SetDllImportResolver(typeof(LibRocks).Assembly, Resolve);

    /// <summary>Loads the library.</summary>
    /// <exception cref="StorageException">It is not there, or not the one.</exception>
    internal static void Require() => _ = Library.Value;

    /// <summary>Loads the file that WEIR_LIBROCKSDB names, else the system's library.</summary>
    internal static nint Load(Func<string, string?> environment)
    {
        string? named = environment("WEIR_LIBROCKSDB") is { Length: > 0 } value ? value : null;
        if (!NativeLibrary.TryLoad(named ?? SystemLibrary, out nint library))
        {
            throw new StorageException(named is null
                ? $"State on disk needs RocksDB 7.8, and {SystemLibrary} is not on this machine or cannot be loaded. On Debian 12 it is in the package librocksdb7.8: sudo apt-get install librocksdb7.8. "
                + "Where it is elsewhere, name the file in the environment variable WEIR_LIBROCKSDB."
                : $"State on disk needs RocksDB 7.8; {named}, which WEIR_LIBROCKSDB names, is not there or cannot be loaded (`ldd {named}` names what it lacks).");
        }

        // Newer than most of what is used.
        if (!NativeLibrary.TryGetExport(library, "rocksdb_batched_multi_get_cf", out _))
        {
            NativeLibrary.Free(library);
            throw new StorageException($"{named ?? SystemLibrary} is no RocksDB 7.8: rocksdb_batched_multi_get_cf is not in it. On Debian 12 this brings it: sudo apt-get install librocksdb7.8.");
        }

        return library;
    }

    /// <summary>Frees an error of the library and gives its text; null when there is none.</summary>
    internal static string? TakeError(nint error)
    {
        if (error == 0)
        {
            return null;
        }

        string text = Marshal.PtrToStringUTF8(error)!;
        Free(error);
        return text;
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? searchPath) => name == Name ? Library.Value : 0;

    [LibraryImport(Name, EntryPoint = "rocksdb_free")]
    private static partial void Free(nint memory);
}
