using System.Text;
using Weir.Connectors.Kafka.Native;

namespace Weir.Connectors.Tests.Kafka.Native;

[Collection(KafkaCollection.Name)]
public sealed class KafkaProduceAndConsumeTests(KafkaBroker broker)
{
    private const int TimeoutMs = KafkaTestTopic.TimeoutMs;

    [KafkaFact]
    public void Everything_that_a_record_has_comes_back()
    {
        var topic = new KafkaTestTopic(broker, partitions: 3);
        byte[] headers = "trace\0abcnothing\0"u8.ToArray();
        using (KafkaProducer producer = topic.Producer())
        {
            producer.Produce(new KafkaRecord
            {
                Topic = producer.Topic(topic.Name),
                Partition = 2,
                Key = "k"u8,
                Value = "v"u8,
                TimestampMs = 1_700_000_000_123,
                Headers = new(headers, [new(0, 6, 3), new(9, 0, -1)]),
            }).ThrowIfError();
            producer.Flush(TimeoutMs).ThrowIfError();
        }

        using KafkaConsumer consumer = topic.Consumer();
        consumer.Assign([topic.At(0, 2)]);
        using var batch = new KafkaMessageBatch(10);
        Assert.Equal(1, consumer.Consume(batch, TimeoutMs));
        KafkaMessage message = batch[0];
        Assert.Equal(KafkaErrorCode.None, message.ErrorCode);
        Assert.Equal(topic.Name, consumer.TopicName(message.Topic));
        Assert.Equal(2, message.Partition);
        Assert.Equal(0, message.Offset);
        Assert.Equal("k", Encoding.UTF8.GetString(message.Key));
        Assert.Equal("v", Encoding.UTF8.GetString(message.Value));
        Assert.Equal(1_700_000_000_123, message.TimestampMs);
        Assert.Equal(KafkaTimestampType.CreateTime, message.TimestampType);
        var seen = new List<string>();
        foreach (KafkaHeader header in message.Headers)
            seen.Add($"{Encoding.UTF8.GetString(header.Name)}={(header.IsValueNull ? "null" : Encoding.UTF8.GetString(header.Value))}");
        Assert.Equal(["trace=abc", "nothing=null"], seen);
    }

    [KafkaFact]
    public void Null_and_empty_keys_and_values_are_told_apart()
    {
        var topic = new KafkaTestTopic(broker);
        using (KafkaProducer producer = topic.Producer())
        {
            nint handle = producer.Topic(topic.Name);
            producer.Produce(new KafkaRecord { Topic = handle, Partition = 0, IsKeyNull = true, IsValueNull = true }).ThrowIfError();
            producer.Produce(new KafkaRecord { Topic = handle, Partition = 0 }).ThrowIfError();
            producer.Flush(TimeoutMs).ThrowIfError();
        }

        using KafkaConsumer consumer = topic.Consumer();
        consumer.Assign([topic.At(0)]);
        using var batch = new KafkaMessageBatch(1);
        consumer.Consume(batch, TimeoutMs);
        Assert.True(batch[0].IsKeyNull && batch[0].IsValueNull);
        foreach (KafkaHeader _ in batch[0].Headers)
            Assert.Fail("no header was written");
        consumer.Consume(batch, TimeoutMs);
        Assert.False(batch[0].IsKeyNull || batch[0].IsValueNull);
        Assert.Equal(0, batch[0].Value.Length + batch[0].Key.Length);
    }

