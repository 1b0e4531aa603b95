using Weir.Connectors.Kafka.Native;

namespace Weir.Connectors.Tests.Kafka.Native;

[Collection(KafkaCollection.Name)]
public sealed class KafkaTransactionTests(KafkaBroker broker)
{
    private const int TimeoutMs = KafkaTestTopic.TimeoutMs;

    [KafkaFact]
    public void Only_what_was_committed_is_read()
    {
        var topic = new KafkaTestTopic(broker);
        using KafkaProducer producer = Transactional(topic, out _);
        producer.BeginTransaction().ThrowIfError();
        topic.Write(producer, "dropped");
        producer.AbortTransaction(TimeoutMs).ThrowIfError();
        producer.BeginTransaction().ThrowIfError();
        topic.Write(producer, "kept");
        producer.CommitTransaction(TimeoutMs).ThrowIfError();
        Assert.Equal(["kept"], topic.ReadAll());
    }

    [KafkaFact]
    public void Offsets_and_their_metadata_are_committed_with_the_transaction_or_not_at_all()
    {
        var topic = new KafkaTestTopic(broker, partitions: 2);
        string group = $"g-{Guid.NewGuid():N}";
        using KafkaProducer producer = Transactional(topic, out _);
        using KafkaConsumer consumer = topic.Consumer(("group.id", group));
        using KafkaGroupMetadata metadata = KafkaGroupMetadata.Of(group);

        producer.BeginTransaction().ThrowIfError();
        topic.Write(producer, "one");
        producer.SendOffsets([new(topic.Name, 0, 41, "snapshots/7-ä")], metadata, TimeoutMs).ThrowIfError();
        producer.CommitTransaction(TimeoutMs).ThrowIfError();

        producer.BeginTransaction().ThrowIfError();
        producer.SendOffsets([new(topic.Name, 0, 99, "snapshots/8"), new(topic.Name, 1, 5)], metadata, TimeoutMs).ThrowIfError();
        producer.AbortTransaction(TimeoutMs).ThrowIfError();

        KafkaPosition[] committed = consumer.Committed([topic.At(0, 0), topic.At(0, 1)], TimeoutMs);
        Assert.Equal(new KafkaPosition(topic.Name, 0, 41, "snapshots/7-ä"), committed[0]);
        Assert.Equal(KafkaPosition.Unknown, committed[1].Offset);
    }

    [KafkaFact]
    public void The_offsets_of_a_consumer_with_a_group_can_be_sent_by_its_own_metadata()
    {
        var topic = new KafkaTestTopic(broker);
        string group = $"g-{Guid.NewGuid():N}";
        using KafkaProducer producer = Transactional(topic, out _);
        using KafkaConsumer consumer = topic.Consumer(("group.id", group));
        using KafkaGroupMetadata metadata = consumer.GroupMetadata();
        producer.BeginTransaction().ThrowIfError();
        producer.SendOffsets([topic.At(3)], metadata, TimeoutMs).ThrowIfError();
        producer.CommitTransaction(TimeoutMs).ThrowIfError();
        Assert.Equal(3, consumer.Committed([topic.At(0)], TimeoutMs)[0].Offset);
    }

    [KafkaFact]
    public void An_older_producer_of_the_same_id_is_fenced_and_its_records_are_never_seen()
    {
        var topic = new KafkaTestTopic(broker);
        using KafkaProducer zombie = Transactional(topic, out string id);
        zombie.BeginTransaction().ThrowIfError();
        topic.Write(zombie, "zombie");
        zombie.Flush(TimeoutMs).ThrowIfError();

        using KafkaProducer successor = Transactional(topic, out _, id);
        successor.BeginTransaction().ThrowIfError();
        topic.Write(successor, "successor");
        successor.CommitTransaction(TimeoutMs).ThrowIfError();

        KafkaError error = zombie.CommitTransaction(TimeoutMs);
        Assert.True(error.IsFenced && error.IsFatal, error.ToString());
        Assert.Equal(["successor"], topic.ReadAll());
    }

    [KafkaFact]
    public void An_open_transaction_holds_back_the_end_that_a_committed_read_sees()
    {
        var topic = new KafkaTestTopic(broker);
        topic.WriteAndFlush("before");
        using KafkaProducer producer = Transactional(topic, out _);
        producer.BeginTransaction().ThrowIfError();
        topic.Write(producer, "open");
        producer.Flush(TimeoutMs).ThrowIfError();
        using KafkaConsumer committed = topic.Consumer();
        using KafkaConsumer uncommitted = topic.Consumer(("isolation.level", "read_uncommitted"));
        Assert.Equal((0, 1), committed.Bounds(topic.Name, 0, TimeoutMs));
        Assert.Equal((0, 2), uncommitted.Bounds(topic.Name, 0, TimeoutMs));
        Assert.Equal(["before"], topic.ReadAll());
        producer.AbortTransaction(TimeoutMs).ThrowIfError();
    }

    [KafkaFact]
    public void A_transaction_commits_although_the_broker_is_killed_in_the_middle()
    {
        var topic = new KafkaTestTopic(broker);
        using KafkaProducer producer = Transactional(topic, out _);
        producer.BeginTransaction().ThrowIfError();
        topic.Write(producer, "before");
        producer.Flush(TimeoutMs).ThrowIfError();
        broker.Run("restart", "--kill");
        topic.Write(producer, "after");
        KafkaError error;
        do
            error = producer.CommitTransaction(TimeoutMs);
        while (error.IsRetriable);
        error.ThrowIfError();
        Assert.Equal(["before", "after"], topic.ReadAll());
    }

    private static KafkaProducer Transactional(KafkaTestTopic topic, out string id, string? of = null)
    {
        id = of ?? $"x-{Guid.NewGuid():N}";
        KafkaProducer producer = topic.Producer(("transactional.id", id));
        KafkaError error;
        do
            error = producer.InitTransactions(TimeoutMs);
        while (error.IsRetriable);
        error.ThrowIfError();
        return producer;
    }
}
