using System.Text;
using Weir.Connectors.Kafka.Native;
using Weir.Connectors.Tests.Kafka;
using Weir.Connectors.Tests.Kafka.Native;
using Weir.Engine.Connectors;
using Weir.Engine.Types;

namespace Weir.Connectors.Tests.KafkaTables;

[Collection(KafkaCollection.Name)]
public sealed class KafkaTableTests(KafkaBroker broker)
{
    private static readonly (string, DataType)[] s_text = [("text", DataType.String)];
    private readonly ConnectorRegistry _connectors = ConnectorRegistry.CreateBuiltIn(new ConnectorServices());

    [KafkaFact]
    public void Rows_with_key_headers_and_timestamp_come_back_with_all_metadata()
    {
        KafkaTestTopic topic = new(broker);
        TableSpec table = Table(topic, [], ("format", "json"), ("key.format", "json"), ("key.fields", "k_id"), ("key.fields-prefix", "k_"), ("value.fields-include", "EXCEPT_KEY"), ("scan.bounded.mode", "latest-offset")) with
        {
            Columns =
            [
                new ColumnSpec("k_id", DataType.BigInt),
                new ColumnSpec("name", DataType.String),
                new ColumnSpec("at", DataType.TimestampLtz(3), "timestamp"),
                new ColumnSpec("headers", DataType.Map(DataType.String, DataType.Bytes), "headers"),
                new ColumnSpec("topic", DataType.String, "topic", IsVirtual: true),
                new ColumnSpec("partition", DataType.Int, "partition", IsVirtual: true),
                new ColumnSpec("offset", DataType.BigInt, "offset", IsVirtual: true),
                new ColumnSpec("kind", DataType.String, "timestamp-type", IsVirtual: true),
                new ColumnSpec("epoch", DataType.Int, "leader-epoch", IsVirtual: true),
            ],
        };
        KeyValuePair<object?, object?>[] headers = [new("trace", "abc"u8.ToArray()), new("none", null)];
        MessageWriting.WriteAll(_connectors.CreateSink(table), table, [7L, "a", 1_700_000_000_123L, headers], [8L, null, null, null]);
        List<object?[]> rows = ReadBounded(table);
        Assert.Equal([7L, "a", 1_700_000_000_123L], rows[0][..3]);
        KeyValuePair<object?, object?> header = Assert.Single((KeyValuePair<object?, object?>[])rows[0][3]!);
        Assert.Equal("abc"u8.ToArray(), header.Value);
        Assert.Equal([topic.Name, 0, 0L, "CreateTime", 0], rows[0][4..]);
        Assert.Equal([8L, null], rows[1][..2]);
        Assert.Equal(["""{"name":"a"}""", """{"name":null}"""], topic.ReadAll());
    }

    [KafkaFact]
    public void Reading_starts_and_ends_where_the_modes_say()
    {
        KafkaTestTopic topic = new(broker);
        using (KafkaProducer producer = topic.Producer())
        {
            for (int i = 0; i < 5; i++)
            {
                producer.Produce(new KafkaRecord { Topic = producer.Topic(topic.Name), Partition = 0, IsKeyNull = true, Value = Encoding.UTF8.GetBytes($"{i}"), TimestampMs = 1000 + (1000 * i) }).ThrowIfError();
            }

            producer.Flush(KafkaTestTopic.TimeoutMs).ThrowIfError();
        }

        string group = $"g-{Guid.NewGuid():N}";
        using (KafkaConsumer consumer = topic.Consumer(("group.id", group)))
        {
            consumer.Commit([topic.At(3)]);
        }

        (string, string) latest = ("scan.bounded.mode", "latest-offset");
        (string, string) earliest = ("scan.startup.mode", "earliest-offset");
        Assert.Equal(["0", "1", "2", "3", "4"], Read(earliest, latest));
        Assert.Empty(Read(("scan.startup.mode", "latest-offset"), latest));
        Assert.Equal(["3", "4"], Read(("properties.group.id", group), latest));
        Assert.Equal(["0", "1", "2"], Read(earliest, ("properties.group.id", group), ("scan.bounded.mode", "group-offsets")));
        Assert.Equal(["2", "3"], Read(("scan.startup.mode", "timestamp"), ("scan.startup.timestamp-millis", "2500"), ("scan.bounded.mode", "timestamp"), ("scan.bounded.timestamp-millis", "5000")));
        Assert.Equal(["1"], Read(
            ("scan.startup.mode", "specific-offsets"), ("scan.startup.specific-offsets", "partition:0,offset:1"), ("scan.bounded.mode", "specific-offsets"), ("scan.bounded.specific-offsets", "partition:0,offset:2")));
        Assert.Equal(["0", "1", "2", "3", "4"], Read(("properties.group.id", "nobody"), ("properties.auto.offset.reset", "earliest"), latest));
        Assert.Contains("'nobody' has committed no offset", Assert.Throws<ConnectorException>(() => Read(("properties.group.id", "nobody"), latest)).Message, StringComparison.Ordinal);

        IEnumerable<object?> Read(params (string Key, string Value)[] options)
        {
            TableSpec table = SourceReading.Table("kafka", s_text, [("properties.bootstrap.servers", broker.Address), ("topic", topic.Name), ("format", "raw"), .. options]);
            return [.. ReadBounded(table).Select(r => r[0])];
        }
    }