    [KafkaFact]
    public void A_batch_of_records_goes_out_in_one_call_and_comes_back_in_order()
    {
        var topic = new KafkaTestTopic(broker);
        const int count = 50_000;
        byte[] buffer = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, count).Select(i => i.ToString("D8"))));
        KafkaBatchRecord[] records = [.. Enumerable.Range(0, count).Select(i => new KafkaBatchRecord(0, 8 * i, i % 2 == 0 ? -1 : 4, 8 * i, 8))];
        using (KafkaProducer producer = topic.Producer(("linger.ms", "5")))
        {
            var errors = new KafkaErrorCode[count];
            Assert.Equal(count, producer.ProduceBatch(producer.Topic(topic.Name), buffer, records, errors));
            Assert.All(errors, error => Assert.Equal(KafkaErrorCode.None, error));
            producer.Flush(TimeoutMs).ThrowIfError();
            Assert.Equal(0, producer.Events.NotDeliveredCount);
            Assert.Equal(0, producer.Pending);
        }

        using KafkaConsumer consumer = topic.Consumer();
        consumer.Assign([topic.At(0)]);
        using var batch = new KafkaMessageBatch(1000);
        long next = 0;
        while (next < count)
        {
            Assert.True(consumer.Consume(batch, TimeoutMs) > 0);
            for (int i = 0; i < batch.Count; i++, next++)
            {
                Assert.Equal(next, batch[i].Offset);
                Assert.Equal(next, long.Parse(Encoding.UTF8.GetString(batch[i].Value)));
                Assert.Equal(next % 2 == 0, batch[i].IsKeyNull);
            }
        }
    }

    [KafkaFact]
    public void Consuming_allocates_nothing_per_message()
    {
        var topic = new KafkaTestTopic(broker);
        const int count = 20_000;
        topic.WriteAndFlush([.. Enumerable.Range(0, count).Select(i => $"value {i}")]);
        using KafkaConsumer consumer = topic.Consumer();
        consumer.Assign([topic.At(0)]);
        using var batch = new KafkaMessageBatch(500);
        long bytes = 0, read = consumer.Consume(batch, TimeoutMs);
        long before = GC.GetAllocatedBytesForCurrentThread();
        while (read < count)
        {
            read += consumer.Consume(batch, TimeoutMs);
            for (int i = 0; i < batch.Count; i++)
                bytes += batch[i].Value.Length + batch[i].TimestampMs % 2;
        }

        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(bytes > 0);
        Assert.True(allocated < count / 10, $"{allocated} bytes for {count} messages");
    }

    [KafkaFact]
    public void A_record_that_the_broker_refuses_is_counted_with_its_reason()
    {
        var topic = new KafkaTestTopic(broker);
        using var producer = new KafkaProducer(KafkaClientOptions.For(broker.Address, ("message.timeout.ms", "60000")));
        producer.Produce(new KafkaRecord { Topic = producer.Topic(topic.Name), Partition = 7, Value = "v"u8 });
        producer.Flush(TimeoutMs).ThrowIfError();
        Assert.Equal(1, producer.Events.NotDeliveredCount);
        Assert.Equal(KafkaErrorCode.UnknownPartition, producer.Events.FirstNotDelivered.Code);
        Assert.Contains($"{topic.Name} [7]", producer.Events.FirstNotDelivered.Reason);
    }

    [KafkaFact]
    public void A_record_that_is_too_large_is_refused_at_once()
    {
        var topic = new KafkaTestTopic(broker);
        using KafkaProducer producer = topic.Producer();
        KafkaError error = producer.Produce(new KafkaRecord { Topic = producer.Topic(topic.Name), Value = new byte[50_000_000] });
        Assert.Equal(KafkaErrorCode.MessageTooLarge, error.Code);
    }

    [KafkaFact]
    public void A_full_queue_says_so_and_takes_more_after_a_poll()
    {
        var topic = new KafkaTestTopic(broker);
        using KafkaProducer producer = topic.Producer(("queue.buffering.max.messages", "10"), ("linger.ms", "100"));
        nint handle = producer.Topic(topic.Name);
        KafkaError error = default;
        int written = 0;
        for (; written < 1000 && !error.IsError; written++)
            error = producer.Produce(new KafkaRecord { Topic = handle, Partition = 0, Value = "v"u8 });
        Assert.Equal(KafkaErrorCode.QueueFull, error.Code);
        producer.Flush(TimeoutMs).ThrowIfError();
        topic.Write(producer, "last");
        producer.Flush(TimeoutMs).ThrowIfError();
        Assert.Equal(written, topic.ReadAll().Count);
    }

    [KafkaFact]
    public void A_position_that_no_longer_exists_is_an_error_and_never_a_silent_reset()
    {
        var topic = new KafkaTestTopic(broker);
        topic.WriteAndFlush("a", "b", "c");
        using KafkaConsumer consumer = topic.Consumer();
        Assert.Equal(2, consumer.DeleteRecords([topic.At(2)], TimeoutMs)[0].Offset);
        Assert.Equal((2, 3), consumer.Bounds(topic.Name, 0, TimeoutMs));
        consumer.Assign([topic.At(0)]);
        using var batch = new KafkaMessageBatch(10);
        Assert.Equal(1, consumer.Consume(batch, TimeoutMs));
        Assert.Equal(KafkaErrorCode.AutoOffsetReset, batch[0].ErrorCode);
        Assert.NotEqual("", batch[0].Error.Reason);
    }

    [KafkaFact]
    public void Paused_partitions_wait_and_go_on_where_they_were()
    {
        var topic = new KafkaTestTopic(broker, partitions: 2);
        using (KafkaProducer producer = topic.Producer())
        {
            topic.Write(producer, "zero", 0);
            topic.Write(producer, "one", 1);
            producer.Flush(TimeoutMs).ThrowIfError();
        }

        using KafkaConsumer consumer = topic.Consumer();
        consumer.Assign([topic.At(0, 0)]);
        consumer.Pause([topic.At(0, 0)]);
        consumer.AssignMore([topic.At(0, 1)]);
        using var batch = new KafkaMessageBatch(10);
        Assert.Equal(1, consumer.Consume(batch, TimeoutMs));
        Assert.Equal(1, batch[0].Partition);
        Assert.Equal(1, consumer.Positions([topic.At(0, 1)])[0].Offset);
        consumer.Unassign([topic.At(0, 1)]);
        consumer.Resume([topic.At(0, 0)]);
        Assert.Equal(1, consumer.Consume(batch, TimeoutMs));
        Assert.Equal(0, batch[0].Partition);
        consumer.Seek([topic.At(0, 0)], TimeoutMs);
        Assert.Equal(1, consumer.Consume(batch, TimeoutMs));
        Assert.Equal("zero", Encoding.UTF8.GetString(batch[0].Value));
        Assert.Equal(1, consumer.KnownEnd(topic.Name, 0));
    }

    [KafkaFact]
    public async Task A_consumer_that_waits_can_be_woken()
    {
        var topic = new KafkaTestTopic(broker);
        using KafkaConsumer consumer = topic.Consumer();
        consumer.Assign([topic.At(0)]);
        using var batch = new KafkaMessageBatch(1);
        Task<int> waiting = Task.Factory.StartNew(
            () => consumer.Consume(batch, 600_000), default, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        while (!waiting.IsCompleted)
        {
            consumer.Wake();
            await Task.WhenAny(waiting, Task.Delay(10));
        }

        Assert.Equal(0, await waiting);
    }
}
