using Weir.Connectors.Log;
using Weir.Connectors.Options;
using Weir.Engine.Connectors;

namespace Weir.Connectors.LogTables;

/// <summary>
/// Commits a job's checkpoints in the embedded log. Two producers take turns, <c>{job}/a</c> and <c>{job}/b</c>; a checkpoint's records of all partitions and the <see cref="CommitRecord"/>, as the commit's metadata, are one commit of the log.
/// <para>
/// A run takes over by opening both, a first, and its own first commit is always a's: of runs that take over at the same time, only the last to open a gets past its first commit.
/// </para>
/// </summary>
internal sealed class LogHome : ICommitHome
{
    /// <summary>The connector whose tables have such a home.</summary>
    public const string Connector = "log";

    private static readonly TimeSpan s_firstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(5);

    private readonly string _job;
    private readonly Func<string, ILogProducer> _openProducer;
    private readonly Action _close;
    private readonly long _aheadBytes;
    private readonly TimeProvider _clock;
    private readonly Lock _committing = new();
    private readonly List<ILogProducer> _producers = [];
    private LogTurns? _turns;
    private Task<ILogProducer>? _ended;
    private long _endedCheckpoint;
    private long _committedCheckpoint;
    private volatile string? _trouble;
    private volatile bool _isDisposed;

    /// <param name="job">The job's name.</param>
    /// <param name="folder">The log's folder.</param>
    /// <param name="openProducer">Takes over a producer's id; first called by <see cref="TakeOverAsync"/>.</param>
    /// <param name="close">Ends the use of the log.</param>
    /// <param name="clock">Tells when another try is due.</param>
    /// <param name="aheadBytes">See <see cref="LogTurns.AheadBytes"/>.</param>
    public LogHome(string job, string folder, Func<string, ILogProducer> openProducer, Action close, TimeProvider clock, long aheadBytes = LogTurns.AheadBytes) =>
        (_job, Folder, _openProducer, _close, _clock, _aheadBytes) = (job, folder, openProducer, close, clock, aheadBytes);

    /// <summary>The log's folder: sinks in it take part.</summary>
    public string Folder { get; }

    public string Description => $"commits of the log {Folder}";

    public string? Trouble => _trouble ?? _turns?.Trouble ?? (_turns is { HoldsBack: true } ? $"the commit of checkpoint {_endedCheckpoint} to the log {Folder} takes long: no more rows are taken until it is done" : null);

    private LogTurns Turns => _turns ?? throw new InvalidOperationException("The home has not taken over.");

    /// <summary>The home of a job: in the folder of its first sink over the log, else of its first source; null when it has neither.</summary>
    public static LogHome? Find(string job, IReadOnlyList<TableSpec> sources, IReadOnlyList<TableSpec> sinks, SharedLogs logs)
    {
        TableSpec? table = sinks.Concat(sources).FirstOrDefault(t => t.Connector.Equals(Connector, StringComparison.OrdinalIgnoreCase));
        return table is null ? null : Open(job, FolderOf(new OptionReader(table)), logs, TimeProvider.System);
    }

    /// <summary>A home in a folder; the log is opened when it takes over.</summary>
    public static LogHome Open(string job, string folder, SharedLogs logs, TimeProvider clock)
    {
        EmbeddedLog? log = null;
        return new LogHome(job, folder, id => (log ??= logs.Rent(folder, clock)).OpenProducer(id), Close, clock);

        void Close()
        {
            if (log is not null)
            {
                logs.Return(log);
                log = null;
            }
        }
    }

    /// <summary>The folder of a table's log.</summary>
    public static string FolderOf(OptionReader options) => Path.GetFullPath(options.Text("path", SharedLogs.DefaultFolder));

    /// <summary>A lane's way to write. Callable after <see cref="TakeOverAsync"/>.</summary>
    public ILogOutput Write(string topic, int partitions, Action wake) => Turns.Open(topic, partitions, wake);

    /// <inheritdoc/>
    public Task<CommitRecord?> TakeOverAsync(CancellationToken cancellation) => Task.Run(() => TakeOver(cancellation), cancellation);

    /// <inheritdoc/>
    public void EndCheckpoint(long checkpoint)
    {
        if (_ended is not null || checkpoint <= _committedCheckpoint)
        {
            throw new InvalidOperationException($"Checkpoint {checkpoint} cannot end: {_committedCheckpoint} is the last that is committed, {(_ended is null ? "none" : _endedCheckpoint)} is under way.");
        }

        _endedCheckpoint = checkpoint;
        _ended = Turns.EndCheckpoint();
    }

