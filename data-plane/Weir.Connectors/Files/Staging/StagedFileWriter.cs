using Weir.Connectors.Log;
using Weir.Connectors.Writing;

namespace Weir.Connectors.Files.Staging;

/// <summary>Writes hidden files, each known by its path, and makes them safe from a loss of power. Used by one thread.</summary>
internal sealed class StagedFileWriter(string table, string root, ConnectorServices services) : IChunkTarget
{
    private readonly Dictionary<string, Stream> _open = new(StringComparer.Ordinal);
    private readonly HashSet<string> _unsynced = new(StringComparer.Ordinal);
    private readonly HashSet<string> _changedFolders = new(StringComparer.Ordinal);

    /// <summary>Writes whole records to the end of the file, which it makes when they are the first.</summary>
    /// <exception cref="Weir.Engine.Connectors.ConnectorException">The disk is full, or the file cannot be written for another reason.</exception>
    public void Write(string key, ReadOnlySpan<byte> records)
    {
        string folder = Path.GetDirectoryName(key)!;
        try
        {
            if (!_open.TryGetValue(key, out Stream? file))
            {
                DiskFiles.Instance.CreateFolder(folder);
                file = services.CreateFile(key);
                _open.Add(key, file);
                _changedFolders.Add(folder);
            }

            file.Write(records);
            _unsynced.Add(key);
        }
        catch (Exception e) when (FileFailure.IsOne(e))
        {
            throw FileFailure.Of(e, table, root, folder);
        }
    }

    /// <summary>Nothing more comes for the file.</summary>
    public void Close(string path)
    {
        try
        {
            Sync(path);
            _open.Remove(path, out Stream? file);
            file!.Dispose();
        }
        catch (Exception e) when (FileFailure.IsOne(e))
        {
            throw FileFailure.Of(e, table, root, Path.GetDirectoryName(path)!);
        }
    }

    /// <summary>Makes all that was written safe from a loss of power.</summary>
    public void Sync()
    {
        try
        {
            foreach (string path in _unsynced.ToArray())
            {
                Sync(path);
            }

            foreach (string folder in _changedFolders)
            {
                DiskFiles.Instance.SyncFolder(folder);
            }

            _changedFolders.Clear();
        }
        catch (Exception e) when (FileFailure.IsOne(e))
        {
            throw FileFailure.Of(e, table, root, root);
        }
    }

    public void Tick()
    {
    }

    public void Finish()
    {
    }

    /// <summary>Closes the files as they are, hidden.</summary>
    public void Dispose()
    {
        foreach (Stream file in _open.Values)
        {
            file.Dispose();
        }

        _open.Clear();
    }

    private void Sync(string path)
    {
        if (!_unsynced.Remove(path))
        {
            return;
        }

        if (_open[path] is FileStream file)
        {
            file.Flush(flushToDisk: true);
        }
        else
        {
            _open[path].Flush();
        }
    }
}
