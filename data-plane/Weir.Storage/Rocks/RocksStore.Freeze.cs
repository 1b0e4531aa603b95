using Weir.Engine.Storage;

namespace Weir.Storage.Rocks;

/// <summary>Freezing: write buffers are flushed, tables hard-linked into the folder, the manifest copied.</summary>
internal sealed unsafe partial class RocksStore
{
    /// <inheritdoc/>
    public IReadOnlyList<FrozenFile> Freeze(string folder)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        folder = Path.GetFullPath(folder);
        bool isBegun = false;
        try
        {
            // RocksDB makes the folder itself, and its parent has to be there.
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder);
            }

            Directory.CreateDirectory(Path.GetDirectoryName(folder)!);
            isBegun = true;
            Checkpoint(folder);
            return NameTables(folder);
        }
        catch (Exception e) when (e is StorageException or IOException or UnauthorizedAccessException)
        {
            if (isBegun)
            {
                DeleteUnfinished(folder);
            }

            throw new StorageException($"{_folder}: the store cannot be frozen into {folder}: {e.Message}", e);
        }
    }

    private static void DeleteUnfinished(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What made the freezing fail is what has to be told.
        }
    }

    private void Checkpoint(string folder)
    {
        nint error = 0;
        using RocksHandle checkpoints = new(LibRocks.CreateCheckpoints(_store.Pointer, ref error), &LibRocks.DestroyCheckpoints);
        if (LibRocks.TakeError(error) is { } none)
        {
            throw new StorageException(none);
        }

        // 0: write buffers are always flushed, whatever is in the log, which isn't written.
        LibRocks.Checkpoint(checkpoints.Pointer, folder, logBytesForFlush: 0, ref error);
        if (LibRocks.TakeError(error) is { } reason)
        {
            throw new StorageException(reason);
        }
    }

    private List<FrozenFile> NameTables(string folder)
    {
        List<FrozenFile> files = [];
        foreach (FileInfo file in new DirectoryInfo(folder).GetFiles().OrderBy(f => f.Name, StringComparer.Ordinal))
        {
            bool isTable = file.Extension == RocksTableNames.Extension;
            string name = isTable ? _names.Frozen(file.Name) : file.Name;
            if (isTable)
            {
                File.Move(file.FullName, Path.Combine(folder, name));
            }

            files.Add(new FrozenFile(name, file.Length, isTable));
        }

        files.Add(RocksFileList.Write(folder, files));
        return files;
    }
}
