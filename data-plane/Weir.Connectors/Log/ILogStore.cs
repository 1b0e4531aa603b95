namespace Weir.Connectors.Log;

/// <summary>The log's operations, as its owner carries them out and as a client of the owner asks for them.</summary>
internal interface ILogStore : IDisposable
{
    bool CreateTopic(LogTopic topic);

    bool DeleteTopic(string name);

    IReadOnlyList<LogTopic> Topics();

    (long Begin, long End) Bounds(string topic, int partition);

    long OffsetForTime(string topic, int partition, long timestampMs);

    LogProducerState OpenProducer(string id);

    LogProducerState? FindProducer(string id);

    /// <summary>Writes and commits. The same (producer, epoch, number) again is answered as the first time, and not written again.</summary>
    LogCommitResult Commit(string producer, int epoch, long number, StagedRecords records, ReadOnlySpan<byte> metadata);

    ILogCursor OpenCursor(string topic, int partition, long offset);
}
