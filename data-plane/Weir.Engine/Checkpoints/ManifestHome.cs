using System.Globalization;
using System.Text;
using Weir.Engine.Connectors;
using Weir.Engine.Storage;

namespace Weir.Engine.Checkpoints;

/// <summary>
/// The home of a job that has no other: a commit is an object <c>commits/NUMBER</c> with the manifest's path, of which there is one for each number, by a conditional put. A predecessor that still lives and commits first
/// wins that number; the other one finds it taken and restores from it.
/// </summary>
public sealed class ManifestHome(IObjectStore store) : ICommitHome
{
    private const string Folder = "commits/";

    /// <inheritdoc/>
    public string Description => $"manifests in {store.Root}";

    /// <inheritdoc/>
    public string? Trouble => null;

    /// <inheritdoc/>
    public async Task<CommitRecord?> TakeOverAsync(CancellationToken cancellation)
    {
        string? last = null;
        await foreach (StoredObject found in store.ListAsync(Folder, cancellation).ConfigureAwait(false))
        {
            last = found.Path;
        }

        if (last is null || !long.TryParse(last.AsSpan(Folder.Length), CultureInfo.InvariantCulture, out long checkpoint))
        {
            return null;
        }

        await using Stream stream = await store.OpenReadAsync(last, 0, null, cancellation).ConfigureAwait(false);
        using StreamReader reader = new(stream, Encoding.UTF8);
        return new CommitRecord(checkpoint, await reader.ReadToEndAsync(cancellation).ConfigureAwait(false));
    }

    /// <inheritdoc/>
    public void EndCheckpoint(long checkpoint)
    {
    }

    /// <inheritdoc/>
    public async Task CommitAsync(CommitRecord record, CancellationToken cancellation)
    {
        if (!await store.TryCreateAsync(PathOf(record.Checkpoint), Encoding.UTF8.GetBytes(record.Snapshot), cancellation).ConfigureAwait(false))
        {
            throw new CommitFencedException($"Checkpoint {record.Checkpoint} has been committed by another run of the job ({store.Root}/{PathOf(record.Checkpoint)}).");
        }

        // Only the last one is asked for; the one before is left for those who just read it.
        await store.DeleteAsync(PathOf(record.Checkpoint - 2), cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private static string PathOf(long checkpoint) => Folder + checkpoint.ToString("D19", CultureInfo.InvariantCulture);
}
