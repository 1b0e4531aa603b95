namespace Weir.Connectors.Kafka.Native;

/// <summary>A place in a partition.</summary>
/// <param name="Offset">Of the next record to read; or one of the constants below.</param>
/// <param name="Metadata">What was committed along with it, at most 4 KB on a broker with default settings.</param>
internal readonly record struct KafkaPosition(string Topic, int Partition, long Offset, string? Metadata = null)
{
    /// <summary>The oldest record that the partition has.</summary>
    internal const long Beginning = LibRdKafka.OffsetBeginning;

    /// <summary>After the newest record.</summary>
    internal const long End = LibRdKafka.OffsetEnd;

    /// <summary>No offset: nothing was committed, or nothing was read yet.</summary>
    internal const long Unknown = LibRdKafka.OffsetInvalid;
}
