using System.Diagnostics;
using System.Text;
using Weir.Connectors.Log;
using Weir.Connectors.LogTables;
using Weir.Connectors.Tests.Log;
using Weir.Engine.Connectors;
using Weir.Engine.Types;

namespace Weir.Connectors.Tests.LogTables;

public sealed class LogTableTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ConnectorRegistry _connectors = ConnectorRegistry.CreateBuiltIn(new ConnectorServices());

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task One_process_reads_what_another_writes_while_it_writes()
    {
        TableSpec table = LogTableProcess.Table(_folder.Path);
        using AutoResetEvent woken = new(false);
        using TableSource source = _connectors.CreateSource(table);
        IReadOnlyList<PartitionReader> readers = source.Open(SourceReading.Context(table, wake: () => woken.Set()));
        Assert.Equal(["lines-0", "lines-1", "lines-2"], readers.Select(r => r.Partition));
        using Process writer = LogTableProcess.Start(_folder.Path, 1000);
        List<object?[]> rows = ReadSome(table, readers, 1000, woken);
        await writer.WaitForExitAsync();
        Assert.Equal(0, writer.ExitCode);
        Assert.Equal(Enumerable.Range(0, 1000).Select(i => (long)i), rows.Select(r => (long)r[0]!).Order());
        foreach (IGrouping<object?, long> line in rows.GroupBy(r => r[1], r => (long)r[0]!))
        {
            Assert.Equal(line.Order(), line); // a key is in one partition, so in order
        }

        Close(readers);
    }

    [Fact]
    public void A_bounded_read_ends_at_the_end_that_it_found_and_tells_where_it_is()
    {
        TableSpec table = LogTableProcess.Table(_folder.Path, ("scan.bounded.mode", "latest-offset"));
        using TableSource keepsLogOpen = _connectors.CreateSource(table);
        Close(keepsLogOpen.Open(SourceReading.Context(table)));
        Write(table, [1L, "a"], [2L, "a"], [3L, "a"]);
        int partition = Partition("a");
        using AutoResetEvent woken = new(false);
        using TableSource source = _connectors.CreateSource(table);
        IReadOnlyList<PartitionReader> readers = source.Open(SourceReading.Context(table, wake: () => woken.Set()));
        Write(table, [4L, "a"]);
        Assert.Equal(3, readers[partition].LagRows);
        Assert.Equal([1L, 2L, 3L], SourceReading.ReadAll(table, readers[partition], woken: woken, capacity: 2).Select(r => r[0]));
        Assert.Equal("3", readers[partition].Position);
        Close(readers);

        using TableSource again = _connectors.CreateSource(table);
        readers = again.Open(SourceReading.Context(table, wake: () => woken.Set()) with { Positions = new Dictionary<string, string> { [$"lines-{partition}"] = "2" } });
        Assert.Equal([3L, 4L], SourceReading.ReadAll(table, readers[partition], woken: woken).Select(r => r[0]));
        Close(readers);
    }

    [Fact]
    public void Metadata_goes_in_and_comes_out()
    {
        TableSpec table = SourceReading.Table("log", [], ("path", _folder.Path), ("topic", "m"), ("format", "raw"), ("scan.bounded.mode", "latest-offset")) with
        {
            Columns =
            [
                new ColumnSpec("at", DataType.TimestampLtz(3), "timestamp"),
                new ColumnSpec("offset", DataType.BigInt, "offset", IsVirtual: true),
                new ColumnSpec("text", DataType.String),
                new ColumnSpec("headers", DataType.Map(DataType.String, DataType.Bytes), "headers"),
                new ColumnSpec("topic", DataType.String, "topic", IsVirtual: true),
                new ColumnSpec("part", DataType.Int, "partition", IsVirtual: true),
            ],
        };
        KeyValuePair<object?, object?>[] headers = [new("trace", "abc"u8.ToArray()), new("none", null)];
        Write(table, [1_700_000_000_123L, "x", headers], [5L, null, null]);
        List<object?[]> rows = ReadBounded(table);
        Assert.Equal([1_700_000_000_123L, 0L, "x"], rows[0][..3]);
        KeyValuePair<object?, object?> header = Assert.Single((KeyValuePair<object?, object?>[])rows[0][3]!);
        Assert.Equal("trace", header.Key is byte[] name ? Encoding.UTF8.GetString(name) : header.Key);
        Assert.Equal("abc"u8.ToArray(), header.Value);
        Assert.Equal(["m", 0], rows[0][4..]);
        Assert.Equal([5L, 1L, null], rows[1][..3]);
    }

    [Fact]
    public void A_broken_row_is_a_dead_letter_and_the_others_are_read()
    {
        using (EmbeddedLog log = EmbeddedLog.Open(_folder.Path, TimeProvider.System))
        {
            log.CreateTopic("b", 1);
            using ILogProducer producer = log.OpenProducer("p");
            producer.Append("b", 0, """{"id": 1}""");
            producer.Append("b", 0, """{"id": "x"}""");
            producer.Append("b", 0, """{"id": 3}""");
            producer.Partition("b", 0).Append(LogField.Null, LogField.Null, 0); // a deletion: no row
            producer.Commit([]);
        }

        TableSpec table = SourceReading.Table("log", [("id", DataType.BigInt)], ("path", _folder.Path), ("topic", "b"), ("format", "json"), ("scan.bounded.mode", "latest-offset"));
        CollectedLetters letters = new();
        Assert.Equal([1L, 3L], ReadBounded(table, letters).Select(r => r[0]));
        (DeadLetter letter, string text) = Assert.Single(letters.All);
        Assert.Equal(("b-0", 1, """{"id": "x"}"""), (letter.Partition, letter.Position, text));
        Assert.Contains("'id'", letter.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Reading_starts_where_the_mode_says()
    {
        using (EmbeddedLog log = EmbeddedLog.Open(_folder.Path, TimeProvider.System))
        {
            log.CreateTopic("s", 1);
            using ILogProducer producer = log.OpenProducer("p");
            for (int i = 0; i < 5; i++)
            {
                producer.Append("s", 0, $"{i}", 1000 * i);
            }

            producer.Commit([]);
        }

        Assert.Equal(["0", "1", "2", "3", "4"], Texts(("scan.bounded.mode", "latest-offset")));
        Assert.Empty(Texts(("scan.startup.mode", "latest-offset"), ("scan.bounded.mode", "latest-offset")));
        Assert.Equal(["2", "3"], Texts(("scan.startup.mode", "timestamp"), ("scan.startup.timestamp-millis", "1500"), ("scan.bounded.mode", "timestamp"), ("scan.bounded.timestamp-millis", "4000")));
        Assert.Equal(["1", "2"], Texts(
            ("scan.startup.mode", "specific-offsets"), ("scan.startup.specific-offsets", "partition:0,offset:1"), ("scan.bounded.mode", "specific-offsets"), ("scan.bounded.specific-offsets", "partition:0,offset:3")));

        IEnumerable<object?> Texts(params (string Key, string Value)[] options)
        {
            TableSpec table = SourceReading.Table("log", [("text", DataType.String)], [("path", _folder.Path), ("topic", "s"), ("format", "raw"), .. options]);
            return ReadBounded(table).Select(r => r[0]);
        }
    }

    [Fact]
    public void A_topic_that_is_not_there_is_named_with_the_nearest()
    {
        TableSpec written = SourceReading.Table("log", [("text", DataType.String)], ("path", _folder.Path), ("topic", "orders"), ("format", "raw"));
        Write(written, ["x"]);
        TableSpec table = SourceReading.Table("log", [("text", DataType.String)], ("path", _folder.Path), ("topic", "ordres"), ("format", "raw"));
        using TableSource source = _connectors.CreateSource(table);
        ConnectorException missing = Assert.Throws<ConnectorException>(() => source.Open(SourceReading.Context(table)));
        Assert.Contains("no topic 'ordres'", missing.Message, StringComparison.Ordinal);
        Assert.Contains("Did you mean 'orders'?", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_position_that_is_not_there_stops_the_job_with_the_range()
    {
        TableSpec table = SourceReading.Table("log", [("text", DataType.String)], ("path", _folder.Path), ("topic", "r"), ("format", "raw"));
        Write(table, ["x"]);
        using AutoResetEvent woken = new(false);
        using TableSource source = _connectors.CreateSource(table);
        SourceContext context = SourceReading.Context(table, wake: () => woken.Set()) with { Positions = new Dictionary<string, string> { ["r-0"] = "7" } };
        IReadOnlyList<PartitionReader> readers = source.Open(context);
        ConnectorException gone = Assert.Throws<ConnectorException>(() => SourceReading.ReadAll(table, readers[0], woken: woken));
        Assert.Contains("r [0]: there is no offset 7; the end is 1", gone.Message, StringComparison.Ordinal);
        Close(readers);
    }

    [Fact]
    public async Task Rows_are_seen_when_the_commit_interval_is_over_and_not_before()
    {
        ManualClock clock = new();
        TableSpec table = SourceReading.Table("log", [("text", DataType.String)], ("path", _folder.Path), ("topic", "c"), ("format", "raw"), ("sink.commit-interval", "1 s"));
        using AutoResetEvent woken = new(false);
        using TableSink sink = _connectors.CreateSink(table);
        sink.Open(new SinkContext { Wake = () => woken.Set(), Clock = clock });
        MessageWriting.WriteWhenReady(sink, woken, MessageWriting.Batch(table, ["x"]));
        Assert.True(woken.WaitOne(Patience.Ms)); // appended
        using EmbeddedLog log = EmbeddedLog.Open(_folder.Path, TimeProvider.System);
        Assert.Equal(0, log.EndOffset("c", 0));
        using ILogReader reader = log.OpenReader("c", 0, 0);
        Task data = reader.WaitForDataAsync(default);
        clock.Advance(TimeSpan.FromSeconds(1));
        await data.WaitAsync(TimeSpan.FromMilliseconds(Patience.Ms));
    }

    [Fact]
    public void The_run_that_is_replaced_by_another_stops()
    {
        TableSpec table = SourceReading.Table("log", [("text", DataType.String)], ("path", _folder.Path), ("topic", "f"), ("format", "raw"));
        using AutoResetEvent woken = new(false);
        using TableSink first = _connectors.CreateSink(table);
        first.Open(new SinkContext { Wake = () => woken.Set() });
        Write(table, ["second"]);
        MessageWriting.WriteWhenReady(first, woken, MessageWriting.Batch(table, ["first"]));
        ConnectorException fenced = Assert.Throws<ConnectorException>(() => MessageWriting.FinishAll(first, woken));
        Assert.Contains("Another run of this job", fenced.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Keys_go_where_the_Java_client_of_Kafka_puts_them()
    {
        Assert.Equal(-973932308, (int)Murmur2.Hash("21"u8));
        Assert.Equal(-790332482, (int)Murmur2.Hash("foobar"u8));
        Assert.Equal(-985981536, (int)Murmur2.Hash("a-little-bit-long-string"u8));
        Assert.Equal(-1486304829, (int)Murmur2.Hash("a-little-bit-longer-string"u8));
    }

    private static int Partition(string key) => (int)((Murmur2.Hash(Encoding.UTF8.GetBytes(key)) & 0x7FFFFFFF) % 3);

    private static void Close(IReadOnlyList<PartitionReader> readers)
    {
        foreach (PartitionReader reader in readers)
        {
            reader.Dispose();
        }
    }

    private static List<object?[]> ReadSome(TableSpec table, IReadOnlyList<PartitionReader> readers, int count, AutoResetEvent woken)
    {
        int[] columns = [.. Enumerable.Range(0, table.Columns.Count)];
        List<object?[]> rows = [];
        while (rows.Count < count)
        {
            int before = rows.Count;
            foreach (PartitionReader reader in readers)
            {
                SourceBatch batch = SourceReading.Batch(table, columns, 64);
                reader.Read(batch);
                rows.AddRange(SourceReading.Rows(table, columns, batch));
            }

            if (rows.Count == before && !woken.WaitOne(Patience.Ms))
            {
                throw new TimeoutException("The reader was not woken.");
            }
        }

        return rows;
    }

    private void Write(TableSpec table, params object?[][] rows) => MessageWriting.WriteAll(_connectors.CreateSink(table), table, rows);

    private List<object?[]> ReadBounded(TableSpec table, CollectedLetters? letters = null)
    {
        using AutoResetEvent woken = new(false);
        using TableSource source = _connectors.CreateSource(table);
        Assert.True(source.IsBounded);
        IReadOnlyList<PartitionReader> readers = source.Open(SourceReading.Context(table, letters, () => woken.Set()));
        List<object?[]> rows = [];
        foreach (PartitionReader reader in readers)
        {
            rows.AddRange(SourceReading.ReadAll(table, reader, woken: woken));
        }

        Close(readers);
        return rows;
    }
}
