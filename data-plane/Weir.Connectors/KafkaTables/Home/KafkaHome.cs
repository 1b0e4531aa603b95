using Weir.Connectors.Kafka.Native;
using Weir.Connectors.Options;
using Weir.Engine.Connectors;

namespace Weir.Connectors.KafkaTables.Home;

/// <summary>
/// Commits a job in transactions of a Kafka cluster. Two producers take turns:
/// <code>
///  a   rows of N ──┬─ flush ── offsets, commit N ── begin ───┬─ rows of N + 2
///                  │                                         │
///  b               └─ (rows wait for the flush) rows of N + 1 ┴─ flush ── offsets, commit N + 1
///             EndCheckpoint(N)                         EndCheckpoint(N + 1)
/// </code>
/// so that rows of a partition keep their order, and N commits before N + 1. Which commit was last is the committed offset of a consumer group in a topic without data, and its metadata name the snapshot: committed with the transaction,
/// it is always there, and so each commit, also one without rows, is one that a successor fences.
/// </summary>
internal sealed partial class KafkaHome : ICommitHome
{
    private const int PollMs = 25;
    private const int FindTimeoutMs = 5_000;
    private const int FlushMs = 200;
    private const int OwedMs = 1;
    private const int AbortMs = 5_000;

    private readonly TableSpec _table;
    private readonly KafkaHomeNames _names;
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private readonly List<HomeOutlet> _outlets = [];
    private readonly CancellationTokenSource _disposed = new();
    private KafkaTurn[] _turns = [];
    private volatile KafkaTurn? _current;
    private KafkaTurn? _closing;
    private long _closingCheckpoint;
    private Task _flush = Task.CompletedTask;
    private Task _call = Task.CompletedTask;
    private Thread? _thread;
    private volatile bool _isStopping;
    private volatile Exception? _failure;
    private volatile string? _callTrouble;
    private volatile string? _trouble;

    public KafkaHome(string job, TableSpec table, TimeProvider? time = null)
    {
        _table = table;
        _time = time ?? TimeProvider.System;
        Properties = new KafkaProperties(table);
        _names = KafkaHomeNames.Of(job, new OptionReader(table).Text("sink.transactional-id-prefix", string.Empty));
    }

    public string Description => $"transactions of Kafka at {Properties.Servers}";

    public string? Trouble => _callTrouble ?? _trouble;

    /// <summary>How the cluster is reached.</summary>
    public KafkaProperties Properties { get; }

    /// <summary>The turn to which batches that begin now belong; null before the first take-over.</summary>
    public KafkaTurn? Current => _current;

