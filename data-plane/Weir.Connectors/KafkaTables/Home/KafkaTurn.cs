using Weir.Connectors.Kafka.Native;

namespace Weir.Connectors.KafkaTables.Home;

/// <summary>One of the two producers of a home, with a transaction that is always begun: until rows or offsets come, the brokers hear nothing of it, and no time runs.</summary>
internal sealed class KafkaTurn(string transactionalId, KafkaProducer producer) : IDisposable
{
    private readonly Lock _lock = new();
    private volatile bool _isOpen;
    private int _begun;

    public string TransactionalId => transactionalId;

    public KafkaProducer Producer => producer;

    /// <summary>Whether rows may be queued: all that the other producer wrote before is acknowledged.</summary>
    public bool IsOpen
    {
        get => _isOpen;
        set => _isOpen = value;
    }

    /// <summary>Whether rows of batches that were begun are still to be queued.</summary>
    public bool IsOwing => Volatile.Read(ref _begun) > 0;

    /// <summary>What has gone wrong with the transaction by itself.</summary>
    public KafkaError Failure
    {
        get
        {
            KafkaEvents events = producer.Events;
            return events.FatalError is { IsError: true } fatal ? fatal : events.NotDeliveredCount > 0 ? events.FirstNotDelivered : KafkaError.None;
        }
    }

    /// <summary>The topic, by a name for this producer. From any lane.</summary>
    public nint Topic(string name)
    {
        lock (_lock)
        {
            return producer.Topic(name);
        }
    }

    /// <summary>A batch is begun, whose rows are of this turn.</summary>
    public void Begin() => Interlocked.Increment(ref _begun);

    /// <summary>All its rows have been queued, or never will be.</summary>
    public void End() => Interlocked.Decrement(ref _begun);

    public void Dispose() => producer.Dispose();
}
