using System.Collections.Concurrent;
using Weir.Connectors.Kafka.Native;
using Weir.Engine.Connectors;

namespace Weir.Connectors.KafkaTables;

/// <summary>
/// Fetches a lane's partitions beside it, on a thread of its own that alone uses the client: finds the partitions (again and again until the brokers answer), fetches, and hands messages over
/// as the client gives them. So much may wait for the lane and no more; what waits for a partition that is paused does not count, so that it holds up no other.
/// </summary>
internal sealed partial class KafkaFeed : IDisposable
{
    /// <summary>How long a broker's answer is waited for.</summary>
    private const int CallTimeoutMs = 5_000;

    /// <summary>How many messages are taken at once.</summary>
    private const int BatchMessages = 1024;

    /// <summary>How much may wait for the lane, each message counted with <see cref="MessageBytes"/> on top.</summary>
    private const long AheadBytes = 8 << 20;

    private const long MessageBytes = 256;
    private const int ConsumeMs = 100;
    private const int LookEveryMs = 1_000;

    private readonly TableSpec _table;
    private readonly SourceContext _context;
    private readonly KafkaTopicSet _topics;
    private readonly KafkaStart _start;
    private readonly KafkaProperties _properties;
    private readonly TimeSpan _discovery;
    private readonly KafkaConsumer _consumer;
    private readonly Thread _thread;
    private readonly ManualResetEventSlim _found = new(false);
    private readonly ManualResetEventSlim _stop = new(false);
    private readonly AutoResetEvent _room = new(false);
    private readonly ConcurrentQueue<KafkaPartitionReader> _new = new();
    private readonly ConcurrentQueue<SharedMessages> _free = new();
    private readonly List<SharedMessages> _batches = [];
    private readonly List<KafkaPartitionReader> _readers = [];
    private readonly HashSet<KafkaPartitionReader> _paused = [];
    private readonly Dictionary<(nint Topic, int Partition), KafkaPartitionReader> _byMessage = [];
    private readonly Dictionary<(string Topic, int Partition), KafkaPartitionReader> _byName = [];
    private volatile ConnectorException? _failure;
    private volatile string? _trouble;
    private long _lookedAt;
    private long _discoveredAt;

