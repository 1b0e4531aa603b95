using System.Globalization;

namespace Weir.Connectors.Log;

internal sealed partial class LogStore
{
    /// <summary>
    /// Opens a folder that no other process has open, and recovers: what is committed is there, whatever else was written is cut off
    /// or deleted.
    /// </summary>
    /// <param name="commitFileBytes">See <see cref="LogLimits.CommitFileBytes"/>.</param>
    /// <exception cref="LogException">Something committed is missing or does not verify.</exception>
    internal static LogStore Open(string folder, ILogFiles files, TimeProvider time, int commitFileBytes = LogLimits.CommitFileBytes)
    {
        var store = new LogStore(folder, files, time);
        try
        {
            files.CreateFolder(folder);
            files.SyncFolder(Path.GetDirectoryName(folder)!); // one who died after making it may not have come to that
            files.CreateFolder(StagingFolder(folder));
            store._commits = CommitFile.Open(folder, files, commitFileBytes, store._state.Apply);
            store.CleanUp();
            foreach (LogTopic topic in store._state.Topics)
            {
                for (int i = 0; i < topic.Partitions; i++)
                    store.Retain(topic.Name, i);
            }

            return store;
        }
        catch (Exception failure)
        {
            store._commits?.Dispose();
            if (failure is not (IOException or SyncFailedException))
                throw;
            throw new LogException(
                failure is IOException full && DiskFull.Is(full) ? LogErrorCode.DiskFull : LogErrorCode.Failed,
                $"the log in {folder} cannot be opened: {failure.Message}",
                failure);
        }
    }

    private void CleanUp()
    {
        foreach (string name in _files.Files(StagingFolder(_folder)))
            _files.DeleteFile(Path.Combine(StagingFolder(_folder), name));
        foreach (string name in _files.Folders(TopicsFolder))
        {
            if (_state.Topic(name) is null)
                _files.DeleteFolder(Path.Combine(TopicsFolder, name));
        }

        foreach (LogTopic topic in _state.Topics)
        {
            LogPartition[] partitions = _state.Partitions(topic.Name)!;
            for (int i = 0; i < partitions.Length; i++)
                CleanUp(partitions[i], $"{topic.Name} [{i.ToString(CultureInfo.InvariantCulture)}]");
        }
    }

    private void CleanUp(LogPartition partition, string name)
    {
        IReadOnlyList<string> found = _files.Files(partition.Folder);
        foreach (LogSegment segment in partition.View.Segments)
        {
            string path = partition.PathOf(segment);
            if (!found.Contains(segment.FileName))
                throw new LogException(LogErrorCode.Corrupt, $"{name}: {path}, which holds committed records, is missing");
            using ILogFile file = _files.Open(path, create: false);
            if (file.Length < segment.Length)
                throw new LogException(LogErrorCode.Corrupt, $"{name}: {path} has {file.Length} bytes of the {segment.Length} that are committed");
            if (file.Length > segment.Length)
                file.Truncate(segment.Length);
        }

        foreach (string file in found)
        {
            if (!partition.View.Segments.Any(segment => segment.FileName == file))
                _files.DeleteFile(Path.Combine(partition.Folder, file));
        }
    }
}
