namespace Weir.Connectors.KafkaTables;

/// <summary>What is to be read of a partition.</summary>
/// <param name="First">Where to start, for the client: an offset, or a name for one.</param>
/// <param name="Next">The first offset, as far as it is known.</param>
/// <param name="End">The offset before which reading ends.</param>
internal sealed record KafkaSpan(string Topic, int Partition, long First, long Next, long End)
{
    /// <summary>Whether there is nothing to read.</summary>
    public bool IsEmpty => Next >= End;
}
