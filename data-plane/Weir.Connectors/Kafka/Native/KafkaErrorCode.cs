namespace Weir.Connectors.Kafka.Native;

/// <summary>The codes that Weir tells apart; librdkafka has more, and a value outside this list is legal. Negative: found by the client.</summary>
internal enum KafkaErrorCode
{
    None = 0,
    Transport = -195,
    Resolve = -193,
    MessageTimedOut = -192,
    PartitionEnd = -191,
    UnknownPartition = -190,
    UnknownTopic = -188,
    AllBrokersDown = -187,
    InvalidArgument = -186,
    TimedOut = -185,
    QueueFull = -184,
    Ssl = -181,
    State = -172,
    Authentication = -169,
    Fatal = -150,
    Fenced = -144,
    AutoOffsetReset = -140,
    OffsetOutOfRange = 1,
    UnknownTopicOrPartition = 3,
    MessageTooLarge = 10,
    OffsetMetadataTooLarge = 12,
    TopicAuthorizationFailed = 29,
    TopicAlreadyExists = 36,
    InvalidProducerEpoch = 47,
    InvalidTransactionTimeout = 50,
    ConcurrentTransactions = 51,
    UnstableOffsetCommit = 88,
    ProducerFenced = 90,
}
