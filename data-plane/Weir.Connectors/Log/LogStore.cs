
namespace Weir.Connectors.Log;

/// <summary>
/// The log in the process that owns its folder. Thread-safe. What a producer appends is held by the producer until it commits; then
/// <code>
/// 1  batches are written to the ends of their partitions' segment files, and these are synced
/// 2  one change is written to the commit file, and synced: who, which epoch, where each segment now ends, the metadata
/// 3  readers see it
/// </code>
/// A crash before 2 leaves bytes beyond what the commit file says; <see cref="Open"/> cuts them off.
/// <code>
/// folder/commits-N.log     folder/topics/NAME/PARTITION/BASE.seg     folder/staging (what producers hold beyond their memory)
/// </code>
/// </summary>
internal sealed partial class LogStore : ILogStore
{
    private readonly Lock _lock = new();
    private readonly string _folder;
    private readonly ILogFiles _files;
    private readonly TimeProvider _time;
    private readonly LogState _state;
    private CommitFile _commits = null!;
    private volatile LogException? _failure;

    private LogStore(string folder, ILogFiles files, TimeProvider time)
    {
        (_folder, _files, _time) = (folder, files, time);
        _state = new(TopicsFolder);
    }

    private string TopicsFolder => Path.Combine(_folder, "topics");

    internal static string StagingFolder(string folder) => Path.Combine(folder, "staging");

    public bool CreateTopic(LogTopic topic)
    {
        Validate(topic);
        lock (_lock)
        {
            ThrowIfFailed();
            if (_state.Topic(topic.Name) is { } existing)
            {
                return existing.Partitions == topic.Partitions
                    ? false
                    : throw new LogException(
                        LogErrorCode.InvalidArgument, $"topic {topic.Name} exists with {existing.Partitions} partitions, not {topic.Partitions}");
            }

            Change(new StateChange.TopicMade(topic), $"make topic {topic.Name}");
            return true;
        }
    }

    public bool DeleteTopic(string name)
    {
        lock (_lock)
        {
            ThrowIfFailed();
            if (_state.Topic(name) is null)
                return false;
            Change(new StateChange.TopicDeleted(name), $"delete topic {name}");
            try
            {
                string folder = _state.TopicFolder(name);
                if (_files.Folders(folder).Count > 0)
                    _files.DeleteFolder(folder);
            }
            catch (IOException)
            {
                // Nothing names the files any more: those that cannot be deleted now are when the log is opened.
            }

            return true;
        }
    }

    public IReadOnlyList<LogTopic> Topics() => [.. _state.Topics.OrderBy(topic => topic.Name, StringComparer.Ordinal)];

    public (long Begin, long End) Bounds(string topic, int partition)
    {
        PartitionView view = Partition(topic, partition).View;
        return (view.Begin, view.End);
    }

    public LogProducerState OpenProducer(string id)
    {
        lock (_lock)
        {
            ThrowIfFailed();
            int epoch = (_state.Producer(id)?.Epoch ?? -1) + 1;
            Change(new StateChange.ProducerOpened(id, epoch), $"open producer {id}");
            return _state.Producer(id)!;
        }
    }

    public LogProducerState? FindProducer(string id)
    {
        lock (_lock)
            return _state.Producer(id);
    }

    public ILogCursor OpenCursor(string topic, int partition, long offset) => new LogCursor(this, topic, partition, offset);

    public void Dispose()
    {
        lock (_lock)
        {
            _failure ??= new(LogErrorCode.Failed, "the log was closed");
            foreach (LogTopic topic in _state.Topics)
            {
                foreach (LogPartition partition in _state.Partitions(topic.Name)!)
                {
                    partition.Dispose();
                    partition.Replace(partition.View); // wakes who waits, to find it closed
                }
            }

            _commits.Dispose();
        }
    }

    internal LogPartition Partition(string topic, int partition)
    {
        ThrowIfFailed();
        LogPartition[] partitions = _state.Partitions(topic)
            ?? throw new LogException(LogErrorCode.UnknownTopic, $"the log has no topic {topic}{Nearby()}");
        return (uint)partition < (uint)partitions.Length
            ? partitions[partition]
            : throw new LogException(LogErrorCode.UnknownTopic, $"topic {topic} has partitions 0 to {partitions.Length - 1}, no {partition}");

        string Nearby()
        {
            string[] names = [.. _state.Topics.Select(known => known.Name).Order(StringComparer.Ordinal).Take(10)];
            return names.Length == 0 ? "; it has none" : $"; it has {string.Join(", ", names)}";
        }
    }

    internal ILogFile OpenSegment(LogPartition partition, LogSegment segment) => _files.Open(partition.PathOf(segment), create: false);

    private static void Validate(LogTopic topic)
    {
        if (topic.Name is not { Length: > 0 and <= 200 } || topic.Name[0] == '.' || topic.Name.Any(c => !(char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-')))
            throw new LogException(LogErrorCode.InvalidArgument, $"'{topic.Name}' cannot name a topic: 1 to 200 of a-z A-Z 0-9 . _ - and no dot first");
        if (topic.Partitions is < 1 or > LogLimits.Partitions)
            throw new LogException(LogErrorCode.InvalidArgument, $"topic {topic.Name}: {topic.Partitions} partitions; 1 to {LogLimits.Partitions} are possible");
        if (topic.Options is { SegmentBytes: < 1 } or { RetentionBytes: < 0 } or { RetentionMs: < 0 })
            throw new LogException(LogErrorCode.InvalidArgument, $"topic {topic.Name}: sizes and times of its options cannot be negative");
    }

    internal void ThrowIfClosed() => ThrowIfFailed();

    private void ThrowIfFailed()
    {
        if (_failure is { } failure)
            throw new LogException(failure.Code, failure.Message, failure);
    }

    /// <summary>Writes a change to the commit file and applies it; a full disk leaves everything as it was.</summary>
    private void Change(StateChange change, string doing)
    {
        try
        {
            _commits.Append(change);
        }
        catch (IOException failure)
        {
            throw Trouble(failure, doing);
        }
        catch (SyncFailedException failure)
        {
            throw Fail(failure, doing);
        }

        _state.Apply(change);
    }

    private LogException Trouble(IOException failure, string doing) =>
        DiskFull.Is(failure)
            ? new LogException(LogErrorCode.DiskFull, $"the disk is full: cannot {doing} in {_folder}", failure)
            : Fail(failure, doing);

    private LogException Fail(Exception failure, string doing) =>
        _failure = new LogException(LogErrorCode.Failed, $"cannot {doing} in {_folder}: {failure.Message}", failure);
}
