using System.Text;
using Weir.Connectors.Kafka.Native;

namespace Weir.Connectors.Tests.Kafka.Native;

/// <summary>A topic of one test, and short ways to write to and read from it.</summary>
internal sealed class KafkaTestTopic
{
    internal const int TimeoutMs = Patience.Ms;

    internal KafkaTestTopic(KafkaBroker broker, int partitions = 1) : this(broker, partitions, new Dictionary<string, string>())
    {
    }

    internal KafkaTestTopic(KafkaBroker broker, (string Name, string Value) setting) : this(broker, 1, new Dictionary<string, string> { [setting.Name] = setting.Value })
    {
    }

    private KafkaTestTopic(KafkaBroker broker, int partitions, Dictionary<string, string> config)
    {
        Broker = broker;
        using var admin = new KafkaProducer(KafkaClientOptions.For(broker.Address));
        admin.CreateTopics([new KafkaNewTopic(Name, partitions) { Config = config }], TimeoutMs)[0].ThrowIfError();
    }

    internal KafkaBroker Broker { get; }

    internal string Name { get; } = $"t-{Guid.NewGuid():N}";

    internal KafkaPosition At(long offset, int partition = 0) => new(Name, partition, offset);

    internal KafkaProducer Producer(params ReadOnlySpan<(string, string)> more) => new(KafkaClientOptions.For(Broker.Address, more));

    internal KafkaConsumer Consumer(params ReadOnlySpan<(string, string)> more) => new(KafkaClientOptions.For(Broker.Address, more));

    internal void Write(KafkaProducer producer, string value, int partition = 0) =>
        producer.Produce(new KafkaRecord
        {
            Topic = producer.Topic(Name),
            Partition = partition,
            IsKeyNull = true,
            Value = Encoding.UTF8.GetBytes(value),
        }).ThrowIfError();

    internal void WriteAndFlush(params ReadOnlySpan<string> values)
    {
        using KafkaProducer producer = Producer();
        foreach (string value in values)
            Write(producer, value);
        producer.Flush(TimeoutMs).ThrowIfError();
    }

    /// <summary>All values of a partition up to its present end, as a committed read sees them.</summary>
    internal List<string> ReadAll(int partition = 0)
    {
        using KafkaConsumer consumer = Consumer(("enable.partition.eof", "true"));
        consumer.Assign([At(KafkaPosition.Beginning, partition)]);
        var values = new List<string>();
        using var batch = new KafkaMessageBatch(100);
        while (true)
        {
            if (consumer.Consume(batch, TimeoutMs) == 0)
                throw new TimeoutException($"no message of {Name}");
            for (int i = 0; i < batch.Count; i++)
            {
                KafkaMessage message = batch[i];
                if (message.ErrorCode == KafkaErrorCode.PartitionEnd)
                    return values;
                message.Error.ThrowIfError();
                values.Add(Encoding.UTF8.GetString(message.Value));
            }
        }
    }
}
