using Weir.Connectors.Kafka.Native;
using Weir.Connectors.KafkaTables.Home;
using Weir.Connectors.Tests.Kafka;
using Weir.Connectors.Tests.Kafka.Native;
using Weir.Engine.Connectors;

namespace Weir.Connectors.Tests.KafkaTables.Home;

/// <summary>Which cluster is the home, and who is written there.</summary>
[Collection(KafkaCollection.Name)]
public sealed class KafkaHomeChoiceTests(KafkaBroker broker)
{
    private static readonly (string, string) s_once = ("sink.delivery-guarantee", "exactly-once");
    private static readonly (string, string) s_atLeastOnce = ("sink.delivery-guarantee", "at-least-once");
    private readonly ConnectorRegistry _connectors = ConnectorRegistry.CreateBuiltIn(new ConnectorServices());

    [LibraryFact]
    public void The_first_sink_that_asks_for_it_decides_then_the_first_that_does_not_ask_for_less_then_the_first_source()
    {
        TableSpec first = Table("127.0.0.1:1"), second = Table("127.0.0.1:2"), asks = Table("127.0.0.1:3", s_once), less = Table("127.0.0.1:4", s_atLeastOnce);
        TableSpec print = SourceReading.Table("print", []);
        Assert.Equal("transactions of Kafka at 127.0.0.1:3", Home([first], [less, second, asks]));
        Assert.Equal("transactions of Kafka at 127.0.0.1:2", Home([first], [print, less, second]));
        Assert.Equal("transactions of Kafka at 127.0.0.1:1", Home([first, second], [print, less]));
        Assert.Null(Home([SourceReading.Table("datagen", [])], [print, less]));

        string? Home(TableSpec[] sources, TableSpec[] sinks)
        {
            using ICommitHome? home = _connectors.CreateHome("job", sources, sinks);
            return home?.Description;
        }
    }

    [LibraryFact]
    public void Exactly_once_on_two_clusters_is_refused()
    {
        ConnectorException refused = Assert.Throws<ConnectorException>(() => _connectors.CreateHome("job", [], [Table("127.0.0.1:1", s_once), Table("127.0.0.1:2", s_once) with { Name = "other" }]));
        Assert.Contains("Table 'other': the sink.delivery-guarantee 'exactly-once' cannot be kept", refused.Message, StringComparison.Ordinal);
    }

    [LibraryFact]
    public void A_sink_of_a_second_cluster_is_at_least_once_and_says_why()
    {
        using ICommitHome home = _connectors.CreateHome("job", [], [Table("127.0.0.1:1")])!;
        using TableSink sink = Open(Table("127.0.0.1:2"), home);
        Assert.Equal((SinkGuarantee.AtLeastOnce, SinkCommit.AtOnce), (sink.Guarantee, sink.Commit));
        Assert.Contains("it is not of the cluster of the job's home, transactions of Kafka at 127.0.0.1:1", sink.GuaranteeReason, StringComparison.Ordinal);
        using TableSink stranger = Open(Table("127.0.0.1:1", ("properties.sasl.username", "other")), home);
        Assert.Contains("it signs in otherwise", stranger.GuaranteeReason, StringComparison.Ordinal);
        Assert.Contains("cannot span both", Assert.Throws<ConnectorException>(() => Open(Table("127.0.0.1:2", s_once), home)).Message, StringComparison.Ordinal);
        using TableSink asked = Open(Table("127.0.0.1:1", s_atLeastOnce), home);
        Assert.Equal((SinkGuarantee.AtLeastOnce, SinkCommit.AtOnce), (asked.Guarantee, asked.Commit));
    }

