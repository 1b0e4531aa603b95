using Weir.Engine.Storage;

namespace Weir.Engine.Checkpoints;

/// <summary>Deletes what no kept snapshot needs. For one thread at a time.</summary>
internal sealed class SnapshotCollector(IObjectStore store, int retained, TimeSpan orphanAge, TimeProvider clock)
{
    /// <summary>The folder of all that checkpoints write.</summary>
    public const string Folder = "checkpoints/";

    private readonly Queue<(string Path, IReadOnlyList<string> Files)> _kept = new();
    private readonly HashSet<string> _left = new(StringComparer.Ordinal);
    private bool _hasSwept;

    /// <summary>A snapshot has been committed, or was when the run began: it is kept, and the oldest is not any more.</summary>
    public async Task AddAsync(string path, IReadOnlyList<string> files, CancellationToken cancellation)
    {
        _kept.Enqueue((path, files));
        while (_kept.Count > Math.Max(retained, 1))
        {
            (string oldPath, IReadOnlyList<string> oldFiles) = _kept.Dequeue();
            _left.Add(oldPath);
            _left.UnionWith(oldFiles);
        }

        HashSet<string> needed = [.. _kept.SelectMany(k => k.Files.Append(k.Path))];
        _left.ExceptWith(needed);

        // What cannot be deleted now is left for the next time.
        foreach (string file in _left.ToList())
        {
            await store.DeleteAsync(file, cancellation).ConfigureAwait(false);
            _left.Remove(file);
        }

        if (!_hasSwept)
        {
            await SweepAsync(needed, cancellation).ConfigureAwait(false);
            _hasSwept = true;
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
