namespace Weir.Connectors.Kafka.Native;

/// <summary>librdkafka does not know a setting, or not that value; the message names both.</summary>
internal sealed class KafkaConfigException(string setting, string message) : Exception(message)
{
    internal string Setting { get; } = setting;
}