    public KafkaFeed(TableSpec table, SourceContext context, KafkaTopicSet topics, KafkaStart start, KafkaProperties properties, TimeSpan discovery)
    {
        (_table, _context, _topics, _start, _properties, _discovery) = (table, context, topics, start, properties, discovery);
        _consumer = new KafkaConsumer(properties.Client(context.Clock));
        _thread = new Thread(Run) { Name = $"kafka {table.Name}", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Why nothing more can be read.</summary>
    public ConnectorException? Failure => _failure;

    /// <summary>What stands in the way just now.</summary>
    public string? Trouble => _trouble;

    /// <summary>Whether the partitions have been found and all their readers taken.</summary>
    public bool IsComplete => _found.IsSet && _new.IsEmpty;

    /// <summary>Waits until the partitions have been found; not longer than told.</summary>
    public bool WaitFound(TimeSpan patience)
    {
        _found.Wait(patience);
        return _failure is { } failure ? throw new ConnectorException(failure.Message, failure) : _found.IsSet;
    }

    /// <summary>The readers that have come up since.</summary>
    public List<PartitionReader> TakeNew()
    {
        List<PartitionReader> taken = [];
        while (_new.TryDequeue(out KafkaPartitionReader? reader))
        {
            taken.Add(reader);
        }

        return taken;
    }

    /// <summary>The lane has taken something away.</summary>
    public void HasRoom() => _room.Set();

    public void Dispose()
    {
        _stop.Set();
        _room.Set();
        _consumer.Wake();
        _thread.Join();
        foreach (KafkaPartitionReader reader in _readers)
        {
            reader.Drain();
        }

        foreach (SharedMessages batch in _batches)
        {
            batch.Dispose();
        }

        _consumer.Dispose();
        _room.Dispose();
        _stop.Dispose();
        _found.Dispose();
    }

    private void Run()
    {
        try
        {
            if (FindFirst())
            {
                while (!_stop.IsSet)
                {
                    Step();
                }
            }
        }
#pragma warning disable CA1031 // whatever it is, the lane must hear of it
        catch (Exception failure)
#pragma warning restore CA1031
        {
            _failure = failure as ConnectorException ?? new ConnectorException($"Table '{_table.Name}': reading from Kafka at {_properties.Servers} failed: {failure.Message}", failure);
            _found.Set();
            _context.Wake();
        }
    }

    private void Step()
    {
        FollowPauses();
        if (WaitingBytes() >= AheadBytes)
        {
            _room.WaitOne(ConsumeMs);
        }
        else
        {
            Fetch();
        }

        Complete();
        if (_context.Clock.GetElapsedTime(_lookedAt).TotalMilliseconds >= LookEveryMs)
        {
            _lookedAt = _context.Clock.GetTimestamp();
            Look();
        }

        if (!_new.IsEmpty)
        {
            _context.Wake(); // until the lane has asked for the new readers
        }
    }

    private void Fetch()
    {
        if (!_free.TryDequeue(out SharedMessages? messages))
        {
            messages = new SharedMessages(BatchMessages, _free);
            _batches.Add(messages);
        }

        messages.Begin();
        if (_consumer.Consume(messages.Batch, ConsumeMs) > 0)
        {
            HandOver(messages);
        }

        messages.Release();
    }

    /// <summary>Hands each run of messages of one partition to its reader.</summary>
    private void HandOver(SharedMessages messages)
    {
        KafkaMessageBatch batch = messages.Batch;
        bool any = false;
        int at = 0;
        while (at < batch.Count)
        {
            KafkaMessage first = batch[at];
            if (first.ErrorCode != KafkaErrorCode.None)
            {
                Refuse(first);
                at++;
                continue;
            }

            int start = at;
            long bytes = 0;
            while (at < batch.Count && batch[at] is var message && message.ErrorCode == KafkaErrorCode.None && message.Topic == first.Topic && message.Partition == first.Partition)
            {
                bytes += MessageBytes + message.Key.Length + message.Value.Length;
                at++;
            }

            if (Reader(first) is { HasAll: false } reader)
            {
                reader.Add(new KafkaSlice(messages, start, at, bytes));
                any = true;
            }
        }

        if (any)
        {
            _trouble = null;
            _context.Wake();
        }
    }

    private KafkaPartitionReader? Reader(in KafkaMessage message)
    {
        if (!_byMessage.TryGetValue((message.Topic, message.Partition), out KafkaPartitionReader? reader) && message.Topic != 0
            && _byName.TryGetValue((_consumer.TopicName(message.Topic), message.Partition), out reader))
        {
            _byMessage.Add((message.Topic, message.Partition), reader);
        }

        return reader;
    }

    private long WaitingBytes()
    {
        long bytes = 0;
        foreach (KafkaPartitionReader reader in _readers)
        {
            bytes += reader.IsPaused ? 0 : reader.WaitingBytes;
        }

        return bytes;
    }

    private void FollowPauses()
    {
        foreach (KafkaPartitionReader reader in _readers)
        {
            if (reader.IsPaused != _paused.Contains(reader) && !reader.HasAll)
            {
                KafkaPosition partition = new(reader.Span.Topic, reader.Span.Partition, KafkaPosition.Unknown);
                if (_paused.Remove(reader))
                {
                    _consumer.Resume([partition]);
                }
                else
                {
                    _consumer.Pause([partition]);
                    _paused.Add(reader);
                }
            }
        }
    }

    /// <summary>Tells readers that have all up to their end. The client's position tells it, which also passes the marks of transactions.</summary>
    private void Complete()
    {
        if (!_start.IsBounded)
        {
            return;
        }

        List<KafkaPosition> open = [];
        foreach (KafkaPartitionReader reader in _readers)
        {
            if (!reader.HasAll)
            {
                open.Add(new KafkaPosition(reader.Span.Topic, reader.Span.Partition, KafkaPosition.Unknown));
            }
        }

        if (open.Count == 0)
        {
            _stop.Wait(ConsumeMs); // all is read
            return;
        }

        foreach (KafkaPosition position in _consumer.Positions(open.ToArray()))
        {
            KafkaPartitionReader reader = _byName[(position.Topic, position.Partition)];
            if (position.Offset >= reader.Span.End)
            {
                reader.Complete();
                _paused.Remove(reader);
                _consumer.Unassign([position with { Offset = KafkaPosition.Unknown }]);
                _context.Wake();
            }
        }
    }
}
