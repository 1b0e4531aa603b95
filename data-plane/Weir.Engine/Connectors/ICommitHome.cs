namespace Weir.Engine.Connectors;

/// <summary>
/// Where the checkpoints of a job take effect, for all lanes of this worker: one transaction of Kafka, one commit of the embedded log. The rows of sinks that write through it (<see cref="SinkCommit.Home"/>) and the record that names
/// the snapshot become visible together or not at all. A job whose tables have no such place commits by its manifest.
/// <para>
/// Two writers take turns: after <see cref="EndCheckpoint"/> of N the sinks write to the other one, while what belongs to N is flushed and committed. N is committed before anything of N + 1 can be; at most one checkpoint is under way.
/// </para>
/// </summary>
public interface ICommitHome : IDisposable
{
    /// <summary>What it is, for EXPLAIN, status and messages, e.g. <c>transactions of Kafka at 127.0.0.1:9092</c>.</summary>
    string Description { get; }

    /// <summary>Becomes the only one that may commit for the job: ends transactions of predecessors, fences those who still live, and says what was committed last; null when nothing ever was.</summary>
    /// <exception cref="ConnectorException">It cannot be reached, for good.</exception>
    Task<CommitRecord?> TakeOverAsync(CancellationToken cancellation);

    /// <summary>What sinks have written so far belongs to the checkpoint, what comes later to the next. Called while all lanes stand; never blocks.</summary>
    void EndCheckpoint(long checkpoint);

    /// <summary>
    /// Flushes what belongs to the checkpoint and commits it with the record. A commit whose outcome is not known is asked for until it is. Runs beside the lanes.
    /// </summary>
    /// <exception cref="CommitFencedException">Another run has taken over, or the transaction was aborted: memory is ahead of what is committed, and the job restores.</exception>
    /// <exception cref="ConnectorException">The rows cannot be written, for good.</exception>
    Task CommitAsync(CommitRecord record, CancellationToken cancellation);

    /// <summary>What stands in the way just now, for the job's status; null when all is well.</summary>
    string? Trouble { get; }
}

/// <summary>What a commit says.</summary>
/// <param name="Checkpoint">The checkpoint's number: 1, 2, 3 …</param>
/// <param name="Snapshot">The path of the snapshot's manifest in the job's storage.</param>
public sealed record CommitRecord(long Checkpoint, string Snapshot)
{
    /// <summary>Where the sources stand, for tools of the source's system (lag by consumer group); the truth is in the snapshot.</summary>
    public IReadOnlyList<SourcePosition> Positions { get; init; } = [];
}

/// <summary>Where a source's partition stands.</summary>
/// <param name="Table">The table.</param>
/// <param name="Partition"><see cref="PartitionReader.Partition"/>.</param>
/// <param name="Position"><see cref="PartitionReader.Position"/>.</param>
public sealed record SourcePosition(TableSpec Table, string Partition, string Position);

/// <summary>Another run of the job has taken over, or what was to be committed has been aborted: state in memory is ahead of what is committed.</summary>
public sealed class CommitFencedException(string message, Exception? inner = null) : Exception(message, inner);
