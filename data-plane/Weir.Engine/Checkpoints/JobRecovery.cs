using Weir.Engine.Connectors;
using Weir.Engine.Plans;
using Weir.Engine.Storage;

namespace Weir.Engine.Checkpoints;

/// <summary>Where a run of a job begins: the home of its commits, taken over, and the snapshot that was committed last, if there is one.</summary>
public sealed class JobRecovery : IDisposable
{
    private JobRecovery(ICommitHome? home, Snapshot? snapshot, long nextCheckpoint) => (Home, Begin, NextCheckpoint) = (home, snapshot, nextCheckpoint);

    /// <summary>The home; null for a job without checkpoints.</summary>
    public ICommitHome? Home { get; }

    /// <summary>What to go on from; null to begin.</summary>
    public Snapshot? Begin { get; }

    /// <summary>The savepoint that the job began from, if it did.</summary>
    public string? Origin => Begin is { Manifest.IsSavepoint: true } savepoint ? savepoint.Address : Begin?.Manifest.Origin;

    /// <summary>The number of the first checkpoint of this run.</summary>
    public long NextCheckpoint { get; }

    /// <summary>A random name for this run, in the paths of its files.</summary>
    public string Run { get; } = Guid.NewGuid().ToString("N")[..12];

    /// <summary>
    /// Takes the job over from predecessors and opens the snapshot that they committed last. The job begins from <paramref name="savepoint"/>, if it is given, unless it has done so before and gone on; without either it begins anew.
    /// </summary>
    /// <exception cref="SnapshotException">The snapshot does not verify.</exception>
    /// <exception cref="ConnectorException">The home cannot be reached.</exception>
    public static async Task<JobRecovery> TakeOverAsync(JobPlan plan, CheckpointOptions options, IConnectorProvider connectors, Snapshot? savepoint, CancellationToken cancellation)
    {
        ICommitHome? own = connectors.CreateHome(plan.Name, [.. plan.Tables(isSink: false)], [.. plan.Tables(isSink: true)]);
        ICommitHome home = own ?? new ManifestHome(options.Store);
        try
        {
            CommitRecord? last = await home.TakeOverAsync(cancellation).ConfigureAwait(false);
            Snapshot? snapshot = last is null ? savepoint : await OpenAsync(options.Store, last, home, cancellation).ConfigureAwait(false);
            if (savepoint is not null && snapshot != savepoint && snapshot!.Manifest.Origin != savepoint.Address)
            {
                snapshot = savepoint;
            }

            return new JobRecovery(home, snapshot, (last?.Checkpoint ?? 0) + 1);
        }
        catch
        {
            home.Dispose();
            throw;
        }
    }

    private static async Task<Snapshot> OpenAsync(IObjectStore store, CommitRecord last, ICommitHome home, CancellationToken cancellation)
    {
        try
        {
            return await Snapshot.OpenAsync(store, last.Snapshot, cancellation).ConfigureAwait(false);
        }
        catch (SnapshotException e) when (e.InnerException is StorageException { IsMissing: true })
        {
            throw new SnapshotException(
                $"The job has run before: checkpoint {last.Checkpoint} was committed ({home.Description}), but its snapshot is not in {store.Root} ({last.Snapshot}). "
                + "If the directory of checkpoints was changed, set it back; to begin anew, give the job another name.", e)
            { IsFinal = true };
        }
    }

    /// <summary>A start from a savepoint without checkpoints to follow.</summary>
    public static JobRecovery From(Snapshot savepoint) => new(null, savepoint, 1);

    /// <summary>The options with the lanes that the snapshot asks for: a checkpoint has batches on their way from lane to lane, so it goes on with the same lanes.</summary>
    public JobOptions Apply(JobOptions options) => options with
    {
        Recovery = this,
        Lanes = Begin is { Manifest.IsSavepoint: false } checkpoint ? checkpoint.Manifest.Lanes : options.Lanes,
        KeyGroups = Begin?.Manifest.KeyGroups ?? options.KeyGroups,
    };

    /// <inheritdoc/>
    public void Dispose() => Home?.Dispose();
}
