using System.Reflection;
using System.Runtime.InteropServices;

namespace Weir.Connectors.Kafka.Native;

/// <summary>
/// The C library behind every Kafka call: where it is found, and the entry points that Weir uses (the other parts of this class).
/// It is called directly, without a managed client around it, because a consumer must hand on raw message memory without an
/// allocation per message, and because offsets with metadata can only be had by the C API.
/// </summary>
internal static unsafe partial class LibRdKafka
{
    private const string Name = "librdkafka";

    /// <summary>The only version that is accepted: .NET would silently fall back to a system-wide one, and older ones lack calls.</summary>
    internal const string Version = "2.15.1";

    private const int VersionNumber = 0x020f01ff;
    private static readonly Lazy<nint> Library = new(Load);

    static LibRdKafka() => NativeLibrary.SetDllImportResolver(typeof(LibRdKafka).Assembly, Resolve);

    /// <summary>Loads the library.</summary>
    /// <exception cref="KafkaLibraryException">It is not there, or of another version.</exception>
    internal static void Require() => _ = Library.Value;

    /// <summary>Where the library is looked for: the file that WEIR_LIBRDKAFKA names, else the cache that `./weir setup kafka` fills.</summary>
    internal static string Path(Func<string, string?> environment)
    {
        if (environment("WEIR_LIBRDKAFKA") is { Length: > 0 } named)
            return named;
        string cache = environment("XDG_CACHE_HOME") is { Length: > 0 } xdg
            ? xdg
            : System.IO.Path.Combine(environment("HOME") ?? "/", ".cache");
        return System.IO.Path.Combine(cache, "weir", $"librdkafka-{Version}", "librdkafka.so");
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? searchPath) =>
        name == Name ? Library.Value : 0;

    private static nint Load()
    {
        string path = Path(Environment.GetEnvironmentVariable);
        if (!File.Exists(path))
            throw new KafkaLibraryException(
                $"Kafka needs librdkafka {Version}, which is not at {path}. Run `./weir setup kafka` to build it there, "
                + "or name the file in the environment variable WEIR_LIBRDKAFKA.");
        if (!NativeLibrary.TryLoad(path, out nint library))
            throw new KafkaLibraryException(
                $"{path} cannot be loaded: a library it needs is missing (`ldd {path}` names it), or it is for another machine. "
                + "Remove it and run `./weir setup kafka` to build it again.");
        int version = ((delegate* unmanaged<int>)NativeLibrary.GetExport(library, "rd_kafka_version"))();
        if (version != VersionNumber)
            throw new KafkaLibraryException(
                $"{path} is librdkafka {version >> 24}.{(version >> 16) & 0xff}.{(version >> 8) & 0xff}; Weir needs {Version}. "
                + "Run `./weir setup kafka`, and name no other file in WEIR_LIBRDKAFKA.");
        return library;
    }
}
