namespace Weir.Connectors.Kafka.Native;

/// <summary>Who set a record's timestamp.</summary>
internal enum KafkaTimestampType
{
    None = 0,
    CreateTime = 1,
    LogAppendTime = 2,
}
