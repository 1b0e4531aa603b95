using System.Runtime.InteropServices;

namespace Weir.Connectors.Kafka.Native;

/// <summary>A topic as the cluster describes it.</summary>
/// <param name="Error">Such as <see cref="KafkaErrorCode.UnknownTopicOrPartition"/>; then it has no partitions.</param>
internal sealed record KafkaTopic(string Name, KafkaError Error, IReadOnlyList<KafkaPartition> Partitions)
{
    internal static unsafe KafkaTopic[] Read(LibRdKafka.ClusterMetadata* metadata)
    {
        var topics = new KafkaTopic[metadata->TopicCount];
        for (int i = 0; i < topics.Length; i++)
        {
            ref LibRdKafka.TopicMetadata topic = ref metadata->Topics[i];
            var partitions = new KafkaPartition[topic.PartitionCount];
            for (int p = 0; p < partitions.Length; p++)
            {
                ref LibRdKafka.PartitionMetadata partition = ref topic.Partitions[p];
                partitions[p] = new(partition.Id, partition.Leader, partition.ReplicaCount, KafkaError.Of(partition.Error));
            }

            topics[i] = new(Marshal.PtrToStringUTF8((nint)topic.Topic)!, KafkaError.Of(topic.Error), partitions);
        }

        return topics;
    }
}
