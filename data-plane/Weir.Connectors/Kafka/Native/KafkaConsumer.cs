namespace Weir.Connectors.Kafka.Native;

/// <summary>
/// Reads partitions that it is told, not ones that a group gives it. It commits nothing by itself, and resets no offset by itself: a
/// position that no longer exists comes as a message with <see cref="KafkaErrorCode.AutoOffsetReset"/>.
/// </summary>
internal sealed unsafe class KafkaConsumer : KafkaClient
{
    private readonly nint _queue;
    private readonly Dictionary<nint, string> _topicNames = [];

    /// <summary>Makes a consumer; it connects by itself, and unreachable brokers show in <see cref="KafkaClient.Events"/>.</summary>
    /// <exception cref="KafkaConfigException">A setting is not known or not that way.</exception>
    internal KafkaConsumer(KafkaClientOptions options) : base(LibRdKafka.ClientType.Consumer, WithDefaults(options))
    {
        LibRdKafka.PollSetConsumer(Client);
        _queue = LibRdKafka.QueueGetConsumer(Client);
    }

    /// <summary>Reads exactly these, each from its offset; an empty list stops all reading.</summary>
    internal void Assign(ReadOnlySpan<KafkaPosition> positions) =>
        WithList(positions, "assign", static (client, list) => KafkaError.Of(LibRdKafka.Assign(client, list)));

    /// <summary>Reads these too.</summary>
    internal void AssignMore(ReadOnlySpan<KafkaPosition> positions) =>
        WithList(positions, "assign more", static (client, list) => KafkaError.Take(LibRdKafka.IncrementalAssign(client, list)));

    /// <summary>Reads these no longer.</summary>
    internal void Unassign(ReadOnlySpan<KafkaPosition> positions) =>
        WithList(positions, "unassign", static (client, list) => KafkaError.Take(LibRdKafka.IncrementalUnassign(client, list)));

    /// <summary>Fetches no more of these until they are resumed, and drops what was fetched ahead; their place is kept.</summary>
    internal void Pause(ReadOnlySpan<KafkaPosition> partitions) =>
        WithList(partitions, "pause", static (client, list) => KafkaError.Of(LibRdKafka.PausePartitions(client, list)));

    internal void Resume(ReadOnlySpan<KafkaPosition> partitions) =>
        WithList(partitions, "resume", static (client, list) => KafkaError.Of(LibRdKafka.ResumePartitions(client, list)));

    /// <summary>Goes on at other offsets. What is in a batch already stays there.</summary>
    internal void Seek(ReadOnlySpan<KafkaPosition> positions, int timeoutMs) =>
        WithList(positions, "seek", (client, list) => KafkaError.Take(LibRdKafka.SeekPartitions(client, list, timeoutMs)));

    /// <summary>
    /// Clears the batch and fills it with what is there, waiting up to <paramref name="timeoutMs"/> for a first message. Messages of a
    /// partition come in order; errors come as messages. Also lets librdkafka report to <see cref="KafkaClient.Events"/>.
    /// </summary>
    /// <returns>How many messages there are.</returns>
    internal int Consume(KafkaMessageBatch batch, int timeoutMs)
    {
        batch.Clear();
        _ = Client;
        batch.Fill(_queue, timeoutMs);
        if (batch.Count > 0 && batch[0].ErrorCode == KafkaErrorCode.None)
            Events.Recovered();
        return batch.Count;
    }

    /// <summary>Makes a call of <see cref="Consume"/> that waits return. From any thread.</summary>
    internal void Wake() => LibRdKafka.QueueYield(_queue);

    /// <summary>The name of a message's topic.</summary>
    internal string TopicName(nint topic)
    {
        if (!_topicNames.TryGetValue(topic, out string? name))
            _topicNames.Add(topic, name = Text(LibRdKafka.TopicName(topic)));
        return name;
    }

    /// <summary>
    /// The next offset to be handed out of each partition; <see cref="KafkaPosition.Unknown"/> before the first. It also moves past records that are
    /// never handed out (the markers of transactions), so it, not the last record's offset, tells when an end offset is reached.
    /// </summary>
    internal KafkaPosition[] Positions(ReadOnlySpan<KafkaPosition> partitions)
    {
        var list = new PositionList(Client, partitions);
        try
        {
            KafkaError.Of(LibRdKafka.Position(Client, list.Pointer)).ThrowIfError();
            return list.Read("positions");
        }
        finally
        {
            list.Dispose();
        }
    }

    /// <summary>The end of a partition as the last fetch told it, without asking a broker; null before the first fetch.</summary>
    internal long? KnownEnd(string topic, int partition)
    {
        long begin, end;
        int code = LibRdKafka.GetWatermarkOffsets(Client, topic, partition, &begin, &end);
        return code == 0 && end >= 0 ? end : null;
    }

    /// <summary>Commits offsets (with their metadata) for the group in group.id, outside any transaction, and waits for the answer.</summary>
    internal void Commit(ReadOnlySpan<KafkaPosition> offsets) =>
        WithList(offsets, "commit", static (client, list) => KafkaError.Of(LibRdKafka.Commit(client, list, async: 0)));

    /// <summary>Who this consumer is in its group, for <see cref="KafkaProducer.SendOffsets"/>.</summary>
    internal KafkaGroupMetadata GroupMetadata() => new(LibRdKafka.ConsumerGroupMetadata(Client));

    public override void Dispose()
    {
        LibRdKafka.QueueDestroy(_queue);
        base.Dispose();
    }

    private static KafkaClientOptions WithDefaults(KafkaClientOptions options)
    {
        var properties = new Dictionary<string, string>
        {
            // librdkafka makes no consumer that may assign without a group's name.
            ["group.id"] = "weir",
            ["enable.auto.commit"] = "false",
            ["enable.auto.offset.store"] = "false",
            ["auto.offset.reset"] = "error",
            ["isolation.level"] = "read_committed",
            // A partition that is fetched ahead of its reader by 100,000 messages rests for so long; the default, a second, is far longer than those last.
            ["fetch.queue.backoff.ms"] = "10",
        };
        foreach ((string name, string value) in options.Properties)
            properties[name] = value;
        return options with { Properties = properties };
    }

    private delegate KafkaError ListCall(nint client, LibRdKafka.TopicPartitionList* list);

    private void WithList(ReadOnlySpan<KafkaPosition> positions, string doing, ListCall call)
    {
        var list = new PositionList(Client, positions);
        try
        {
            KafkaError error = call(Client, list.Pointer);
            if (!error.IsError)
                error = list.FirstError();
            if (error.IsError)
                throw new KafkaException(error, doing);
        }
        finally
        {
            list.Dispose();
        }
    }
}
