using Weir.Connectors.Tests.Kafka;
using Weir.Connectors.Tests.Kafka.Native;
using Weir.Engine.Batches;
using Weir.Engine.Connectors;
using Weir.Engine.Types;
using Weir.Sql.Descriptors;

namespace Weir.Connectors.Tests.KafkaTables;

[Collection(KafkaCollection.Name)]
public sealed class UpsertKafkaTests(KafkaBroker broker)
{
    private static readonly (string, DataType)[] s_columns = [("name", DataType.String), ("id", DataType.BigInt), ("size", DataType.Int)];
    private readonly ConnectorRegistry _connectors = ConnectorRegistry.CreateBuiltIn(new ConnectorServices());

    [KafkaFact]
    public void Rows_replace_each_other_by_key_and_a_message_without_a_value_deletes()
    {
        KafkaTestTopic topic = new(broker);
        TableSpec table = Table(topic);
        Write(table, (RowKind.Insert, ["a", 1L, 10]), (RowKind.UpdateAfter, ["b", 1L, 20]), (RowKind.Insert, ["c", 2L, null]), (RowKind.Delete, ["b", 1L, 20]), (RowKind.Delete, [null, 2L, null]));
        Assert.Equal(["+I a|1|10", "+I b|1|20", "+I c|2|", "-D |1|", "-D |2|"], Read(table));
        Assert.Equal(["""{"name":"a","id":1,"size":10}""", """{"name":"b","id":1,"size":20}""", """{"name":"c","id":2,"size":null}""", "", ""], topic.ReadAll());
    }

    [KafkaFact]
    public void The_key_need_not_be_in_the_value_and_may_have_names_of_its_own()
    {
        KafkaTestTopic topic = new(broker);
        TableSpec table = Table(topic, ("value.fields-include", "EXCEPT_KEY")) with { PrimaryKey = [1, 0] };
        Write(table, (RowKind.Insert, ["a", 1L, 10]), (RowKind.Delete, ["a", 1L, 10]));
        Assert.Equal(["+I a|1|10", "-D a|1|"], Read(table));
        Assert.Equal("""{"size":10}""", topic.ReadAll()[0]);
    }

    [KafkaFact]
    public void A_message_without_a_key_is_a_dead_letter()
    {
        KafkaTestTopic topic = new(broker);
        topic.WriteAndFlush("""{"name":"a","id":1,"size":10}""");
        CollectedLetters letters = new();
        Assert.Empty(Read(Table(topic), letters));
        Assert.Contains("key: the message has none", Assert.Single(letters.All).Letter.Reason, StringComparison.Ordinal);
    }

    [LibraryFact]
    public void Without_a_primary_key_and_with_what_it_settles_by_itself_it_is_refused()
    {
        DescriptorCatalog catalog = BuiltInDescriptors.Create();
        TableSpec table = SourceReading.Table(
            "upsert-kafka", s_columns, ("properties.bootstrap.servers", "127.0.0.1:9"), ("topic", "t"), ("key.format", "json"), ("value.format", "json"));
        Assert.Contains("require to define a PRIMARY KEY", Assert.Single(OptionValidator.Validate(table, catalog.Connector("upsert-kafka")!, catalog)).Message, StringComparison.Ordinal);
        Assert.Contains("needs a PRIMARY KEY", Assert.Throws<ConnectorException>(() => _connectors.CreateSource(table)).Message, StringComparison.Ordinal);
        foreach ((string key, string value) in new[] { ("scan.startup.mode", "latest-offset"), ("key.fields", "id"), ("format", "json"), ("sink.delivery-guarantee", "twice"), ("key.fields-prefix", "k_") })
        {
            TableSpec refused = table with { PrimaryKey = [1], Options = new Dictionary<string, string>(table.Options) { [key] = value } };
            Assert.Contains(key, Assert.Single(OptionValidator.Validate(refused, catalog.Connector("upsert-kafka")!, catalog)).Message, StringComparison.Ordinal);
        }
    }

    private TableSpec Table(KafkaTestTopic topic, params (string Key, string Value)[] options) => SourceReading.Table(
        "upsert-kafka",
        s_columns,
        [("properties.bootstrap.servers", topic.Broker.Address), ("topic", topic.Name), ("key.format", "json"), ("value.format", "json"), ("scan.bounded.mode", "latest-offset"), .. options]) with
    { PrimaryKey = [1] };

    private void Write(TableSpec table, params (RowKind Kind, object?[] Values)[] rows)
    {
        using AutoResetEvent woken = new(false);
        using TableSink sink = _connectors.CreateSink(table);
        sink.Open(new SinkContext { Wake = () => woken.Set() });
        Batch batch = MessageWriting.Batch(table, [.. rows.Select(r => r.Values)]);
        Span<RowKind> kinds = batch.TrackKinds();
        for (int r = 0; r < rows.Length; r++)
        {
            kinds[r] = rows[r].Kind;
        }

        MessageWriting.WriteWhenReady(sink, woken, batch);
        MessageWriting.FinishAll(sink, woken);
    }

    private List<string> Read(TableSpec table, CollectedLetters? letters = null)
    {
        using AutoResetEvent woken = new(false);
        using TableSource source = _connectors.CreateSource(table);
        int[] columns = [.. Enumerable.Range(0, table.Columns.Count)];
        List<string> rows = [];
        foreach (PartitionReader reader in source.Open(SourceReading.Context(table, letters, () => woken.Set())))
        {
            while (true)
            {
                SourceBatch batch = SourceReading.Batch(table, columns);
                ReadStatus status = reader.Read(batch);
                rows.AddRange(SourceReading.Rows(table, columns, batch).Select((values, r) => $"{batch.Kinds[r].Symbol()} {string.Join('|', values)}"));
                if (status == ReadStatus.Ended)
                {
                    break;
                }

                Assert.True(batch.RowCount > 0 || woken.WaitOne(KafkaTestTopic.TimeoutMs), "The reader was not woken.");
            }
        }

        return rows;
    }
}
