using Weir.Connectors.Log;
using Weir.Engine.Connectors;

namespace Weir.Connectors.LogTables;

/// <summary>
/// Appends the records of all lanes, on one thread, to the one of two producers whose turn it is. One queue holds the batches and the ends of checkpoints in their order, so what was added before an end is appended to the
/// producer that commits it, and what comes later to the other:
/// <code>
/// lanes → [ batch batch END(n) batch … ] → this thread → producer of n, committed beside it
///                                                      → the other one, from END(n) on
/// </code>
/// While a commit takes long the other producer holds at most so many bytes (most of them in a file, see <see cref="StagedRecords"/>); then nothing is taken from the queue, and lanes find no room.
/// </summary>
internal sealed class LogTurns : IDisposable
{
    /// <summary>How many bytes may be appended while the checkpoint before is not committed.</summary>
    public const long AheadBytes = 1L << 30;

    private static readonly TimeSpan s_retry = TimeSpan.FromSeconds(1);

    private readonly string _folder;
    private readonly ILogProducer[] _producers;
    private readonly long _aheadBytes;
    private readonly TimeProvider _clock;
    private readonly Queue<Entry> _queue = []; // also the lock of all that lanes and the thread share, pulsed when it changes
    private readonly List<LogHomeOutput> _outputs = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly Thread _thread;
    private volatile ConnectorException? _failure;
    private volatile string? _trouble;
    private volatile bool _holdsBack;
    private TaskCompletionSource<ILogProducer>? _uncommitted;
    private TaskCompletionSource<ILogProducer>? _lastEnd;
    private int _turn;
    private long _openBytes;

    /// <param name="job">The job's name, for the thread's.</param>
    /// <param name="folder">The log's folder, for messages.</param>
    /// <param name="first">Takes what comes until the first end of a checkpoint.</param>
    /// <param name="second">Takes what comes after it. Neither is disposed of here.</param>
    /// <param name="aheadBytes">See <see cref="AheadBytes"/>.</param>
    /// <param name="clock">Tells when another try is due.</param>
    public LogTurns(string job, string folder, ILogProducer first, ILogProducer second, long aheadBytes, TimeProvider clock)
    {
        (_folder, _producers, _aheadBytes, _clock) = (folder, [first, second], aheadBytes, clock);
        _thread = new Thread(Run) { Name = $"log-home {job}", IsBackground = true };
        _thread.Start();
    }

    /// <summary>What stands in the way just now.</summary>
    public string? Trouble => _trouble;

    /// <summary>Whether lanes wait because the commit before takes long.</summary>
    public bool HoldsBack => _holdsBack;

    /// <summary>A lane's way in.</summary>
    public LogHomeOutput Open(string topic, int partitions, Action wake)
    {
        LogHomeOutput output = new(this, topic, partitions, wake);
        lock (_queue)
        {
            _outputs.Add(output);
        }

        return output;
    }

    /// <summary>Takes records to be appended. Callable from any lane.</summary>
    public void Add(LogHomeOutput output, PendingRecords records)
    {
        lock (_queue)
        {
            _queue.Enqueue(new Entry(output, records, null));
            Monitor.Pulse(_queue);
        }
    }

    /// <summary>What was added so far is one checkpoint's; what comes later goes to the other producer. Not again before <see cref="Committed"/>.</summary>
    /// <returns>Ends with the producer that has all of it, when it has, and is the caller's until <see cref="Committed"/>.</returns>
    public Task<ILogProducer> EndCheckpoint()
    {
        TaskCompletionSource<ILogProducer> end = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_queue)
        {
            _uncommitted = end;
            _queue.Enqueue(new Entry(null, null, end));
            Monitor.Pulse(_queue);
            if (_failure is { } failure)
            {
                end.TrySetException(failure);
            }
        }

        return end.Task;
    }

    /// <summary>The checkpoint that was ended is committed; its producer may take records again.</summary>
    public void Committed()
    {
        lock (_queue)
        {
            _uncommitted = null;
            Monitor.Pulse(_queue);
        }
    }

    public void ThrowIfFailed()
    {
        if (_failure is { } failure)
        {
            throw new ConnectorException(failure.Message, failure);
        }
    }

    /// <summary>Stops appending; what is not committed stays so.</summary>
    public void Dispose()
    {
        _stop.Cancel();
        lock (_queue)
        {
            Monitor.Pulse(_queue);
            _uncommitted?.TrySetCanceled(_stop.Token);
        }

        _thread.Join();
        _stop.Dispose();
    }

    private void Run()
    {
        try
        {
            while (true)
            {
                Take(Next());
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
        }
#pragma warning disable CA1031 // whatever it is, the lanes must hear of it
        catch (Exception failure)
#pragma warning restore CA1031
        {
            Fail(failure as ConnectorException ?? new ConnectorException($"The log {_folder} cannot be written: {failure.Message}", failure));
        }
    }

    private Entry Next()
    {
        lock (_queue)
        {
            while (true)
            {
                _stop.Token.ThrowIfCancellationRequested();
                // What belongs to the checkpoint under way is never held back: its commit waits for it.
                _holdsBack = _openBytes >= _aheadBytes && _uncommitted is not null && _uncommitted == _lastEnd;
                if (!_holdsBack && _queue.TryDequeue(out Entry entry))
                {
                    return entry;
                }

                Monitor.Wait(_queue);
            }
        }
    }

    private void Take(Entry entry)
    {
        if (entry.End is { } end)
        {
            ILogProducer full = _producers[_turn];
            _turn = 1 - _turn;
            _openBytes = 0;
            _lastEnd = end;
            end.TrySetResult(full);
            return;
        }

        PendingRecords records = entry.Records!;
        for (int r = 0; r < records.Count; r++)
        {
            Append(entry.Output!, records, r);
        }

        entry.Output!.Return(records);
    }

    private void Append(LogHomeOutput output, PendingRecords records, int record)
    {
        while (true)
        {
            _stop.Token.ThrowIfCancellationRequested();
            try
            {
                _openBytes += 1 + output.Append(records, record, _producers[_turn], _turn);
                _trouble = null;
                return;
            }
            catch (LogException passing) when (passing.Code is LogErrorCode.DiskFull or LogErrorCode.Unreachable or LogErrorCode.Failed)
            {
                _trouble = passing.Message; // the record was not taken
                Task.Delay(s_retry, _clock, _stop.Token).GetAwaiter().GetResult();
            }
        }
    }

    private void Fail(ConnectorException failure)
    {
        LogHomeOutput[] outputs;
        lock (_queue)
        {
            _failure = failure;
            _uncommitted?.TrySetException(failure);
            outputs = [.. _outputs];
        }

        foreach (LogHomeOutput output in outputs)
        {
            output.Wake();
        }
    }

    private readonly record struct Entry(LogHomeOutput? Output, PendingRecords? Records, TaskCompletionSource<ILogProducer>? End);
}
