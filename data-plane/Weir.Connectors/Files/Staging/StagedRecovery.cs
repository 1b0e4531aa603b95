using Weir.Engine.Connectors;

namespace Weir.Connectors.Files.Staging;

/// <summary>
/// Makes a table's files what a committed snapshot says, for a lane's share of it:
/// <code>
/// closed in the snapshot        gets its name (it may have it already)
/// in progress in the snapshot   is cut to the bytes of then, and waits for the next checkpoint
/// hidden, of this job and table, and not in the snapshot        is deleted: its rows are read again
/// </code>
/// May be cut short and done again.
/// </summary>
internal sealed class StagedRecovery(TableSpec table, StagedPublisher publisher)
{
    /// <summary>Does it.</summary>
    /// <param name="root">The table's folder.</param>
    /// <param name="states">What the lanes of then gave.</param>
    /// <param name="lane">This lane.</param>
    /// <param name="laneCount">How many there are now.</param>
    /// <returns>The files that wait for the next checkpoint.</returns>
    /// <exception cref="ConnectorException">Rows of the snapshot are missing on the disk.</exception>
    public IReadOnlyList<StagedFile> Run(string root, IReadOnlyList<StagedState> states, int lane, int laneCount)
    {
        StagedState[] own = [.. states.Where((_, i) => i % laneCount == lane)];
        List<StagedFile> waiting = [];
        try
        {
            foreach (StagedState state in own)
            {
                foreach (StagedFile file in state.Closed)
                {
                    CheckClosed(state, file);
                }

                publisher.Publish(state.Closed);
                waiting.AddRange(state.InProgress.Where(Cut));
            }

            DeleteUnknown(root, states, lane, laneCount);
        }
        catch (Exception e) when (FileFailure.IsOne(e))
        {
            throw FileFailure.Of(e, table.Name, root, root);
        }

        return waiting;
    }

    /// <summary>A lane deletes the files of the lanes of old that it stands for, before it makes any of its own: so none that another lane makes just now is taken for a lost one.</summary>
    private void DeleteUnknown(string root, IReadOnlyList<StagedState> states, int lane, int laneCount)
    {
        IReadOnlySet<string> owners = StagedNames.Owners(table, states);

        // By name: each is unique, and one folder may have several paths.
        HashSet<string> known = states.SelectMany(s => s.Closed.Concat(s.InProgress)).Select(f => Path.GetFileName(f.HiddenPath)).ToHashSet(StringComparer.Ordinal);
        EnumerationOptions everywhere = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = false };
        foreach (string folder in states.Select(s => s.Root).Append(root).Distinct().Where(Directory.Exists))
        {
            foreach (string path in Directory.EnumerateFiles(folder, ".part-*", everywhere))
            {
                string name = Path.GetFileName(path);
                if (StagedNames.TryParseHidden(name, out string owner, out int of) && owners.Contains(owner) && of % laneCount == lane && !known.Contains(name))
                {
                    File.Delete(path);
                }
            }
        }
    }

    /// <summary>A file that is neither here nor there has been made visible and was taken away by who reads the folder; but not if there is no folder.</summary>
    private void CheckClosed(StagedState state, StagedFile file)
    {
        FileInfo hidden = new(file.HiddenPath);
        if (hidden.Exists ? hidden.Length != file.Length : !Directory.Exists(state.Root))
        {
            throw Missing(file, hidden);
        }
    }

    /// <returns>False when the file is visible: the snapshot is older than the last that was committed.</returns>
    private bool Cut(StagedFile file)
    {
        FileInfo hidden = new(file.HiddenPath);
        if (!hidden.Exists && File.Exists(file.Path))
        {
            return false;
        }

        if (!hidden.Exists || hidden.Length < file.Length)
        {
            throw Missing(file, hidden);
        }

        // Not shared: one that is still being written belongs to a run that lives.
        using FileStream stream = new(file.HiddenPath, FileMode.Open, FileAccess.Write, FileShare.None, bufferSize: 0);
        stream.SetLength(file.Length);
        stream.Flush(flushToDisk: true);
        return true;
    }

    private ConnectorException Missing(StagedFile file, FileInfo hidden) => new(
        $"Table '{table.Name}': rows of the last checkpoint are missing: '{file.HiddenPath}' {(hidden.Exists ? $"has {hidden.Length} bytes" : "is not there")}, and the checkpoint counts on {file.Length} bytes. "
        + "Give the job the folder that it wrote to; or start it without its checkpoints, if the rows may be written again.");
}
