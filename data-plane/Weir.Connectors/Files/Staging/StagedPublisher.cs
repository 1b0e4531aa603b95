using Weir.Connectors.Log;

namespace Weir.Connectors.Files.Staging;

/// <summary>Makes files visible whose checkpoint is committed. Thread-safe; a file that is visible already is left as it is.</summary>
internal sealed class StagedPublisher(string table, string root)
{
    private readonly Lock _lock = new();

    /// <summary>Gives the files their names.</summary>
    /// <exception cref="Weir.Engine.Connectors.ConnectorException">The disk does not do it.</exception>
    public void Publish(IEnumerable<StagedFile> files)
    {
        lock (_lock)
        {
            HashSet<string> folders = new(StringComparer.Ordinal);
            try
            {
                foreach (StagedFile file in files)
                {
                    if (File.Exists(file.HiddenPath))
                    {
                        File.Move(file.HiddenPath, file.Path);
                    }

                    // Also when it was moved before: who moved it may have died before this.
                    folders.Add(Path.GetDirectoryName(file.Path)!);
                }

                foreach (string folder in folders.Where(Directory.Exists))
                {
                    DiskFiles.Instance.SyncFolder(folder);
                }
            }
            catch (Exception e) when (FileFailure.IsOne(e))
            {
                throw FileFailure.Of(e, table, root, root);
            }
        }
    }
}
