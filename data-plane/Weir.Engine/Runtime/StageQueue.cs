namespace Weir.Engine.Runtime;

/// <summary>
/// The bounded queue of one edge from one lane to one lane: one thread writes, one reads, neither waits.
/// </summary>
internal sealed class StageQueue(int capacity, Lane writer, Lane reader)
{
    private StageItem[] _items = new StageItem[capacity];
    private long _head;
    private long _tail;

    public bool HasRoom => Volatile.Read(ref _tail) - Volatile.Read(ref _head) < capacity;

    /// <summary>Whether more than the capacity may be written: at a barrier, when the reader stands.</summary>
    public bool MayOverflow { get; set; }

    /// <summary>How many items there are; only to be asked while writer and reader stand.</summary>
    public int Count => (int)(_tail - _head);

    public bool IsEmpty => Volatile.Read(ref _tail) == Volatile.Read(ref _head);

    /// <summary>Adds an item; there must be room.</summary>
    public void Enqueue(in StageItem item)
    {
        long tail = _tail;
        if (tail - Volatile.Read(ref _head) >= (MayOverflow ? _items.Length : capacity))
        {
            Grow();
        }

        _items[tail % _items.Length] = item;
        Volatile.Write(ref _tail, tail + 1);
        if (!ReferenceEquals(writer, reader))
        {
            reader.Wake();
        }
    }

    /// <summary>The item that many behind the oldest; only to be asked while writer and reader stand.</summary>
    public StageItem this[int place] => _items[(_head + place) % _items.Length];

    /// <summary>The oldest item, left in place.</summary>
    public bool TryPeek(out StageItem item)
    {
        long head = _head;
        if (Volatile.Read(ref _tail) == head)
        {
            item = default;
            return false;
        }

        item = _items[head % _items.Length];
        return true;
    }

    /// <summary>Takes the oldest item out.</summary>
    public void Dequeue()
    {
        long head = _head;
        _items[head % _items.Length] = default;
        Volatile.Write(ref _head, head + 1);
        if (!ReferenceEquals(writer, reader))
        {
            writer.Wake();
        }
    }

    private void Grow()
    {
        if (!MayOverflow)
        {
            throw new InvalidOperationException("A task wrote to a queue that has no room.");
        }

        StageItem[] grown = new StageItem[_items.Length * 2];
        int count = Count;
        for (int i = 0; i < count; i++)
        {
            grown[(_head + i) % grown.Length] = this[i];
        }

        _items = grown;
    }
}
