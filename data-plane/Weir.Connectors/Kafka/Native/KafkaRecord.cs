namespace Weir.Connectors.Kafka.Native;

/// <summary>A record to produce; the client copies what it points to.</summary>
internal readonly ref struct KafkaRecord
{
    /// <summary>The partitioner's choice, by the key.</summary>
    internal const int AnyPartition = -1;

    public KafkaRecord()
    {
    }

    /// <summary>From <see cref="KafkaProducer.Topic"/>.</summary>
    public required nint Topic { get; init; }

    public int Partition { get; init; } = AnyPartition;

    public ReadOnlySpan<byte> Key { get; init; }

    /// <summary>Writes no key, which is not the same as an empty one.</summary>
    public bool IsKeyNull { get; init; }

    public ReadOnlySpan<byte> Value { get; init; }

    /// <summary>Writes no value: a deletion where the topic is compacted.</summary>
    public bool IsValueNull { get; init; }

    /// <summary>In ms since 1970; 0: the time at which it is produced.</summary>
    public long TimestampMs { get; init; }

    /// <summary>At most <see cref="KafkaProducer.MaxHeaders"/>.</summary>
    public KafkaRecordHeaders Headers { get; init; }
}
