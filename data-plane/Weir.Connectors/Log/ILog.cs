namespace Weir.Connectors.Log;

/// <summary>
/// Topics with partitions, written by producers that commit atomically across partitions, read by offset. Thread-safe; a producer or
/// a reader is for one thread at a time. Errors are <see cref="LogException"/>s.
/// </summary>
public interface ILog : IDisposable
{
    /// <summary>Makes a topic.</summary>
    /// <returns>False where it was there already, with as many partitions.</returns>
    bool CreateTopic(string name, int partitions, LogTopicOptions? options = null);

    /// <summary>Removes a topic with all it holds.</summary>
    /// <returns>False where there was none.</returns>
    bool DeleteTopic(string name);

    /// <summary>The topics, by name.</summary>
    IReadOnlyList<LogTopic> Topics();

    /// <summary>The offset of the oldest record that a partition still has; its end where it has none.</summary>
    long BeginOffset(string topic, int partition);

    /// <summary>The offset that the next committed record of a partition gets.</summary>
    long EndOffset(string topic, int partition);

    /// <summary>The first offset whose timestamp (ms since 1970) is not before the given one; the end where there is none.</summary>
    long OffsetForTime(string topic, int partition, long timestampMs);

    /// <summary>
    /// Takes over as the producer of this id, for good: an older one can commit nothing any more, what it had not committed is gone.
    /// </summary>
    ILogProducer OpenProducer(string id);

    /// <summary>The metadata of a producer's last commit; null where it has made none.</summary>
    ReadOnlyMemory<byte>? LastMetadata(string producerId);

    /// <summary>Reads one partition from an offset on.</summary>
    ILogReader OpenReader(string topic, int partition, long offset);
}
