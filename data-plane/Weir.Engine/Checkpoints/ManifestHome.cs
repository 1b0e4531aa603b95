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
    private static readonly TimeSpan s_retryPause = TimeSpan.FromMilliseconds(200);

    /// <inheritdoc/>
    public string Description => $"manifests in {store.Root}";

    /// <inheritdoc/>
    public string? Trouble => null;

    /// <inheritdoc/>
    public async Task<CommitRecord?> TakeOverAsync(CancellationToken cancellation)
    {
        long missed = 0;
        while (true)
        {
            long last = await LastAsync(cancellation).ConfigureAwait(false);
            if (last == 0)
            {
                return null;
            }

            try
            {
                return new CommitRecord(last, await ReadAsync(last, cancellation).ConfigureAwait(false));
            }
            catch (StorageException e) when (e.IsMissing && last > missed)
            {
                // A predecessor that still lives has gone on and deleted it since.
                missed = last;
            }
        }
    }

    /// <inheritdoc/>
    public void EndCheckpoint(long checkpoint)
    {
    }

    /// <inheritdoc/>
    public async Task CommitAsync(CommitRecord record, CancellationToken cancellation)
    {
        // Also a commit that another run made long ago and has deleted since would be there to be made: then there are later ones.
        if (!await CreateAsync(record, cancellation).ConfigureAwait(false) || await LastSurelyAsync(cancellation).ConfigureAwait(false) > record.Checkpoint)
        {
            throw new CommitFencedException($"Checkpoint {record.Checkpoint} has been committed by another run of the job ({store.Root}/{PathOf(record.Checkpoint)}).");
        }

        try
        {
            // Only the last one is asked for; the one before is left for those who just read it.
            await store.DeleteAsync(PathOf(record.Checkpoint - 2), cancellation).ConfigureAwait(false);
        }
        catch (StorageException)
        {
            // It is in nobody's way: only the last one counts.
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    /// <summary>Makes the commit, however often that takes: once it may have been made, it is not given up before it is known.</summary>
    private async Task<bool> CreateAsync(CommitRecord record, CancellationToken cancellation)
    {
        byte[] content = Encoding.UTF8.GetBytes(record.Snapshot);
        return await SurelyAsync(
            async () => await store.TryCreateAsync(PathOf(record.Checkpoint), content, cancellation).ConfigureAwait(false)
                || await ReadAsync(record.Checkpoint, cancellation).ConfigureAwait(false) == record.Snapshot,
            cancellation).ConfigureAwait(false);
    }

    private Task<long> LastSurelyAsync(CancellationToken cancellation) => SurelyAsync(() => LastAsync(cancellation), cancellation);

    private static async Task<T> SurelyAsync<T>(Func<Task<T>> action, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                return await action().ConfigureAwait(false);
            }
            catch (StorageException)
            {
                await Task.Delay(s_retryPause, cancellation).ConfigureAwait(false);
            }
        }
    }

    /// <summary>The number of the last commit; 0 when there is none.</summary>
    private async Task<long> LastAsync(CancellationToken cancellation)
    {
        long last = 0;
        await foreach (StoredObject found in store.ListAsync(Folder, cancellation).ConfigureAwait(false))
        {
            last = long.TryParse(found.Path.AsSpan(Folder.Length), NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? Math.Max(last, number) : last;
        }

        return last;
    }

    private async Task<string> ReadAsync(long checkpoint, CancellationToken cancellation)
    {
        await using Stream stream = await store.OpenReadAsync(PathOf(checkpoint), 0, null, cancellation).ConfigureAwait(false);
        using StreamReader reader = new(stream, Encoding.UTF8);
        return await reader.ReadToEndAsync(cancellation).ConfigureAwait(false);
    }

    private static string PathOf(long checkpoint) => Folder + checkpoint.ToString("D19", CultureInfo.InvariantCulture);
}