    [LibraryFact]
    public void Without_checkpoints_exactly_once_is_refused_and_the_default_is_at_least_once()
    {
        using TableSink asks = _connectors.CreateSink(Table("127.0.0.1:1", s_once));
        Assert.Contains("the job makes no checkpoints", Assert.Throws<ConnectorException>(() => asks.Open(new SinkContext { Wake = () => { } })).Message, StringComparison.Ordinal);
        using TableSink sink = _connectors.CreateSink(Table("127.0.0.1:1"));
        sink.Open(new SinkContext { Wake = () => { } });
        Assert.Equal(SinkGuarantee.AtLeastOnce, sink.Guarantee);
    }

    [Theory]
    [InlineData("orders-2", "weir.orders-2.commits")]
    [InlineData("orders 2", "weir.orders_2-e64c77c1878d.commits")]
    [InlineData("orders_2", "weir.orders_2.commits")]
    public void A_jobs_name_becomes_one_that_Kafka_takes(string job, string topic)
    {
        KafkaHomeNames names = KafkaHomeNames.Of(job, "shop-");
        Assert.Equal(topic, names.Topic);
        Assert.Equal(topic, names.Group + ".commits");
        Assert.Equal(("shop-" + names.Group + ".0.a", "shop-" + names.Group + ".0.b"), (names.FirstId, names.SecondId));
        Assert.True(KafkaHomeNames.Of(new string('j', 300), string.Empty).Topic.Length <= 249);
    }

    [KafkaFact]
    public async Task A_sink_that_is_at_least_once_is_prepared_when_all_before_the_checkpoint_is_acknowledged()
    {
        KafkaTestTopic topic = new(broker);
        TableSpec table = HomeJob.Lines(broker.Address, topic.Name, s_atLeastOnce, ("properties.linger.ms", "120000"), ("properties.message.timeout.ms", "300000"), ("properties.queue.buffering.max.messages", "10"));
        using AutoResetEvent woken = new(false);
        using TableSink sink = _connectors.CreateSink(table);
        sink.Open(new SinkContext { HasCheckpoints = true, Wake = () => woken.Set() });
        string[] lines = [.. Enumerable.Range(0, 30).Select(i => $"{i}")]; // three times what the client's queue takes
        MessageWriting.WriteWhenReady(sink, woken, MessageWriting.Batch(table, [.. lines.Select(l => new object?[] { l })]));
        sink.EndCheckpoint(1);
        await sink.PrepareAsync(1, CancellationToken.None).WaitAsync(TimeSpan.FromMilliseconds(Patience.Ms));
        Assert.Equal(lines, topic.ReadAll());
        MessageWriting.WriteWhenReady(sink, woken, MessageWriting.Batch(table, ["next"]));
        sink.EndCheckpoint(2);
        await sink.PrepareAsync(2, CancellationToken.None).WaitAsync(TimeSpan.FromMilliseconds(Patience.Ms));
        Assert.Equal([.. lines, "next"], topic.ReadAll());
    }

    [KafkaFact]
    public void A_partition_that_was_read_and_is_no_longer_there_stops_the_job()
    {
        KafkaTestTopic topic = new(broker);
        TableSpec table = HomeJob.Lines(broker.Address, topic.Name);
        using TableSource source = _connectors.CreateSource(table);
        ConnectorException missing = Assert.Throws<ConnectorException>(() => source.Open(
            SourceReading.Context(table) with { Positions = new Dictionary<string, string> { [$"{topic.Name}-0"] = "0", [$"{topic.Name}-1"] = "5" } }));
        Assert.Contains($"the partition {topic.Name}-1 up to the position 5, and it is no longer there", missing.Message, StringComparison.Ordinal);
    }

    private static TableSpec Table(string servers, params (string Key, string Value)[] options) => HomeJob.Lines(servers, "t", options);

    private TableSink Open(TableSpec table, ICommitHome home)
    {
        TableSink sink = _connectors.CreateSink(table);
        try
        {
            sink.Open(new SinkContext { HasCheckpoints = true, Home = home, Wake = () => { } });
            return sink;
        }
        catch (ConnectorException)
        {
            sink.Dispose();
            throw;
        }
    }
}
