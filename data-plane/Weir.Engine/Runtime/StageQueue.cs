namespace Weir.Engine.Runtime;

/// <summary>
/// The bounded queue of one edge from one lane to one lane: one thread writes, one reads, neither waits.
/// </summary>
internal sealed class StageQueue(int capacity, Lane writer, Lane reader)
{
    private readonly StageItem[] _items = new StageItem[capacity];
    private long _head;
    private long _tail;

    public bool HasRoom => Volatile.Read(ref _tail) - Volatile.Read(ref _head) < capacity;

    public bool IsEmpty => Volatile.Read(ref _tail) == Volatile.Read(ref _head);

    /// <summary>Adds an item; there must be room.</summary>
    public void Enqueue(in StageItem item)
    {
        long tail = _tail;
        if (tail - Volatile.Read(ref _head) >= capacity)
        {
            throw new InvalidOperationException("A task wrote to a queue that has no room.");
        }

        _items[tail % capacity] = item;
        Volatile.Write(ref _tail, tail + 1);
        if (!ReferenceEquals(writer, reader))
        {
            reader.Wake();
        }
    }

    /// <summary>The oldest item, left in place.</summary>
    public bool TryPeek(out StageItem item)
    {
        long head = _head;
        if (Volatile.Read(ref _tail) == head)
        {
            item = default;
            return false;
        }

        item = _items[head % capacity];
        return true;
    }

    /// <summary>Takes the oldest item out.</summary>
    public void Dequeue()
    {
        long head = _head;
        _items[head % capacity] = default;
        Volatile.Write(ref _head, head + 1);
        if (!ReferenceEquals(writer, reader))
        {
            writer.Wake();
        }
    }
}
