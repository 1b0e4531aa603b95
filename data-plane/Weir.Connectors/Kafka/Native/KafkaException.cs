namespace Weir.Connectors.Kafka.Native;

/// <summary>A call to Kafka failed where no failure was expected.</summary>
internal sealed class KafkaException(KafkaError error, string? doing = null)
    : Exception(doing is null ? error.ToString() : $"{doing}: {error}")
{
    internal KafkaError Error { get; } = error;
}
