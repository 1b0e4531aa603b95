using System.Collections.Concurrent;
using Weir.Connectors.Log;
using Weir.Engine.Connectors;

namespace Weir.Connectors.LogTables;

/// <summary>Appends and commits beside the lane, on a thread of its own: a commit waits for the disk.</summary>
internal sealed class LogWriter : ILogOutput
{
    /// <summary>How many batches may wait to be appended.</summary>
    private const int Ahead = 4;

    /// <summary>So much is committed before its time.</summary>
    private const long CommitBytes = 16 << 20;

    private static readonly TimeSpan s_retry = TimeSpan.FromSeconds(1);

    private readonly string _folder;
    private readonly string _topic;
    private readonly ILogProducer _producer;
    private readonly Action _wake;
    private readonly TimeProvider _clock;
    private readonly TimeSpan _interval;
    private readonly ConcurrentQueue<PendingRecords> _full = new();
    private readonly ConcurrentQueue<PendingRecords> _empty = new();
    private readonly AutoResetEvent _signal = new(false);
    private readonly ITimer _timer;
    private readonly Thread _thread;
    private volatile ConnectorException? _failure;
    private volatile string? _trouble;
    private volatile bool _finishing;
    private volatile bool _finished;
    private volatile bool _stopping;
    private volatile Flush? _flush;
    private long _uncommittedBytes;
    private long _added;
    private long _appended;
    private long _checkpointEnd;
    private int _waiting;

    /// <param name="producer">Who appends; disposed of with the writer.</param>
    /// <param name="folder">The log's folder, for messages.</param>
    /// <param name="topic">The topic written.</param>
    /// <param name="interval">How long rows wait for their commit.</param>
    /// <param name="wake">Called when there is room again, when all is written, and when something is to be told.</param>
    /// <param name="clock">Tells when a commit or another try is due.</param>
    public LogWriter(ILogProducer producer, string folder, string topic, TimeSpan interval, Action wake, TimeProvider clock)
    {
        (_producer, _folder, _topic, _interval, _wake, _clock) = (producer, folder, topic, interval, wake, clock);
        _timer = clock.CreateTimer(static signal => ((AutoResetEvent)signal!).Set(), _signal, interval, interval);
        _thread = new Thread(Run) { Name = $"log-writer {topic}", IsBackground = true };
        _thread.Start();
    }

    public string? Trouble => _trouble;

    public bool HasRoom
    {
        get
        {
            ThrowIfFailed();
            return Volatile.Read(ref _waiting) < Ahead;
        }
    }

    public PendingRecords Rent() => _empty.TryDequeue(out PendingRecords? records) ? records : new PendingRecords();

    public void Add(PendingRecords records)
    {
        ThrowIfFailed();
        Interlocked.Increment(ref _waiting);
        _added++;
        _full.Enqueue(records);
        _signal.Set();
    }

    /// <summary>Commits all there is; true once that is done.</summary>
    public bool Finish()
    {
        ThrowIfFailed();
        if (!_finishing)
        {
            _finishing = true;
            _signal.Set();
        }

        return _finished;
    }

    public void EndCheckpoint() => Volatile.Write(ref _checkpointEnd, _added);

