using Weir.Connectors.Kafka.Native;
using Weir.Engine.Connectors;

namespace Weir.Connectors.KafkaTables;

// Finding partitions, and what stands in the way of reading them.
internal sealed partial class KafkaFeed
{
    private const int FirstPauseMs = 200;
    private const int LongestPauseMs = 5_000;

    /// <summary>Finds the partitions and starts reading them; tries again until that works or the feed is stopped.</summary>
    private bool FindFirst()
    {
        int pauseMs = FirstPauseMs;
        while (!_stop.IsSet)
        {
            try
            {
                bool isRestored = _context.Positions.Count > 0;
                if (Find(isNew: isRestored) > 0 || !_topics.IsPattern || _start.IsBounded)
                {
                    _trouble = null;
                    _discoveredAt = _lookedAt = _context.Clock.GetTimestamp();
                    _found.Set();
                    _context.Wake();
                    return true;
                }

                _trouble = $"no topic matches '{_table.Option("topic-pattern")}' yet, next look in {pauseMs / 1000.0} s";
            }
            catch (KafkaException failure)
            {
                LetReport();
                ThrowIfForGood(failure);
                _trouble = $"Kafka at {_properties.Servers} does not answer: {failure.Message}; next try in {pauseMs / 1000.0} s";
            }

            _context.Wake();
            _stop.Wait(pauseMs);
            pauseMs = Math.Min(pauseMs * 2, LongestPauseMs);
        }

        return false;
    }

    /// <summary>A consumer tells its errors, such as a refused password, only while it consumes.</summary>
    private void LetReport()
    {
        if (_readers.Count == 0)
        {
            using KafkaMessageBatch none = new(1); // nothing is assigned yet
            _consumer.Consume(none, 0);
        }
    }

    /// <summary>Starts reading partitions that are this lane's and not read yet.</summary>
    /// <returns>How many partitions there are, of all lanes.</returns>
    private int Find(bool isNew)
    {
        List<KafkaPosition> all = _topics.Find(_consumer, CallTimeoutMs);
        ThrowIfMissing(all);
        List<KafkaSpan> spans = [];
        foreach (KafkaPosition partition in all)
        {
            if (_byName.ContainsKey((partition.Topic, partition.Partition)) || _topics.Lane(partition.Topic, partition.Partition, _context.LaneCount) != _context.Lane)
            {
                continue;
            }

            string? restored = _context.Positions.GetValueOrDefault(KafkaPartitionReader.Name(partition.Topic, partition.Partition));
            spans.Add(_start.Plan(_consumer, partition, restored, isNew, CallTimeoutMs));
        }

        // Only when all are planned: should a broker fall silent halfway, all of it is done again.
        foreach (KafkaSpan span in spans)
        {
            KafkaPartitionReader reader = new(_table, _context, this, span);
            _readers.Add(reader);
            _byName.Add((span.Topic, span.Partition), reader);
            _new.Enqueue(reader);
            if (!span.IsEmpty)
            {
                _consumer.AssignMore([new KafkaPosition(span.Topic, span.Partition, span.First)]);
            }
        }

        return all.Count;
    }

    /// <summary>A partition that the job has read before, and that is no longer there, is not passed over.</summary>
    private void ThrowIfMissing(List<KafkaPosition> all)
    {
        HashSet<string> names = [.. all.Select(p => KafkaPartitionReader.Name(p.Topic, p.Partition))];
        foreach ((string partition, string position) in _context.Positions)
        {
            if (!names.Contains(partition) && _topics.Names(partition[..Math.Max(0, partition.LastIndexOf('-'))]))
            {
                throw new ConnectorException($"Table '{_table.Name}': the job has read the partition {partition} up to the position {position}, and it is no longer there. Start the job anew, with a scan.startup.mode that says where.");
            }
        }
    }