    public void EndCheckpoint(long checkpoint)
    {
        KafkaTurn closing = _current ?? throw new InvalidOperationException("The home has not taken over yet.");
        if (_closing is not null)
        {
            throw new InvalidOperationException($"Checkpoint {_closingCheckpoint} is not committed yet.");
        }

        KafkaTurn next = closing == _turns[0] ? _turns[1] : _turns[0];
        next.IsOpen = false;
        (_closing, _closingCheckpoint, _current) = (closing, checkpoint, next);
        _flush = Task.Factory.StartNew(() => Flush(closing, next), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    public void Dispose()
    {
        _disposed.Cancel();
        End();
        _disposed.Dispose();
    }

    /// <summary>A sink's way in.</summary>
    public HomeOutlet Add(string table, string topic, Action wake)
    {
        HomeOutlet outlet = new(this, table, topic, wake);
        lock (_lock)
        {
            _outlets.Add(outlet);
        }

        return outlet;
    }

    public void Remove(HomeOutlet outlet)
    {
        lock (_lock)
        {
            _outlets.Remove(outlet);
        }
    }

    /// <summary>Throws why nothing that is written now can be committed.</summary>
    public void ThrowIfFailed()
    {
        switch (_failure)
        {
            case null:
                return;
            case CommitFencedException fenced:
                throw new CommitFencedException(fenced.Message, fenced);
            case Exception other:
                throw new ConnectorException(other.Message, other);
        }
    }

    /// <summary>Nothing that is written from now on can be committed; what was first counts.</summary>
    public void Fail(Exception failure)
    {
        _failure ??= failure;
        WakeAll();
    }

    /// <summary>All that belongs to the turn is acknowledged; then the next may write.</summary>
    private void Flush(KafkaTurn closing, KafkaTurn next)
    {
        while (closing.IsOwing && _failure is null && !_isStopping)
        {
            Thread.Sleep(OwedMs); // the sinks queue what they have taken
        }

        do
        {
            ThrowIfFailed();
        }
        while (!_isStopping && closing.Producer.Flush(FlushMs).IsError);

        if (closing.Failure is { IsError: true } error)
        {
            Exception failure = TransactionFailure.Of(error, closing, Properties.Servers, "records were not written");
            Fail(failure);
            throw failure;
        }

        ThrowIfFailed();
        next.IsOpen = true;
        WakeAll();
    }

    /// <summary>What runs beside lanes and commits: lets the clients report, finds the sinks' topics, wakes lanes that wait.</summary>
    private void Run()
    {
        try
        {
            while (!_isStopping)
            {
                Look();
                WakeAll();
            }
        }
#pragma warning disable CA1031 // whatever it is, the lanes must hear of it
        catch (Exception failure)
#pragma warning restore CA1031
        {
            Fail(new ConnectorException($"Writing to Kafka at {Properties.Servers} failed: {failure.Message}", failure));
        }
    }

    private void Look()
    {
        bool areDown = false;
        foreach (KafkaTurn turn in _turns)
        {
            turn.Producer.Poll(PollMs);
            areDown |= turn.Producer.Events.AreAllBrokersDown;
            if (_failure is null && turn.Failure is { IsError: true } error)
            {
                Fail(TransactionFailure.Of(error, turn, Properties.Servers, "records were not written"));
            }
        }

        try
        {
            if (areDown)
            {
                _trouble = $"Kafka at {Properties.Servers} is unreachable: {LastReason()}; the client goes on trying";
                AskAnyBroker();
            }
            else
            {
                _trouble = null;
                FindTopics();
            }
        }
        catch (KafkaException silent)
        {
            _trouble ??= $"Kafka at {Properties.Servers} does not answer: {silent.Message}; the client goes on trying";
        }
    }

    /// <summary>Where nothing is written, no delivery tells that the brokers are back; an answer does.</summary>
    private void AskAnyBroker()
    {
        foreach (KafkaTurn turn in _turns)
        {
            turn.Producer.Topics(PollMs, _names.Topic);
            turn.Producer.Events.Recovered();
        }
    }

    private void FindTopics()
    {
        foreach (HomeOutlet outlet in Outlets())
        {
            outlet.Find(_turns[0].Producer, FindTimeoutMs);
        }
    }

    private string LastReason() => Array.Find(_turns, t => t.Producer.Events.LastError.IsError)?.Producer.Events.LastError.Reason ?? "no broker answers";

    private void WakeAll()
    {
        foreach (HomeOutlet outlet in Outlets())
        {
            outlet.Wake();
        }
    }

    private HomeOutlet[] Outlets()
    {
        lock (_lock)
        {
            return [.. _outlets];
        }
    }

    /// <summary>Ends the producers, once nobody calls them any more. What is not committed is aborted, where the brokers can be told, so that no reader waits for it.</summary>
    private void End()
    {
        _isStopping = true;
        _thread?.Join();
        _thread = null;
        foreach (Task task in new[] { _flush, _call })
        {
            ((IAsyncResult)task).AsyncWaitHandle.WaitOne();
            _ = task.Exception; // told to whoever asked for it
        }

        foreach (KafkaTurn turn in _turns)
        {
            if (turn.Producer.Events is { AreAllBrokersDown: false, FatalError.IsError: false })
            {
                _ = turn.Producer.AbortTransaction(AbortMs); // of no use where a commit's outcome is not known, and refused then
            }

            turn.Dispose();
        }

        (_turns, _current, _closing) = ([], null, null);
    }
}