    /// <summary>Ends when what was added before the checkpoint's end is committed: the checkpoint must not count before it does.</summary>
    public Task PrepareAsync(CancellationToken cancellation)
    {
        Flush flush = new(Volatile.Read(ref _checkpointEnd), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        _flush = flush;
        if (_finished)
        {
            return Task.CompletedTask; // with all that there was
        }

        ThrowIfFailed();
        _signal.Set();
        return flush.Done.Task.WaitAsync(cancellation);
    }

    public void Dispose()
    {
        _stopping = true;
        _signal.Set();
        _thread.Join();
        _flush?.Done.TrySetCanceled();
        _timer.Dispose();
        _signal.Dispose();
        _producer.Dispose();
    }

    private void ThrowIfFailed()
    {
        if (_failure is { } failure)
        {
            throw new ConnectorException(failure.Message, failure);
        }
    }

    private void Run()
    {
        try
        {
            long committedAt = _clock.GetTimestamp();
            while (!_stopping && !_finished)
            {
                _signal.WaitOne();
                while (!_stopping && _full.TryDequeue(out PendingRecords? records))
                {
                    Append(records);
                    if (_uncommittedBytes >= CommitBytes)
                    {
                        Commit();
                    }

                    CommitCheckpoint();
                }

                CommitCheckpoint();

                bool last = _finishing && _full.IsEmpty;
                if (_uncommittedBytes > 0 && (last || _clock.GetElapsedTime(committedAt) >= _interval))
                {
                    Commit();
                    committedAt = _clock.GetTimestamp();
                }

                if (last && _uncommittedBytes == 0)
                {
                    _finished = true;
                    _flush?.Done.TrySetResult();
                    _wake();
                }
            }

            if (!_finished)
            {
                CommitLeft();
            }
        }
#pragma warning disable CA1031 // whatever it is, the lane must hear of it
        catch (Exception failure)
#pragma warning restore CA1031
        {
            _failure = failure as ConnectorException ?? new ConnectorException($"The log {_folder} cannot be written: {failure.Message}", failure);
            _flush?.Done.TrySetException(_failure);
            _wake();
        }
    }

    private void Append(PendingRecords records)
    {
        for (int r = 0; r < records.Count && !_stopping; r++)
        {
            while (!_stopping)
            {
                try
                {
                    _uncommittedBytes += 1 + records.Append(r, _producer.Partition(_topic, records.Partition(r)));
                    _trouble = null;
                    break;
                }
                catch (LogException lost) when (lost.Code is LogErrorCode.DiskFull or LogErrorCode.Unreachable)
                {
                    Pause(lost.Message);
                }
            }
        }

        _appended++;
        records.Clear();
        _empty.Enqueue(records);
        Interlocked.Decrement(ref _waiting);
        _wake();
    }

    private void CommitCheckpoint()
    {
        if (_flush is not { } flush || flush.Done.Task.IsCompleted || _appended < flush.End)
        {
            return;
        }

        if (_uncommittedBytes > 0)
        {
            Commit();
        }

        if (_uncommittedBytes == 0)
        {
            flush.Done.TrySetResult();
        }
    }

    /// <summary>A job that is stopped in between: what it has written so far is kept where that can be done without waiting.</summary>
    private void CommitLeft()
    {
        while (_full.TryDequeue(out PendingRecords? records))
        {
            for (int r = 0; r < records.Count; r++)
            {
                records.Append(r, _producer.Partition(_topic, records.Partition(r)));
            }
        }

        _producer.Commit([]);
    }

    private void Commit()
    {
        while (!_stopping)
        {
            try
            {
                switch (_producer.Commit([]))
                {
                    case LogCommitResult.Committed:
                        _uncommittedBytes = 0;
                        _trouble = null;
                        return;
                    case LogCommitResult.Fenced:
                        throw new ConnectorException($"Another run of this job writes to the topic '{_topic}' of the log {_folder}; this one stops.");
                    default:
                        Pause($"the disk of the log {_folder} is full");
                        break;
                }
            }
            catch (LogException lost) when (lost.Code == LogErrorCode.Unreachable)
            {
                Pause(lost.Message); // the commit has a number, so it is not made twice
            }
        }
    }

    private void Pause(string why)
    {
        _trouble = why;
        _wake();
        long since = _clock.GetTimestamp();
        while (!_stopping && _clock.GetElapsedTime(since) < s_retry)
        {
            _signal.WaitOne(); // the timer sets it again and again
        }

        _signal.Set(); // what else it was set for is still to be looked at
    }

    /// <param name="End">How many batches must be committed.</param>
    /// <param name="Done">Ends when they are.</param>
    private sealed record Flush(long End, TaskCompletionSource Done);
}
