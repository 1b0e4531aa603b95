
namespace Weir.Connectors.Log;

/// <summary>
/// A producer. It holds what it has not committed, wherever the log's owner is: so the death of an owner costs it nothing, and a
/// commit whose answer was lost is asked for again by its number.
/// </summary>
internal sealed class LogProducer : ILogProducer
{
    private readonly ILogAccess _log;
    private readonly StagedRecords _staged;
    private readonly Dictionary<(string Topic, int Partition), Appender> _appenders = [];
    private long _commitNumber;
    private byte[]? _lastMetadata;

    internal LogProducer(ILogAccess log, string id, LogProducerState state, StagedRecords staged)
    {
        (_log, Id, Epoch, _commitNumber, _lastMetadata, _staged) = (log, id, state.Epoch, state.CommitNumber, state.Metadata, staged);
    }

    public string Id { get; }

    public int Epoch { get; }

    public ReadOnlyMemory<byte>? LastMetadata => _lastMetadata is { } metadata ? metadata : default(ReadOnlyMemory<byte>?);

    public ILogAppender Partition(string topic, int partition)
    {
        if (_appenders.TryGetValue((topic, partition), out Appender? appender))
            return appender;
        _log.Try(store => store.Bounds(topic, partition)); // throws where there is none
        appender = new(this, topic, partition);
        _appenders.Add((topic, partition), appender);
        return appender;
    }

    public LogCommitResult Commit(ReadOnlySpan<byte> metadata)
    {
        try
        {
            foreach (Appender appender in _appenders.Values)
                appender.Stage();
        }
        catch (LogException failure) when (failure.Code == LogErrorCode.DiskFull)
        {
            return LogCommitResult.DiskFull;
        }

        byte[] kept = metadata.ToArray();
        LogCommitResult result = _log.Try(store => store.Commit(Id, Epoch, _commitNumber + 1, _staged, kept));
        if (result == LogCommitResult.Committed)
        {
            _commitNumber++;
            _lastMetadata = kept;
            _staged.Clear();
        }

        return result;
    }

    public void Abort()
    {
        foreach (Appender appender in _appenders.Values)
            appender.Clear();
        _staged.Clear();
    }

    public void Dispose()
    {
        foreach (Appender appender in _appenders.Values)
            appender.Release();
        _appenders.Clear();
        _staged.Dispose();
    }

    private sealed class Appender(LogProducer producer, string topic, int partition) : ILogAppender
    {
        private readonly BatchBuilder _batch = new();

        public void Append(LogField key, LogField value, long timestampMs, ReadOnlySpan<byte> headers = default)
        {
            // First make room, then add: an exception from here means that the record was not taken.
            if (_batch.Length >= LogLimits.BatchBytes)
                Stage();
            _batch.Add(key, value, timestampMs, headers);
        }

        internal void Stage()
        {
            if (_batch.Count == 0)
                return;
            try
            {
                producer._staged.Add(topic, partition, _batch.Seal());
            }
            catch (IOException failure)
            {
                throw new LogException(
                    DiskFull.Is(failure) ? LogErrorCode.DiskFull : LogErrorCode.Failed,
                    $"{topic} [{partition}]: records that are not committed yet cannot be written aside: {failure.Message}",
                    failure);
            }

            _batch.Clear();
        }

        internal void Clear() => _batch.Clear();

        internal void Release() => _batch.Release();
    }
}
