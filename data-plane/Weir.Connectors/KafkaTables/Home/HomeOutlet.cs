using Weir.Connectors.Kafka.Native;
using Weir.Engine.Connectors;

namespace Weir.Connectors.KafkaTables.Home;

/// <summary>A sink's way into the transactions of its home. A batch belongs to the turn at which it is begun, also when its rows are queued later.</summary>
internal sealed class HomeOutlet(KafkaHome home, string table, string topic, Action wake) : IKafkaOutlet
{
    private volatile bool _isFound;
    private volatile bool _laneWaits;
    private volatile ConnectorException? _failure;
    private KafkaTurn? _turn;
    private KafkaTurn? _topicOf;
    private nint _handle;

    public int Partitions { get; private set; }

    public string? Trouble => home.Trouble;

    public bool IsOpen => _isFound && (_turn ?? home.Current) is { IsOpen: true };

    public KafkaProducer Producer => _turn!.Producer;

    public nint Topic
    {
        get
        {
            if (_topicOf != _turn)
            {
                _handle = _turn!.Topic(topic);
                _topicOf = _turn;
            }

            return _handle;
        }
    }

    /// <summary>The home itself flushes what is queued.</summary>
    public bool IsSettled => true;

    /// <summary>The commit sends what is queued.</summary>
    public bool IsFinished => true;

    public void ThrowIfFailed()
    {
        if (_failure is { } failure)
        {
            throw new ConnectorException(failure.Message, failure);
        }

        home.ThrowIfFailed();
    }

    /// <summary>A record that is too large never fits; else it is the transaction that has failed, and says so by the next look at it.</summary>
    public Exception Refused(KafkaError error, string message) =>
        TransactionFailure.IsForGood(error.Code) || error.Code == KafkaErrorCode.InvalidArgument ? new ConnectorException(message) : new CommitFencedException(message);

    public void WakeLater() => _laneWaits = true;

    public void Begin()
    {
        _turn = home.Current ?? throw new InvalidOperationException("The home has not taken over yet.");
        _turn.Begin();
    }

    public void End()
    {
        _turn?.End();
        _turn = null;
    }

    public void EndCheckpoint()
    {
    }

    public void Close(int unqueued)
    {
        if (_turn is not null)
        {
            home.Fail(new CommitFencedException($"Table '{table}': {unqueued} rows had not been written when the sink was closed."));
        }

        Dispose();
    }

    public void Dispose()
    {
        home.Remove(this);
        End();
    }

    /// <summary>Looks for the topic, where it has not been found yet. On the home's thread.</summary>
    /// <exception cref="KafkaException">The brokers do not answer.</exception>
    public void Find(KafkaProducer by, int timeoutMs)
    {
        if (_isFound || _failure is not null)
        {
            return;
        }

        try
        {
            Partitions = KafkaTopicSet.Find(by, table, topic, timeoutMs).Partitions.Count;
            _isFound = true;
        }
        catch (ConnectorException missing)
        {
            _failure = missing;
        }

        wake();
    }

    /// <summary>Wakes the lane if it waits. From any thread.</summary>
    public void Wake()
    {
        if (_laneWaits)
        {
            _laneWaits = false;
            wake();
        }
    }
}
