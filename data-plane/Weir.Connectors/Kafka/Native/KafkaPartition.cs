namespace Weir.Connectors.Kafka.Native;

/// <summary>A partition as the cluster describes it.</summary>
/// <param name="Leader">The broker that serves it; -1 while there is none.</param>
internal readonly record struct KafkaPartition(int Id, int Leader, int Replicas, KafkaError Error);
