using Weir.Connectors.Kafka.Native;

namespace Weir.Connectors.Tests.Kafka.Native;

[Collection(KafkaCollection.Name)]
public sealed class KafkaClusterTests(KafkaBroker broker)
{
    private const int TimeoutMs = KafkaTestTopic.TimeoutMs;

    [KafkaFact]
    public void Topics_are_listed_with_their_partitions()
    {
        var topic = new KafkaTestTopic(broker, partitions: 3);
        using KafkaConsumer consumer = topic.Consumer();
        KafkaTopic found = Assert.Single(consumer.Topics(TimeoutMs, topic.Name));
        Assert.Equal([0, 1, 2], found.Partitions.Select(partition => partition.Id).Order());
        Assert.All(found.Partitions, partition => Assert.True(partition.Leader >= 0 && partition.Replicas == 1));
        Assert.Contains(consumer.Topics(TimeoutMs), other => other.Name == topic.Name);
    }

    [KafkaFact]
    public void A_topic_that_is_missing_is_named_so()
    {
        using var consumer = new KafkaConsumer(KafkaClientOptions.For(broker.Address));
        KafkaTopic found = Assert.Single(consumer.Topics(TimeoutMs, "no-such-topic"));
        Assert.Equal(KafkaErrorCode.UnknownTopicOrPartition, found.Error.Code);
        Assert.Empty(found.Partitions);
    }

    [KafkaFact]
    public void Making_a_topic_twice_and_removing_one_that_is_missing_are_answers_not_crashes()
    {
        var topic = new KafkaTestTopic(broker);
        using KafkaProducer producer = topic.Producer();
        KafkaError[] errors = producer.CreateTopics(
            [new KafkaNewTopic(topic.Name, 1), new KafkaNewTopic(topic.Name + "-2", 2) { Config = new Dictionary<string, string> { ["retention.ms"] = "-1" } }],
            TimeoutMs);
        Assert.Equal([KafkaErrorCode.TopicAlreadyExists, KafkaErrorCode.None], errors.Select(error => error.Code));
        errors = producer.DeleteTopics([topic.Name, "no-such-topic"], TimeoutMs);
        Assert.Equal([KafkaErrorCode.None, KafkaErrorCode.UnknownTopicOrPartition], errors.Select(error => error.Code));
    }

    [KafkaFact]
    public void Offsets_are_found_by_time()
    {
        var topic = new KafkaTestTopic(broker);
        using (KafkaProducer producer = topic.Producer())
        {
            foreach (long time in (ReadOnlySpan<long>)[1000, 2000, 3000])
                producer.Produce(new KafkaRecord { Topic = producer.Topic(topic.Name), Partition = 0, TimestampMs = time }).ThrowIfError();
            producer.Flush(TimeoutMs).ThrowIfError();
        }

        using KafkaConsumer consumer = topic.Consumer();
        Assert.Equal(1, consumer.OffsetsForTimes([topic.At(1001)], TimeoutMs)[0].Offset);
        Assert.Equal(KafkaPosition.End, consumer.OffsetsForTimes([topic.At(3001)], TimeoutMs)[0].Offset);
        Assert.Equal((0, 3), consumer.Bounds(topic.Name, 0, TimeoutMs));
    }

    [KafkaFact]
    public void Offsets_committed_outside_a_transaction_come_back_with_their_metadata()
    {
        var topic = new KafkaTestTopic(broker);
        using KafkaConsumer consumer = topic.Consumer(("group.id", $"g-{Guid.NewGuid():N}"));
        consumer.Commit([new(topic.Name, 0, 12, "note")]);
        Assert.Equal([new KafkaPosition(topic.Name, 0, 12, "note")], consumer.Committed([topic.At(0)], TimeoutMs));
    }

    [KafkaFact]
    public void Statistics_are_kept_as_they_come()
    {
        var topic = new KafkaTestTopic(broker);
        using KafkaProducer producer = topic.Producer(("statistics.interval.ms", "50"));
        Patience.Until(() => !producer.Events.Statistics.IsEmpty, () => producer.Poll(50));
        Assert.Equal((byte)'{', producer.Events.Statistics.Span[0]);
    }
}