    /// <summary>Looks at the brokers' state, the ends of partitions, and now and then for new partitions.</summary>
    private void Look()
    {
        KafkaEvents events = _consumer.Events;
        if (events.FatalError is { IsError: true } fatal)
        {
            throw new ConnectorException($"Table '{_table.Name}': the Kafka client has failed: {fatal}");
        }

        if (events.AreAllBrokersDown)
        {
            AskAnyBroker();
        }

        _trouble = events.AreAllBrokersDown ? $"Kafka at {_properties.Servers} is unreachable: {events.LastError.Reason}; the client goes on trying" : null;
        foreach (KafkaPartitionReader reader in _readers)
        {
            if (!reader.HasAll && _consumer.KnownEnd(reader.Span.Topic, reader.Span.Partition) is { } end)
            {
                reader.KnowEnd(end);
            }
        }

        if (_discovery <= TimeSpan.Zero || _start.IsBounded || _context.Clock.GetElapsedTime(_discoveredAt) < _discovery || events.AreAllBrokersDown)
        {
            return;
        }

        _discoveredAt = _context.Clock.GetTimestamp();
        try
        {
            Find(isNew: true);
        }
        catch (KafkaException failure)
        {
            ThrowIfForGood(failure);
            _trouble = $"Kafka at {_properties.Servers} does not tell its partitions: {failure.Message}";
        }
    }

    /// <summary>Where there is nothing to fetch, no message tells that the brokers are back; an answer does.</summary>
    private void AskAnyBroker()
    {
        try
        {
            _topics.Find(_consumer, ConsumeMs);
            _consumer.Events.Recovered();
        }
        catch (Exception silent) when (silent is KafkaException or ConnectorException)
        {
            // They are still down.
        }
    }

    /// <summary>An error that came in place of messages.</summary>
    private void Refuse(in KafkaMessage message)
    {
        KafkaError error = message.Error;
        if (Reader(message) is not { } reader)
        {
            _trouble = error.ToString();
            return;
        }

        string name = $"{reader.Span.Topic} [{reader.Span.Partition}]";
        switch (error.Code)
        {
            case KafkaErrorCode.AutoOffsetReset or KafkaErrorCode.OffsetOutOfRange:
                reader.Fail($"{name}: the position {(message.Offset >= 0 ? message.Offset : reader.Span.First)} no longer exists; the partition has {Range(reader.Span, message.Offset >= 0 ? message.Offset : reader.Span.First)}. Start the job anew, with a scan.startup.mode that says where.");
                break;
            case KafkaErrorCode.UnknownTopicOrPartition or KafkaErrorCode.UnknownTopic or KafkaErrorCode.UnknownPartition:
                reader.Fail($"{name}: the topic or the partition is no longer there.");
                break;
            case KafkaErrorCode.TopicAuthorizationFailed:
                reader.Fail($"{name}: reading is not allowed to this user.");
                break;
            default:
                _trouble = $"{name}: {error}"; // the client tries again by itself
                break;
        }

        _context.Wake();
    }

    /// <summary>What the partition has, and what of it is lost to one who wanted to go on at the position.</summary>
    private string Range(KafkaSpan span, long position)
    {
        try
        {
            (long begin, long end) = _consumer.Bounds(span.Topic, span.Partition, CallTimeoutMs);
            string lost = position >= 0 && position < begin ? $"; those from {position} up to {begin} are lost" : string.Empty;
            return $"the offsets from {begin} up to {end}{lost}";
        }
        catch (KafkaException)
        {
            return "others";
        }
    }

    private void ThrowIfForGood(KafkaException failure)
    {
        KafkaError last = _consumer.Events.LastError;
        if (last.Code == KafkaErrorCode.Authentication || failure.Error.Code == KafkaErrorCode.Authentication)
        {
            throw new ConnectorException($"Table '{_table.Name}': Kafka at {_properties.Servers} does not accept the credentials: {(last.IsError ? last.Reason : failure.Message)}", failure);
        }

        if (failure.Error.IsFatal || last.IsFatal)
        {
            throw new ConnectorException($"Table '{_table.Name}': the Kafka client has failed: {failure.Message}", failure);
        }
    }
}
