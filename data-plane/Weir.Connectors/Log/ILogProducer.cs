namespace Weir.Connectors.Log;

/// <summary>Collects records and commits them all at once, over all partitions. For one thread at a time.</summary>
public interface ILogProducer : IDisposable
{
    string Id { get; }

    /// <summary>Counts the producers of this id; only the latest may commit.</summary>
    int Epoch { get; }

    /// <summary>The metadata of the last commit of this id, also by a predecessor; null where there was none.</summary>
    ReadOnlyMemory<byte>? LastMetadata { get; }

    /// <summary>A partition to append to, for the life of this producer.</summary>
    ILogAppender Partition(string topic, int partition);

    /// <summary>
    /// Makes all that was appended since the last commit visible, together with the metadata, or nothing of it. May be made with nothing appended.
    /// When it throws with <see cref="LogErrorCode.Failed"/> or <see cref="LogErrorCode.Unreachable"/>, what came of it shows when the producer is opened anew.
    /// </summary>
    LogCommitResult Commit(ReadOnlySpan<byte> metadata);

    /// <summary>Forgets all that was appended since the last commit.</summary>
    void Abort();
}
