namespace Weir.Engine.Storage;

/// <summary>Key-value stores in memory: for tests and simulations of what uses them. How much memory they may take is not looked at.</summary>
public sealed class MemoryKeyValueStores : IKeyValueStores
{
    /// <inheritdoc/>
    public IKeyValueStore Create(string folder, long memoryBytes)
    {
        folder = Path.GetFullPath(folder);
        try
        {
            Directory.CreateDirectory(folder);
            return Directory.EnumerateFileSystemEntries(folder).Any()
                ? throw new StorageException($"{folder}: there is something in this folder; a new store needs an empty one.")
                : new MemoryKeyValueStore(folder, []);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"{folder}: a store cannot be opened in this folder: {e.Message}", e);
        }
    }

    /// <inheritdoc/>
    public IKeyValueStore Open(string folder, long memoryBytes)
    {
        folder = Path.GetFullPath(folder);
        string path = Path.Combine(folder, MemoryKeyValueFile.Name);
        try
        {
            return File.Exists(path)
                ? new MemoryKeyValueStore(folder, MemoryKeyValueFile.Read(path))
                : throw new StorageException($"{folder} is no frozen store: there is no file {MemoryKeyValueFile.Name} in it.") { IsMissing = !Directory.Exists(folder) };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"{folder}: a store cannot be opened in this folder: {e.Message}", e);
        }
    }
}
