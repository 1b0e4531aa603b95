using System.Collections.ObjectModel;

namespace Weir.Connectors.Kafka.Native;

/// <summary>A topic to make.</summary>
internal sealed record KafkaNewTopic(string Name, int Partitions)
{
    /// <summary>Copies of each partition; -1: the broker's default.</summary>
    public int ReplicationFactor { get; init; } = -1;

    /// <summary>The topic's own settings, such as retention.ms.</summary>
    public IReadOnlyDictionary<string, string> Config { get; init; } = ReadOnlyDictionary<string, string>.Empty;
}
