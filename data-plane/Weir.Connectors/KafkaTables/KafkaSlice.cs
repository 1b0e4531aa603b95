namespace Weir.Connectors.KafkaTables;

/// <summary>Messages of one partition in a batch of the client's.</summary>
internal readonly record struct KafkaSlice(SharedMessages Messages, int Start, int End, long Bytes);
