using Weir.Connectors.KafkaTables;
using Weir.Connectors.Tests.Kafka.Native;
using Weir.Engine.Connectors;
using Weir.Engine.Types;
using Weir.Sql.Descriptors;

namespace Weir.Connectors.Tests.KafkaTables;

/// <summary>What needs the client's library but no broker.</summary>
public sealed class KafkaOptionsTests
{
    private static readonly ConnectorRegistry s_connectors = ConnectorRegistry.CreateBuiltIn(new ConnectorServices());

    [LibraryFact]
    public void Names_of_the_Java_client_become_those_of_the_library()
    {
        KafkaProperties properties = new(Table(
            ("properties.security.protocol", "SASL_SSL"),
            ("properties.sasl.mechanism", "PLAIN"),
            ("properties.sasl.jaas.config", "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"a b\" password=\"p\\\"w;\";"),
            ("properties.ssl.truststore.type", "PEM"),
            ("properties.ssl.truststore.location", "/ca"),
            ("properties.ssl.endpoint.identification.algorithm", ""),
            ("properties.key.deserializer", "org.apache.kafka.common.serialization.ByteArrayDeserializer"),
            ("properties.fetch.max.wait.ms", "50"),
            ("properties.linger.ms", "7"),
            ("properties.auto.offset.reset", "earliest"),
            ("properties.group.id", "g")));
        Dictionary<string, string> expected = new()
        {
            ["bootstrap.servers"] = "127.0.0.1:9",
            ["security.protocol"] = "sasl_ssl",
            ["sasl.mechanism"] = "PLAIN",
            ["sasl.username"] = "a b",
            ["sasl.password"] = "p\"w;",
            ["ssl.ca.location"] = "/ca",
            ["ssl.endpoint.identification.algorithm"] = "none",
            ["fetch.wait.max.ms"] = "50",
            ["linger.ms"] = "7",
            ["group.id"] = "g",
        };
        Assert.Equal(expected.OrderBy(p => p.Key), properties.Client(TimeProvider.System).Properties.OrderBy(p => p.Key));
        Assert.Equal("earliest", properties.OffsetReset);
    }

    [LibraryTheory]
    [InlineData("properties.linger.ms", "soon", "properties.linger.ms")]
    [InlineData("properties.no.such.thing", "1", "properties.no.such.thing")]
    [InlineData("properties.auto.offset.reset", "middle", "expected one of earliest, latest, none")]
    [InlineData("properties.enable.auto.commit", "true", "expected false")]
    [InlineData("properties.ssl.truststore.location", "/x.jks", "expected PEM")]
    [InlineData("properties.sasl.jaas.config", "secret", "PlainLoginModule")]
    [InlineData("scan.startup.specific-offsets", "0:1", "expected partition:0,offset:42;partition:1,offset:300")]
    [InlineData("topic-pattern", "x", "one of the options 'topic' and 'topic-pattern'")]
    public void What_is_not_understood_is_refused_by_its_name(string key, string value, string expected)
    {
        ConnectorException refused = Assert.Throws<ConnectorException>(() => s_connectors.CreateSource(Table((key, value), ("scan.startup.mode", key.Contains("specific") ? "specific-offsets" : "latest-offset"))));
        Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", refused.Message, StringComparison.Ordinal);
    }

    [LibraryFact]
    public void Without_a_group_the_startup_mode_must_be_given()
    {
        ConnectorException refused = Assert.Throws<ConnectorException>(() => s_connectors.CreateSource(Table()));
        Assert.Contains("'group-offsets' needs the option 'properties.group.id'", refused.Message, StringComparison.Ordinal);
    }

    [LibraryFact]
    public void A_sink_refuses_what_it_cannot_do()
    {
        Assert.Contains("one of exactly-once, at-least-once, none", Refuses(("sink.delivery-guarantee", "twice")), StringComparison.Ordinal);
        Assert.Contains("'key.fields' are given", Refuses(("sink.partitioner", "round-robin"), ("key.format", "raw"), ("key.fields", "text")), StringComparison.Ordinal);
        Assert.Contains("names 'txet'", Refuses(("key.format", "raw"), ("key.fields", "txet")), StringComparison.Ordinal);
        Assert.Contains("go together", Refuses(("key.fields", "text")), StringComparison.Ordinal);

        static string Refuses(params (string, string)[] options) => Assert.Throws<ConnectorException>(() => s_connectors.CreateSink(Table(options))).Message;
    }

    [LibraryFact]
    public void A_broker_that_cannot_be_reached_is_told_while_the_source_waits_for_it()
    {
        TableSpec table = Table(("scan.startup.mode", "earliest-offset"), ("scan.bounded.mode", "latest-offset"));
        using TableSource source = s_connectors.CreateSource(table);
        PartitionReader waiting = Assert.Single(source.Open(SourceReading.Context(table)));
        Assert.Equal(ReadStatus.Waiting, waiting.Read(SourceReading.Batch(table, [0])));
        Patience.Until(() => source.Trouble is not null);
        Assert.Contains("Kafka at 127.0.0.1:9 does not answer", source.Trouble, StringComparison.Ordinal);
        Assert.Empty(source.Discover());
        Assert.Equal(ReadStatus.Waiting, waiting.Read(SourceReading.Batch(table, [0])));
    }

    [Fact]
    public void The_planner_refuses_the_same()
    {
        Assert.Empty(Problems(Table(("scan.startup.mode", "earliest-offset"), ("properties.anything", "1"))));
        Assert.Contains("needs the option 'scan.startup.timestamp-millis'", Problem(("scan.startup.mode", "timestamp")), StringComparison.Ordinal);
        Assert.Contains("names 'txet'", Problem(("key.format", "raw"), ("key.fields", "txet")), StringComparison.Ordinal);
        Assert.Empty(Problems(Table(("scan.startup.mode", "earliest-offset"), ("sink.delivery-guarantee", "exactly-once"), ("sink.transactional-id-prefix", "shop-"))));
        Assert.Contains("PRIMARY KEY", Assert.Single(Problems(Table() with { PrimaryKey = [0] })).Message, StringComparison.Ordinal);
        Assert.True(BuiltInDescriptors.Create().Connector("kafka")!.IsBounded(Table(("scan.bounded.mode", "latest-offset")).Options));

        static string Problem(params (string, string)[] options) => Assert.Single(Problems(Table(options))).Message;
    }

    private static IReadOnlyList<OptionProblem> Problems(TableSpec table)
    {
        DescriptorCatalog catalog = BuiltInDescriptors.Create();
        return OptionValidator.Validate(table, catalog.Connector("kafka")!, catalog);
    }

    private static TableSpec Table(params (string Key, string Value)[] options) =>
        SourceReading.Table("kafka", [("text", DataType.String)], [("properties.bootstrap.servers", "127.0.0.1:9"), ("topic", "t"), ("format", "raw"), .. options]);
}
