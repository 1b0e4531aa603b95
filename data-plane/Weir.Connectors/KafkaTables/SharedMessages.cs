using System.Collections.Concurrent;
using Weir.Connectors.Kafka.Native;

namespace Weir.Connectors.KafkaTables;

/// <summary>A batch of messages of several partitions, which goes back to its pool when the last of them is through. Counted from any thread.</summary>
internal sealed class SharedMessages(int capacity, ConcurrentQueue<SharedMessages> pool) : IDisposable
{
    private int _users;

    public KafkaMessageBatch Batch { get; } = new(capacity);

    /// <summary>Begins a use by whoever fills and hands out.</summary>
    public void Begin() => _users = 1;

    public void Retain() => Interlocked.Increment(ref _users);

    public void Release()
    {
        if (Interlocked.Decrement(ref _users) == 0)
        {
            Batch.Clear();
            pool.Enqueue(this);
        }
    }

    public void Dispose() => Batch.Dispose();
}