    /// <inheritdoc/>
    public async Task CommitAsync(CommitRecord record, CancellationToken cancellation)
    {
        if (_ended is null || record.Checkpoint != _endedCheckpoint)
        {
            throw new InvalidOperationException($"Checkpoint {record.Checkpoint} cannot be committed: {(_ended is null ? "none" : _endedCheckpoint)} is under way.");
        }

        ILogProducer producer = await _ended.WaitAsync(cancellation).ConfigureAwait(false);
        byte[] metadata = CommitRecordFormat.Encode(record);
        TimeSpan pause = s_firstPause;
        // A try may wait for a disk, or for the owner of the log; it has a number, so that one which was made without our hearing of it is not made twice.
        while (await Task.Run(() => TryCommit(producer, record, metadata), cancellation).ConfigureAwait(false) is { } trouble)
        {
            _trouble = $"checkpoint {record.Checkpoint} is not committed yet: {trouble}";
            await Task.Delay(pause, _clock, cancellation).ConfigureAwait(false);
            pause = pause * 2 < s_longestPause ? pause * 2 : s_longestPause;
        }

        _trouble = null;
        _committedCheckpoint = record.Checkpoint;
        _ended = null;
        Turns.Committed();
    }

    public void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        _turns?.Dispose();
        lock (_committing)
        {
            DisposeProducers();
            _close();
        }
    }

    private void DisposeProducers()
    {
        foreach (ILogProducer producer in _producers)
        {
            producer.Dispose();
        }

        _producers.Clear();
    }

    private CommitRecord? TakeOver(CancellationToken cancellation)
    {
        lock (_committing)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (_turns is not null)
            {
                throw new InvalidOperationException("A home takes over once.");
            }

            DisposeProducers(); // of a try that failed in between
            CommitRecord? last = null;
            foreach (string id in (string[])[$"{_job}/a", $"{_job}/b"])
            {
                ILogProducer producer = OpenProducer(id, cancellation);
                _producers.Add(producer);
                // As it was when the producer was opened: a predecessor can change it no more.
                CommitRecord? record = producer.LastMetadata is { } metadata ? Decode(id, metadata) : null;
                last = record?.Checkpoint > (last?.Checkpoint ?? 0) ? record : last;
            }

            _trouble = null;
            _committedCheckpoint = last?.Checkpoint ?? 0;
            _turns = new LogTurns(_job, Folder, _producers[0], _producers[1], _aheadBytes, _clock);
            return last;
        }
    }

    private ILogProducer OpenProducer(string id, CancellationToken cancellation)
    {
        TimeSpan pause = s_firstPause;
        while (true)
        {
            try
            {
                return _openProducer(id);
            }
            catch (LogException full) when (full.Code == LogErrorCode.DiskFull && !_isDisposed)
            {
                _trouble = full.Message;
                Task.Delay(pause, _clock, cancellation).GetAwaiter().GetResult();
                pause = pause * 2 < s_longestPause ? pause * 2 : s_longestPause;
            }
            catch (Exception failure) when (failure is LogException or IOException or UnauthorizedAccessException)
            {
                throw new ConnectorException($"Job '{_job}' cannot commit in the log {Folder}: {failure.Message}", failure);
            }
        }
    }

    private CommitRecord Decode(string id, ReadOnlyMemory<byte> metadata)
    {
        try
        {
            return CommitRecordFormat.Decode(metadata);
        }
        catch (InvalidDataException unreadable)
        {
            throw new ConnectorException($"Job '{_job}': what the producer '{id}' committed last in the log {Folder} does not say where the job stands: {unreadable.Message}", unreadable);
        }
    }

    /// <summary>One try.</summary>
    /// <returns>Why another one is needed; null when it is committed.</returns>
    private string? TryCommit(ILogProducer producer, CommitRecord record, byte[] metadata)
    {
        lock (_committing)
        {
            if (_isDisposed)
            {
                throw new OperationCanceledException($"The home of job '{_job}' was closed.");
            }

            try
            {
                return producer.Commit(metadata) switch
                {
                    LogCommitResult.Committed => null,
                    LogCommitResult.Fenced => throw Fenced(null),
                    _ => $"the disk of the log {Folder} is full",
                };
            }
            catch (LogException open) when (open.Code is LogErrorCode.Unreachable or LogErrorCode.Failed or LogErrorCode.DiskFull)
            {
                return open.Message;
            }
            catch (LogException fenced) when (fenced.Code == LogErrorCode.Fenced)
            {
                throw Fenced(fenced);
            }
            catch (LogException failure)
            {
                throw new ConnectorException($"Checkpoint {record.Checkpoint} of job '{_job}' cannot be committed in the log {Folder}: {failure.Message}", failure);
            }
        }

        CommitFencedException Fenced(LogException? inner) =>
            new($"Another run of job '{_job}' has taken over in the log {Folder}: checkpoint {record.Checkpoint} is not committed.", inner);
    }
}