    [KafkaFact]
    public void A_bounded_read_ends_behind_the_marks_of_transactions()
    {
        KafkaTestTopic topic = new(broker);
        using (KafkaProducer producer = topic.Producer(("transactional.id", topic.Name)))
        {
            producer.InitTransactions(KafkaTestTopic.TimeoutMs).ThrowIfError();
            producer.BeginTransaction().ThrowIfError();
            topic.Write(producer, "kept");
            producer.CommitTransaction(KafkaTestTopic.TimeoutMs).ThrowIfError();
            producer.BeginTransaction().ThrowIfError();
            topic.Write(producer, "dropped");
            producer.Flush(KafkaTestTopic.TimeoutMs).ThrowIfError();
            producer.AbortTransaction(KafkaTestTopic.TimeoutMs).ThrowIfError();
        }

        Assert.Equal(["kept"], ReadBounded(Table(topic, s_text, ("format", "raw"), ("scan.bounded.mode", "latest-offset"))).Select(r => r[0]));
    }

    [KafkaFact]
    public void A_broken_row_is_a_dead_letter_and_the_others_are_read()
    {
        KafkaTestTopic topic = new(broker);
        topic.WriteAndFlush("""{"id": 1}""", "not json", """{"id": 3}""");
        CollectedLetters letters = new();
        TableSpec table = Table(topic, [("id", DataType.BigInt)], ("format", "json"), ("scan.bounded.mode", "latest-offset"));
        Assert.Equal([1L, 3L], ReadBounded(table, letters).Select(r => r[0]));
        (DeadLetter letter, string text) = Assert.Single(letters.All);
        Assert.Equal(($"{topic.Name}-0", 1, "not json"), (letter.Partition, letter.Position, text));
        Assert.NotEmpty(letter.Reason);
    }

    [KafkaFact]
    public void A_row_of_50_MB_is_read()
    {
        KafkaTestTopic topic = new(broker, ("max.message.bytes", "60000000"));
        using (KafkaProducer producer = topic.Producer(("message.max.bytes", "60000000")))
        {
            topic.Write(producer, new string('x', 50_000_000));
            topic.Write(producer, "small");
            producer.Flush(KafkaTestTopic.TimeoutMs).ThrowIfError();
        }

        List<object?[]> rows = ReadBounded(Table(topic, s_text, ("format", "raw"), ("scan.bounded.mode", "latest-offset")));
        Assert.Equal([50_000_000, 5], rows.Select(r => ((string)r[0]!).Length));
    }

    [KafkaFact]
    public void A_topic_that_is_not_there_is_named_with_the_nearest()
    {
        KafkaTestTopic topic = new(broker);
        TableSpec table = Table(topic, s_text, ("format", "raw"));
        TableSpec misspelt = table with { Options = new Dictionary<string, string>(table.Options) { ["topic"] = topic.Name + "s" } };
        using TableSource source = _connectors.CreateSource(misspelt);
        ConnectorException missing = Assert.Throws<ConnectorException>(() => source.Open(SourceReading.Context(misspelt)));
        Assert.Contains($"no topic '{topic.Name}s' in Kafka. Did you mean '{topic.Name}'?", missing.Message, StringComparison.Ordinal);
        Assert.Contains("no topic", Assert.Throws<ConnectorException>(() => MessageWriting.WriteAll(_connectors.CreateSink(misspelt), misspelt, ["x"])).Message, StringComparison.Ordinal);
    }

