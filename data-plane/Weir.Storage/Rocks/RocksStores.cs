using Weir.Engine.Storage;

namespace Weir.Storage.Rocks;

/// <summary>
/// Key-value stores in RocksDB. A folder is used by one store at a time. At least 4 MB of memory are taken. What a store writes isn't logged: after a crash its folder is to be deleted. Without RocksDB on this machine, opening fails with a message that says what brings it.
/// </summary>
public sealed class RocksStores : IKeyValueStores
{
    /// <summary>In the order in which they are tried: RocksDB may be built without LZ4.</summary>
    private static readonly string[] s_compressions = ["kLZ4Compression", RocksStore.NoCompression];

    private readonly string[] _compressions;

    /// <summary>RocksDB itself is looked for when the first store is opened: a job whose state stays in memory does without.</summary>
    public RocksStores()
        : this(s_compressions)
    {
    }

    internal RocksStores(string[] compressions) => _compressions = compressions;

    /// <inheritdoc/>
    public IKeyValueStore Create(string folder, long memoryBytes)
    {
        folder = Path.GetFullPath(folder);
        return At(folder, () =>
        {
            bool isNew = !Directory.Exists(folder);
            Directory.CreateDirectory(folder);
            if (Directory.EnumerateFileSystemEntries(folder).Any())
            {
                throw new StorageException($"{folder}: there is something in this folder; a new store needs an empty one.");
            }

            try
            {
                return RocksStore.Open(folder, new RocksMemory(memoryBytes), create: true, new RocksTableNames(), _compressions);
            }
            catch (StorageException) when (isNew)
            {
                Directory.Delete(folder, recursive: true);
                throw;
            }
        });
    }

    /// <summary>A store from the files that <see cref="IKeyValueStore.Freeze"/> gave, which were put into the folder. When it fails, files may have been renamed: they are to be put there anew for another try.</summary>
    /// <exception cref="StorageException">A file is missing, cut off or damaged. Damage in the middle of a table may be found only when that part is read.</exception>
    public IKeyValueStore Open(string folder, long memoryBytes)
    {
        folder = Path.GetFullPath(folder);
        return At(folder, () =>
        {
            RocksFileList.Check(folder);
            return RocksStore.Open(folder, new RocksMemory(memoryBytes), create: false, RocksTableNames.Restore(folder), _compressions);
        });
    }

    private static RocksStore At(string folder, Func<RocksStore> open)
    {
        LibRocks.Require();
        try
        {
            return open();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"{folder}: a store cannot be opened in this folder: {e.Message}", e);
        }
    }
}
