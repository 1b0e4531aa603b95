using Weir.Engine.Storage;

namespace Weir.Engine.Checkpoints;

/// <summary>Deletes what no kept snapshot needs. For one thread at a time.</summary>
internal sealed class SnapshotCollector(IObjectStore store, int retained, TimeSpan orphanAge, TimeProvider clock)
{
    /// <summary>The folder of all that checkpoints write.</summary>
    public const string Folder = "checkpoints/";

    private readonly Queue<(string Path, IReadOnlyList<string> Files)> _kept = new();
    private bool _hasSwept;

    /// <summary>A snapshot has been committed, or was when the run began: it is kept, and the oldest is not any more.</summary>
    public async Task AddAsync(string path, IReadOnlyList<string> files, CancellationToken cancellation)
    {
        _kept.Enqueue((path, files));
        List<string> left = [];
        while (_kept.Count > Math.Max(retained, 1))
        {
            (string oldPath, IReadOnlyList<string> oldFiles) = _kept.Dequeue();
            left.Add(oldPath);
            left.AddRange(oldFiles);
        }

        HashSet<string> needed = [.. _kept.SelectMany(k => k.Files.Append(k.Path))];
        foreach (string file in left.Distinct().Where(f => !needed.Contains(f)))
        {
            await store.DeleteAsync(file, cancellation).ConfigureAwait(false);
        }

        if (!_hasSwept)
        {
            _hasSwept = true;
            await SweepAsync(needed, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Deletes what earlier runs left behind; not what is young, as it may be of a run that is just writing.</summary>
    private async Task SweepAsync(HashSet<string> needed, CancellationToken cancellation)
    {
        DateTimeOffset youngest = clock.GetUtcNow() - orphanAge;
        await foreach (StoredObject found in store.ListAsync(Folder, cancellation).ConfigureAwait(false))
        {
            if (found.Written < youngest && !needed.Contains(found.Path))
            {
                await store.DeleteAsync(found.Path, cancellation).ConfigureAwait(false);
            }
        }
    }
}