    [KafkaFact]
    public void A_position_that_no_longer_exists_stops_the_job_with_topic_partition_and_range()
    {
        KafkaTestTopic topic = new(broker);
        topic.WriteAndFlush("a", "b", "c");
        using (KafkaProducer admin = topic.Producer())
        {
            admin.DeleteRecords([topic.At(2)], KafkaTestTopic.TimeoutMs);
        }

        TableSpec table = Table(topic, s_text, ("format", "raw"));
        using AutoResetEvent woken = new(false);
        using TableSource source = _connectors.CreateSource(table);
        IReadOnlyList<PartitionReader> readers = source.Open(
            SourceReading.Context(table, wake: () => woken.Set()) with { Positions = new Dictionary<string, string> { [$"{topic.Name}-0"] = "1" } });
        ConnectorException gone = Assert.Throws<ConnectorException>(() => SourceReading.ReadAll(table, readers[0], woken: woken));
        Assert.Contains($"{topic.Name} [0]: the position 1 no longer exists; the partition has the offsets from 2 up to 3; those from 1 up to 2 are lost", gone.Message, StringComparison.Ordinal);
    }

    [KafkaFact]
    public void Lanes_share_the_partitions_and_go_on_at_their_positions()
    {
        KafkaTestTopic topic = new(broker, partitions: 3);
        using (KafkaProducer producer = topic.Producer())
        {
            for (int p = 0; p < 3; p++)
            {
                topic.Write(producer, $"{p}a", p);
                topic.Write(producer, $"{p}b", p);
            }

            producer.Flush(KafkaTestTopic.TimeoutMs).ThrowIfError();
        }

        TableSpec table = Table(topic, s_text, ("format", "raw"), ("scan.bounded.mode", "latest-offset"));
        Dictionary<string, string> positions = new() { [$"{topic.Name}-0"] = "1", [$"{topic.Name}-1"] = "1", [$"{topic.Name}-2"] = "2" };
        Assert.Equal(["0b"], Read(0));
        Assert.Equal(["1b"], Read(1));

        string[] Read(int lane)
        {
            using AutoResetEvent woken = new(false);
            using TableSource source = _connectors.CreateSource(table);
            SourceContext context = SourceReading.Context(table, wake: () => woken.Set()) with { Lane = lane, LaneCount = 2, Positions = positions };
            return [.. source.Open(context).SelectMany(r => SourceReading.ReadAll(table, r, woken: woken)).Select(r => (string)r[0]!)];
        }
    }

    [KafkaFact]
    public void A_paused_partition_holds_up_no_other()
    {
        KafkaTestTopic topic = new(broker, partitions: 2);
        string large = new('x', 100_000);
        using (KafkaProducer producer = topic.Producer())
        {
            for (int i = 0; i < 300; i++)
            {
                topic.Write(producer, large, 0);
            }

            topic.Write(producer, "other", 1);
            producer.Flush(KafkaTestTopic.TimeoutMs).ThrowIfError();
        }

        TableSpec table = Table(topic, s_text, ("format", "raw"), ("scan.bounded.mode", "latest-offset"));
        using AutoResetEvent woken = new(false);
        using TableSource source = _connectors.CreateSource(table);
        IReadOnlyList<PartitionReader> readers = source.Open(SourceReading.Context(table, wake: () => woken.Set()));
        readers[0].SetPaused(true);
        Assert.Equal(["other"], SourceReading.ReadAll(table, readers[1], woken: woken).Select(r => r[0]));
        readers[0].SetPaused(false);
        Assert.Equal(300, SourceReading.ReadAll(table, readers[0], woken: woken, capacity: 16).Count);
    }

    [KafkaFact]
    public void A_topic_that_comes_up_and_matches_the_pattern_is_read_from_its_beginning()
    {
        string stem = $"p{Guid.NewGuid():N}";
        TableSpec table = SourceReading.Table(
            "kafka",
            s_text,
            ("properties.bootstrap.servers", broker.Address), ("topic-pattern", stem + "-.*"), ("format", "raw"), ("scan.startup.mode", "latest-offset"), ("scan.topic-partition-discovery.interval", "100 ms"));
        Create($"{stem}-1");
        using AutoResetEvent woken = new(false);
        using TableSource source = _connectors.CreateSource(table);
        Assert.Equal($"{stem}-1-0", Assert.Single(source.Open(SourceReading.Context(table, wake: () => woken.Set()))).Partition);
        Create($"{stem}-2");
        using (KafkaProducer producer = new(KafkaClientOptions.For(broker.Address)))
        {
            producer.Produce(new KafkaRecord { Topic = producer.Topic($"{stem}-2"), Value = "first"u8 }).ThrowIfError();
            producer.Flush(KafkaTestTopic.TimeoutMs).ThrowIfError();
        }

        IReadOnlyList<PartitionReader> found;
        while ((found = source.Discover()).Count == 0)
        {
            Assert.True(woken.WaitOne(KafkaTestTopic.TimeoutMs));
        }

        Assert.Equal(["first"], SourceReading.ReadAll(table, Assert.Single(found), limit: 1, woken: woken).Select(r => r[0]));

        void Create(string name)
        {
            using KafkaProducer admin = new(KafkaClientOptions.For(broker.Address));
            admin.CreateTopics([new KafkaNewTopic(name, 1)], KafkaTestTopic.TimeoutMs)[0].ThrowIfError();
        }
    }

