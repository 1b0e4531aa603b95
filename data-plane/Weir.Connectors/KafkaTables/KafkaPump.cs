using Weir.Connectors.Kafka.Native;
using Weir.Engine.Connectors;

namespace Weir.Connectors.KafkaTables;

/// <summary>
/// What a sink does beside the lane: finds the topic, lets the client report, and wakes the lane. The lane itself only queues records, which does not wait; librdkafka takes both at the same time.
/// </summary>
internal sealed class KafkaPump : IKafkaOutlet
{
    private const int CallTimeoutMs = 5_000;
    private const int PollMs = 50;
    private const int FirstPauseMs = 200;
    private const int LongestPauseMs = 5_000;
    private const int LastFlushMs = 5_000;

    private readonly TableSpec _table;
    private readonly string _topic;
    private readonly string _servers;
    private readonly Action _wake;
    private readonly Thread _thread;
    private readonly ManualResetEventSlim _stop = new(false);
    private volatile ConnectorException? _failure;
    private volatile string? _trouble;
    private volatile bool _laneWaits;
    private volatile bool _isReady;
    private volatile bool _isSettling;
    private volatile bool _isOwing;
    private bool _hasBegun;
    private bool _isFailureTold;
    private int _unqueued;

    public KafkaPump(TableSpec table, string topic, KafkaProperties properties, SinkContext context)
    {
        (_table, _topic, _servers, _wake) = (table, topic, properties.Servers, context.Wake);
        Producer = new KafkaProducer(properties.Client(context.Clock));
        Topic = Producer.Topic(topic);
        _thread = new Thread(Run) { Name = $"kafka {table.Name}", IsBackground = true };
        _thread.Start();
    }

    public KafkaProducer Producer { get; }

    public nint Topic { get; }

    /// <summary>How many partitions the topic has; 0 until it has been found.</summary>
    public int Partitions { get; private set; }

    /// <summary>Rows after a checkpoint wait until those before it are acknowledged, so that it is known which these are.</summary>
    public bool IsOpen => _isReady && (!_isSettling || _isOwing);

    public bool IsSettled => !_isSettling;

    public bool IsFinished => Producer.Pending == 0;

    /// <summary>What stands in the way just now.</summary>
    public string? Trouble => _trouble;

    /// <summary>Throws what went wrong, such as a record that will never be written.</summary>
    public void ThrowIfFailed()
    {
        if (_failure is { } failure)
        {
            _isFailureTold = true;
            throw new ConnectorException(failure.Message, failure);
        }

        KafkaEvents events = Producer.Events;
        if (events.NotDeliveredCount > 0)
        {
            _isFailureTold = true;
            throw new ConnectorException($"Table '{_table.Name}': {events.NotDeliveredCount} records were not written to Kafka at {_servers}: {events.FirstNotDelivered}");
        }

        if (events.FatalError is { IsError: true } fatal)
        {
            _isFailureTold = true;
            throw new ConnectorException($"Table '{_table.Name}': the Kafka client has failed: {fatal}");
        }
    }

    /// <summary>The lane cannot go on: it is woken when something has changed.</summary>
    public void WakeLater() => _laneWaits = true;

    public Exception Refused(KafkaError error, string message) => new ConnectorException(message);

    public void Begin() => _hasBegun = true;

    public void End() => _hasBegun = _isOwing = false;

    public void EndCheckpoint()
    {
        _isOwing = _hasBegun;
        _isSettling = true;
    }

    public void Close(int unqueued)
    {
        _unqueued = unqueued;
        Dispose();
    }

    /// <summary>Sends what is queued, where brokers take it, and closes the client.</summary>
    /// <exception cref="ConnectorException">Records that were queued are not written, and nobody has been told yet.</exception>
    public void Dispose()
    {
        _stop.Set();
        _thread.Join();
        if (_failure is null && Producer.Events.NotDeliveredCount == 0 && !Producer.Events.AreAllBrokersDown)
        {
            Producer.Flush(LastFlushMs);
        }

        int left = Producer.Pending + _unqueued;
        long refused = Producer.Events.NotDeliveredCount;
        KafkaError why = refused > 0 ? Producer.Events.FirstNotDelivered : Producer.Events.LastError;
        Producer.Dispose();
        _stop.Dispose();
        if (!_isFailureTold && left + refused > 0)
        {
            throw new ConnectorException($"Table '{_table.Name}': {left + refused} records were not written to Kafka at {_servers} before the job stopped{(why.IsError ? $": {why}" : string.Empty)}.");
        }
    }

    private void Run()
    {
        try
        {
            FindTopic();
            while (!_stop.IsSet)
            {
                Serve();
                KafkaEvents events = Producer.Events;
                if (events.AreAllBrokersDown)
                {
                    AskAnyBroker();
                }

                _trouble = events.AreAllBrokersDown ? $"Kafka at {_servers} is unreachable: {events.LastError.Reason}; the client goes on trying" : null;
                if (_laneWaits || events.NotDeliveredCount > 0)
                {
                    _laneWaits = false;
                    _wake();
                }
            }
        }
#pragma warning disable CA1031 // whatever it is, the lane must hear of it
        catch (Exception failure)
#pragma warning restore CA1031
        {
            _failure = failure as ConnectorException ?? new ConnectorException($"Table '{_table.Name}': writing to Kafka at {_servers} failed: {failure.Message}", failure);
            _wake();
        }
    }

    private void Serve()
    {
        if (!_isSettling)
        {
            Producer.Poll(PollMs);
            return;
        }

        bool owesNothing = !_isOwing; // before the flush: what is queued later is not known to be acknowledged
        if (!Producer.Flush(PollMs).IsError && owesNothing)
        {
            _isSettling = false;
            _laneWaits = true;
        }
        else if (!owesNothing)
        {
            Producer.Poll(1); // an empty queue is flushed at once
        }
    }

    /// <summary>Where nothing is written, no delivery tells that the brokers are back; an answer does.</summary>
    private void AskAnyBroker()
    {
        try
        {
            Producer.Topics(PollMs, _topic);
            Producer.Events.Recovered();
        }
        catch (KafkaException)
        {
            // They are still down.
        }
    }

    private void FindTopic()
    {
        int pauseMs = FirstPauseMs;
        while (!_stop.IsSet)
        {
            try
            {
                Partitions = KafkaTopicSet.Find(Producer, _table.Name, _topic, CallTimeoutMs).Partitions.Count;
                _isReady = true;
                _trouble = null;
                _wake();
                return;
            }
            catch (KafkaException failure)
            {
                KafkaError last = Producer.Events.LastError;
                if (last.Code == KafkaErrorCode.Authentication)
                {
                    throw new ConnectorException($"Table '{_table.Name}': Kafka at {_servers} does not accept the credentials: {last.Reason}", failure);
                }

                _trouble = $"Kafka at {_servers} does not answer: {failure.Message}; next try in {pauseMs / 1000.0} s";
                _wake();
            }

            _stop.Wait(pauseMs);
            pauseMs = Math.Min(pauseMs * 2, LongestPauseMs);
        }
    }
}
