using Weir.Engine.Batches;
using Weir.Engine.Connectors;

namespace Weir.Connectors.Http;

/// <summary>
/// Messages of a job with checkpoints, in their order:
/// <code>
/// open --- EndCheckpoint(n) ---> held --- n is committed ---> ready --- Take ---> under way --- Delivered
///          '------------------- all of these are kept in the snapshot -------------------'
/// </code>
/// so that nothing is announced that a restart may take back, and a message that is not known to be delivered is posted again, under the id that it had.
/// </summary>
internal sealed class Outbox : IMessageQueue
{
    private readonly Lock _lock = new();
    private readonly MessageMaker _maker;
    private readonly int _slot;
    private readonly Dictionary<int, long> _next = []; // of slots without a lane
    private readonly LinkedList<HttpMessage> _kept = new();
    private readonly Queue<(long Checkpoint, List<LinkedListNode<HttpMessage>> Messages)> _held = new();
    private readonly Queue<LinkedListNode<HttpMessage>> _ready = new();
    private readonly Dictionary<HttpMessage, LinkedListNode<HttpMessage>> _underWay = new(ReferenceEqualityComparer.Instance);
    private readonly SemaphoreSlim _readyCount = new(0);
    private List<LinkedListNode<HttpMessage>> _open = [];

    /// <summary>An outbox that goes on from what the snapshot has for this lane.</summary>
    /// <exception cref="ConnectorException">That cannot be read.</exception>
    public Outbox(MessageBody body, TableSpec table, SinkContext context)
    {
        _slot = context.Lane;
        OutboxState[] states = [.. context.Restored.Select(bytes => OutboxState.Decode(table.Name, bytes))];
        _maker = new MessageMaker(body, table, _slot, states.Select(s => s.Next.GetValueOrDefault(_slot)).DefaultIfEmpty().Max());
        foreach (OutboxState state in states.Where((_, i) => i % context.LaneCount == context.Lane))
        {
            foreach ((int slot, long next) in state.Next.Where(n => n.Key >= context.LaneCount))
            {
                _next[slot] = Math.Max(next, _next.GetValueOrDefault(slot));
            }

            foreach (HttpMessage message in state.Messages)
            {
                _ready.Enqueue(_kept.AddLast(message));
            }
        }

        if (_ready.Count > 0)
        {
            _readyCount.Release(_ready.Count);
        }
    }

    public int Pending
    {
        get
        {
            lock (_lock)
            {
                return _kept.Count;
            }
        }
    }

    /// <summary>The messages that wait for a checkpoint.</summary>
    public int Waiting
    {
        get
        {
            lock (_lock)
            {
                return _kept.Count - _ready.Count - _underWay.Count;
            }
        }
    }

    public bool MayLeaveRest => true;

    public void Add(Batch batch)
    {
        lock (_lock)
        {
            foreach (int row in batch.Rows)
            {
                _open.Add(_kept.AddLast(_maker.Make(batch, row)));
            }
        }
    }

    /// <summary>The messages so far belong to the checkpoint.</summary>
    /// <returns>What the snapshot is to keep.</returns>
    public byte[] EndCheckpoint(long checkpoint)
    {
        lock (_lock)
        {
            _held.Enqueue((checkpoint, _open));
            _open = [];
            return new OutboxState { Next = new Dictionary<int, long>(_next) { [_slot] = _maker.Next }, Messages = _kept }.Encode();
        }
    }

    /// <summary>The checkpoint is committed: what belongs to it, and to those before, may be posted.</summary>
    public void Release(long checkpoint)
    {
        int count = 0;
        lock (_lock)
        {
            while (_held.TryPeek(out (long Checkpoint, List<LinkedListNode<HttpMessage>> Messages) held) && held.Checkpoint <= checkpoint)
            {
                _held.Dequeue();
                held.Messages.ForEach(_ready.Enqueue);
                count += held.Messages.Count;
            }
        }

        if (count > 0)
        {
            _readyCount.Release(count);
        }
    }

    public async Task<HttpMessage> Take(CancellationToken stop)
    {
        await _readyCount.WaitAsync(stop).ConfigureAwait(false);
        lock (_lock)
        {
            LinkedListNode<HttpMessage> message = _ready.Dequeue();
            _underWay.Add(message.Value, message);
            return message.Value;
        }
    }

    public int Delivered(HttpMessage message)
    {
        lock (_lock)
        {
            _underWay.Remove(message, out LinkedListNode<HttpMessage>? node);
            _kept.Remove(node!);
            return _kept.Count;
        }
    }

    public void Dispose() => _readyCount.Dispose();
}