    [KafkaFact]
    public void A_full_queue_of_the_client_is_backpressure_and_loses_nothing()
    {
        KafkaTestTopic topic = new(broker);
        TableSpec table = Table(topic, s_text, ("format", "raw"), ("properties.queue.buffering.max.messages", "10"), ("properties.linger.ms", "20"));
        MessageWriting.WriteAll(_connectors.CreateSink(table), table, [.. Enumerable.Range(0, 100).Select(i => new object?[] { $"{i}" })]);
        Assert.Equal(Enumerable.Range(0, 100).Select(i => $"{i}"), topic.ReadAll());
    }

    [KafkaFact]
    public void What_a_job_has_written_when_it_is_stopped_is_sent()
    {
        KafkaTestTopic topic = new(broker);
        TableSpec table = Table(topic, s_text, ("format", "raw"), ("properties.linger.ms", "120000"));
        using AutoResetEvent woken = new(false);
        using (TableSink sink = _connectors.CreateSink(table))
        {
            sink.Open(new SinkContext { Wake = () => woken.Set() });
            MessageWriting.WriteWhenReady(sink, woken, MessageWriting.Batch(table, ["last"]));
        }

        Assert.Equal(["last"], topic.ReadAll());
    }

    [KafkaFact]
    public void A_record_that_is_refused_when_a_job_is_stopped_is_told_then()
    {
        KafkaTestTopic topic = new(broker, ("max.message.bytes", "1000"));
        TableSpec table = Table(topic, s_text, ("format", "raw"), ("properties.linger.ms", "120000"));
        using AutoResetEvent woken = new(false);
        TableSink sink = _connectors.CreateSink(table);
        sink.Open(new SinkContext { Wake = () => woken.Set() });
        MessageWriting.WriteWhenReady(sink, woken, MessageWriting.Batch(table, [new string('x', 5000)]));
        ConnectorException lost = Assert.Throws<ConnectorException>(sink.Dispose);
        Assert.Contains("1 records were not written to Kafka", lost.Message, StringComparison.Ordinal);
        Assert.Contains($"{topic.Name} [0]", lost.Message, StringComparison.Ordinal);
    }

    [KafkaFact]
    public void A_record_that_the_broker_refuses_stops_the_job()
    {
        KafkaTestTopic topic = new(broker, ("max.message.bytes", "1000"));
        TableSpec table = Table(topic, s_text, ("format", "raw"));
        ConnectorException refused = Assert.Throws<ConnectorException>(() => MessageWriting.WriteAll(_connectors.CreateSink(table), table, [new string('x', 5000)]));
        Assert.Contains($"not written to Kafka at {broker.Address}: {topic.Name} [0]", refused.Message, StringComparison.Ordinal);
    }

    [KafkaFact]
    public void Each_lane_has_its_partition_with_the_fixed_partitioner()
    {
        KafkaTestTopic topic = new(broker, partitions: 2);
        TableSpec table = Table(topic, s_text, ("format", "raw"), ("sink.partitioner", "fixed"));
        using AutoResetEvent woken = new(false);
        using TableSink sink = _connectors.CreateSink(table);
        sink.Open(new SinkContext { Lane = 3, LaneCount = 4, Wake = () => woken.Set() });
        MessageWriting.WriteWhenReady(sink, woken, MessageWriting.Batch(table, ["x"], [null]));
        MessageWriting.FinishAll(sink, woken);
        Assert.Equal(["x", ""], topic.ReadAll(1));
    }

