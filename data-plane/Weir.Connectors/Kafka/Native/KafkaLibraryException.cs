namespace Weir.Connectors.Kafka.Native;

/// <summary>librdkafka is not there, cannot be loaded, or is of another version; the message says what to do.</summary>
internal sealed class KafkaLibraryException(string message) : Exception(message);
