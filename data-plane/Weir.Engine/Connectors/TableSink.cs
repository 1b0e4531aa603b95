using Weir.Engine.Batches;

namespace Weir.Engine.Connectors;

/// <summary>What a sink does with rows when a job is restarted after a fault.</summary>
public enum SinkGuarantee
{
    /// <summary>Each row takes effect once.</summary>
    ExactlyOnce,

    /// <summary>A row may take effect again.</summary>
    AtLeastOnce,

    /// <summary>Rows go nowhere that could tell.</summary>
    None,
}

/// <summary>When a sink's rows take effect, in a job with checkpoints.</summary>
public enum SinkCommit
{
    /// <summary>As they are written: after a fault those since the last checkpoint are written again.</summary>
    AtOnce,

    /// <summary>With the job's commit, through <see cref="SinkContext.Home"/>.</summary>
    Home,

    /// <summary>Written aside and made visible after the commit; rolled forward on recovery.</summary>
    Staged,

    /// <summary>Kept in the snapshot, and sent only after the commit.</summary>
    Outbox,
}

/// <summary>What a sink is told when it is opened.</summary>
public sealed record SinkContext
{
    /// <summary>Whether the job makes checkpoints. When it does not, rows take effect as they are written, and <see cref="TableSink.Finish"/> settles them all.</summary>
    public bool HasCheckpoints { get; init; }

    /// <summary>The job's home, when the sink's <see cref="TableSink.Commit"/> is <see cref="SinkCommit.Home"/>; its kind is the connector's own.</summary>
    public ICommitHome? Home { get; init; }

    /// <summary>
    /// When the job goes on from a snapshot: what the sinks of all lanes gave to it (<see cref="TableSink.EndCheckpoint"/>), in the order of the lanes of that time. The sink of lane i takes those whose place modulo
    /// <see cref="LaneCount"/> is i; the snapshot is committed, so what is staged there is to be made visible (again), and what waits in an outbox to be sent.
    /// </summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Restored { get; init; } = [];

    /// <summary>Which lane this is, from 0.</summary>
    public int Lane { get; init; }

    /// <summary>How many lanes write.</summary>
    public int LaneCount { get; init; } = 1;

    /// <summary>Wakes the lane when a writer that could not take more can again, or has finished. Callable from any thread.</summary>
    public required Action Wake { get; init; }

    /// <summary>Processing time.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}

/// <summary>Writes a table. Made once for each lane; see <see cref="TableSource"/> for who may block.</summary>
public abstract class TableSink : IDisposable
{
    /// <summary>The kinds of row that it takes, given the kinds that the query gives (a sink with a primary key asks for upserts, say). Without -U a query leaves -U out.</summary>
    public abstract ChangelogMode Accepts(ChangelogMode query);

    /// <summary>What a restart does.</summary>
    public abstract SinkGuarantee Guarantee { get; }

    /// <summary>Why the guarantee is what it is, for EXPLAIN and the status, e.g. <c>a message may be posted again; its id stays the same</c>.</summary>
    public virtual string GuaranteeReason => string.Empty;

    /// <summary>When rows take effect in a job with checkpoints.</summary>
    public virtual SinkCommit Commit => SinkCommit.AtOnce;

    /// <summary>Starts writing.</summary>
    public abstract void Open(SinkContext context);

    /// <summary>Whether <see cref="Write"/> may be called now; if not, the lane is woken when it may.</summary>
    public virtual bool CanWrite => true;

    /// <summary>
    /// Takes the selected rows of a batch: the table's physical and writable metadata columns in the order of the DDL (virtual ones are left out). The batch is the caller's: retain it, or copy, to keep it. Never blocks.
    /// </summary>
    /// <exception cref="ConnectorException">The rows cannot be written, for good.</exception>
    public abstract void Write(Batch batch);

    /// <summary>All input has been written: sends what is held. Asked again (after a wake) until it answers true.</summary>
    public virtual bool Finish() => true;

    /// <summary>
    /// What was written so far belongs to the checkpoint, what comes later to the next. Called on the lane, at a batch boundary, while all lanes stand; never blocks, also when <see cref="CanWrite"/> is false (rows that were taken but
    /// not passed on belong to the checkpoint too).
    /// </summary>
    /// <returns>What the snapshot is to keep, for <see cref="SinkContext.Restored"/>: names of staged files, messages not sent yet.</returns>
    public virtual ReadOnlyMemory<byte> EndCheckpoint(long checkpoint) => default;

    /// <summary>Ends when all that belongs to the checkpoint is safe: written, acknowledged, staged on disk. Runs beside the lane.</summary>
    /// <exception cref="ConnectorException">The rows cannot be written, for good.</exception>
    public virtual Task PrepareAsync(long checkpoint, CancellationToken cancellation) => Task.CompletedTask;

    /// <summary>The checkpoint is committed, and with it all before: staged files are made visible, an outbox sends. Runs beside the lane. May come late, or not at all before a crash: then <see cref="SinkContext.Restored"/> stands in for it.</summary>
    public virtual Task CommittedAsync(long checkpoint, CancellationToken cancellation) => Task.CompletedTask;

    /// <summary>What stands in the way just now, for the job's status; null when all is well.</summary>
    public virtual string? Trouble => null;

    /// <inheritdoc/>
    public virtual void Dispose() => GC.SuppressFinalize(this);
}
