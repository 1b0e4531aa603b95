using System.Net.Sockets;

namespace Weir.Connectors.Log;

/// <summary>
/// The log in a folder. The first process to open it owns it, by a lock on a file, and serves it to the others over a Unix socket; when it
/// closes the log or dies, the next takes over and recovers it. All of that is behind this one interface: producers and readers go on.
/// </summary>
public sealed class EmbeddedLog : ILog, ILogAccess
{
    /// <summary>How long a call goes on trying to reach the log's owner, or to become it.</summary>
    public static readonly TimeSpan DefaultPatience = TimeSpan.FromSeconds(30);

    private const int RetryMs = 10;

    private readonly Lock _lock = new();
    private readonly TimeProvider _time;
    private readonly TimeSpan _patience;
    private ILogStore? _store;
    private FileStream? _ownership;
    private LogServer? _server;
    private bool _isDisposed;

    private EmbeddedLog(string folder, TimeProvider time, TimeSpan patience) => (Folder, _time, _patience) = (folder, time, patience);

    public string Folder { get; }

    /// <summary>Whether this is the one that has the files open and serves the others.</summary>
    public bool IsOwner { get { lock (_lock) return _ownership is not null; } }

    /// <summary>Opens the log in a folder, which is made where it is missing.</summary>
    /// <exception cref="LogException">Its owner does not answer, or what is on disk does not verify.</exception>
    public static EmbeddedLog Open(string folder, TimeProvider time, TimeSpan? patience = null)
    {
        var log = new EmbeddedLog(Path.GetFullPath(folder), time, patience ?? DefaultPatience);
        try
        {
            log.Try(store => 0);
            return log;
        }
        catch
        {
            log.Dispose();
            throw;
        }
    }

    public bool CreateTopic(string name, int partitions, LogTopicOptions? options = null) =>
        Try(store => store.CreateTopic(new(name, partitions, options ?? LogTopicOptions.Default)));

    public bool DeleteTopic(string name) => Try(store => store.DeleteTopic(name));

    public IReadOnlyList<LogTopic> Topics() => Try(store => store.Topics());

    public long BeginOffset(string topic, int partition) => Try(store => store.Bounds(topic, partition).Begin);

    public long EndOffset(string topic, int partition) => Try(store => store.Bounds(topic, partition).End);

    public long OffsetForTime(string topic, int partition, long timestampMs) =>
        Try(store => store.OffsetForTime(topic, partition, timestampMs));

    public ILogProducer OpenProducer(string id)
    {
        LogProducerState state = Try(store => store.OpenProducer(id));
        return new LogProducer(this, id, state, new(DiskFiles.Instance, LogStore.StagingFolder(Folder), LogLimits.StagedBytes));
    }

    public ReadOnlyMemory<byte>? LastMetadata(string producerId) =>
        Try(store => store.FindProducer(producerId)) is { Metadata: { } metadata } ? metadata : default(ReadOnlyMemory<byte>?);

    public ILogReader OpenReader(string topic, int partition, long offset) => new LogReader(this, topic, partition, offset);

    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
            Close();
        }
    }

    T ILogAccess.Try<T>(Func<ILogStore, T> ask) => Try(ask);

    private T Try<T>(Func<ILogStore, T> ask)
    {
        long start = _time.GetTimestamp();
        while (true)
        {
            ILogStore store = Store(start);
            try
            {
                return ask(store);
            }
            catch (LogException lost) when (lost.Code == LogErrorCode.Unreachable && _time.GetElapsedTime(start) < _patience)
            {
                Forget(store);
            }
        }
    }

    private ILogStore Store(long start)
    {
        while (true)
        {
            lock (_lock)
            {
                ObjectDisposedException.ThrowIf(_isDisposed, this);
                if (_store is not null)
                    return _store;
                if (Own() || Connect())
                    return _store!;
            }

            if (_time.GetElapsedTime(start) >= _patience)
                throw new LogException(LogErrorCode.Unreachable, $"the log in {Folder} is owned by another process, which does not answer");
            Thread.Sleep(RetryMs);
        }
    }

    private bool Own()
    {
        Directory.CreateDirectory(Folder);
        try
        {
            // A lock that the system gives up when the process dies, however it dies.
            _ownership = new FileStream(Path.Combine(Folder, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return false;
        }

        try
        {
            var store = LogStore.Open(Folder, DiskFiles.Instance, _time);
            _store = store;
            _server = LogServer.Start(store, Folder);
            return true;
        }
        catch
        {
            Close();
            throw;
        }
    }

    private bool Connect()
    {
        try
        {
            _store = LogClient.Connect(Folder);
            return true;
        }
        catch (SocketException)
        {
            return false; // not serving yet, or just gone
        }
    }

    private void Forget(ILogStore store)
    {
        lock (_lock)
        {
            if (ReferenceEquals(_store, store))
                Close();
        }
    }

    private void Close()
    {
        _server?.Dispose();
        _store?.Dispose();
        _ownership?.Dispose();
        (_server, _store, _ownership) = (null, null, null);
    }
}