    [KafkaFact]
    public void Java_names_sign_in_over_TLS_with_each_mechanism()
    {
        const string plain = "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"weir\" password=\"weir-secret\";";
        const string scram = "org.apache.kafka.common.security.scram.ScramLoginModule required username='weir' password='weir-secret';";
        const string token = "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required unsecuredLoginStringClaim_sub=\"weir\";";
        KafkaTestTopic topic = new(broker);
        foreach ((string mechanism, string jaas) in ((string, string)[])[("PLAIN", plain), ("SCRAM-SHA-256", scram), ("SCRAM-SHA-512", scram), ("OAUTHBEARER", token)])
        {
            TableSpec table = Secured(topic, mechanism, jaas);
            MessageWriting.WriteAll(_connectors.CreateSink(table), table, [mechanism]);
            Assert.Contains(mechanism, ReadBounded(table).Select(r => r[0]));
        }
    }

    [KafkaFact]
    public void A_wrong_password_stops_the_job_at_once()
    {
        KafkaTestTopic topic = new(broker);
        TableSpec table = Secured(topic, "PLAIN", "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"weir\" password=\"wrong\";");
        ConnectorException refused = Assert.Throws<ConnectorException>(() => ReadBounded(table));
        Assert.Contains("does not accept the credentials", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong", refused.Message, StringComparison.Ordinal);
        Assert.Contains("does not accept the credentials", Assert.Throws<ConnectorException>(() => MessageWriting.WriteAll(_connectors.CreateSink(table), table, ["x"])).Message, StringComparison.Ordinal);
    }

    [KafkaFact]
    public void Reading_and_writing_go_on_when_the_broker_comes_back()
    {
        KafkaTestTopic topic = new(broker);
        TableSpec table = Table(topic, s_text, ("format", "raw"));
        using AutoResetEvent woken = new(false);
        using TableSource source = _connectors.CreateSource(table);
        PartitionReader reader = Assert.Single(source.Open(SourceReading.Context(table, wake: () => woken.Set())));
        using AutoResetEvent sinkWoken = new(false);
        using TableSink sink = _connectors.CreateSink(table);
        sink.Open(new SinkContext { Wake = () => sinkWoken.Set() });
        MessageWriting.WriteWhenReady(sink, sinkWoken, MessageWriting.Batch(table, ["before"]));
        Assert.Equal(["before"], SourceReading.ReadAll(table, reader, limit: 1, woken: woken).Select(r => r[0]));
        broker.Run("stop");
        Patience.Until(() => IsUnreachable(source.Trouble) && IsUnreachable(sink.Trouble));
        MessageWriting.WriteWhenReady(sink, sinkWoken, MessageWriting.Batch(table, ["after"]));
        broker.Run("start");
        MessageWriting.FinishAll(sink, sinkWoken);
        Assert.Equal(["after"], SourceReading.ReadAll(table, reader, limit: 1, woken: woken).Select(r => r[0]));
        Patience.Until(() => source.Trouble is null && sink.Trouble is null);

        static bool IsUnreachable(string? trouble) => trouble?.Contains("unreachable", StringComparison.Ordinal) == true;
    }

    private static TableSpec Table(KafkaTestTopic topic, IEnumerable<(string, DataType)> columns, params (string Key, string Value)[] options) => SourceReading.Table(
        "kafka", columns, [("properties.bootstrap.servers", topic.Broker.Address), ("topic", topic.Name), ("scan.startup.mode", "earliest-offset"), .. options]);

    private TableSpec Secured(KafkaTestTopic topic, string mechanism, string jaas) => SourceReading.Table(
        "kafka",
        s_text,
        ("properties.bootstrap.servers", broker.SecureAddress),
        ("properties.security.protocol", "SASL_SSL"),
        ("properties.sasl.mechanism", mechanism),
        ("properties.sasl.jaas.config", jaas),
        ("properties.ssl.truststore.type", "PEM"),
        ("properties.ssl.truststore.location", broker.AuthorityCertificate),
        ("topic", topic.Name),
        ("format", "raw"),
        ("scan.startup.mode", "earliest-offset"),
        ("scan.bounded.mode", "latest-offset"));

    private List<object?[]> ReadBounded(TableSpec table, CollectedLetters? letters = null)
    {
        using AutoResetEvent woken = new(false);
        using TableSource source = _connectors.CreateSource(table);
        Assert.True(source.IsBounded);
        Queue<PartitionReader> readers = new(source.Open(SourceReading.Context(table, letters, () => woken.Set())));
        List<object?[]> rows = [];
        while (readers.TryDequeue(out PartitionReader? reader))
        {
            rows.AddRange(SourceReading.ReadAll(table, reader, woken: woken));
        }

        return rows;
    }
}
