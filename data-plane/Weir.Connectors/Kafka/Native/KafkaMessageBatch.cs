using System.Runtime.InteropServices;

namespace Weir.Connectors.Kafka.Native;

/// <summary>
/// Room for the messages of one call, used again and again: an array of pointers to librdkafka's messages, so that no record costs a
/// managed object. To be cleared, or disposed of, before its consumer is.
/// </summary>
internal sealed unsafe class KafkaMessageBatch : IDisposable
{
    private LibRdKafka.Message** _messages;

    internal KafkaMessageBatch(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        Capacity = capacity;
        _messages = (LibRdKafka.Message**)NativeMemory.Alloc((nuint)capacity, (nuint)sizeof(nint));
    }

    internal int Capacity { get; }

    internal int Count { get; private set; }

    internal KafkaMessage this[int index]
    {
        get
        {
            if ((uint)index >= (uint)Count)
                throw new ArgumentOutOfRangeException(nameof(index));
            return new(_messages[index]);
        }
    }

    /// <summary>Gives the messages' memory back.</summary>
    internal void Clear()
    {
        for (int i = 0; i < Count; i++)
            LibRdKafka.MessageDestroy(_messages[i]);
        Count = 0;
    }

    /// <summary>Takes what the queue has, up to what there is room for, waiting for the first one at most.</summary>
    internal void Fill(nint queue, int timeoutMs)
    {
        ObjectDisposedException.ThrowIf(_messages == null, this);
        // One call that may wait would wait for a full batch, so: what is there; if nothing is, the first to come, and what came with it.
        Take(queue, 0, Capacity - Count);
        if (Count > 0 || timeoutMs == 0)
            return;
        Take(queue, timeoutMs, 1);
        if (Count > 0)
            Take(queue, 0, Capacity - Count);
    }

    public void Dispose()
    {
        Clear();
        NativeMemory.Free(_messages);
        _messages = null;
    }

    private void Take(nint queue, int timeoutMs, int most)
    {
        if (most > 0)
            Count += Math.Max(0, (int)LibRdKafka.ConsumeBatchQueue(queue, timeoutMs, _messages + Count, (nuint)most));
    }
}
