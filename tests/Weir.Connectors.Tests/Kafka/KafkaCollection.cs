namespace Weir.Connectors.Tests.Kafka;

/// <summary>The tests that share one broker; they run one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class KafkaCollection : ICollectionFixture<KafkaBroker>
{
    public const string Name = "Kafka";
}
