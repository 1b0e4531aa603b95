using System.Diagnostics;
using Weir.Connectors.Nexmark;
using Weir.Engine.Connectors;
using Weir.Engine.Types;
using Xunit.Abstractions;

namespace Weir.Connectors.Tests.Nexmark;

public sealed class NexmarkTests(ITestOutputHelper output)
{
    private static readonly (string Name, DataType Type)[] s_bid =
    [
        ("auction", DataType.BigInt), ("bidder", DataType.BigInt), ("price", DataType.BigInt), ("channel", DataType.String), ("url", DataType.String), ("dateTime", DataType.Timestamp(3)), ("extra", DataType.String),
    ];

    private static readonly (string Name, DataType Type)[] s_person =
    [
        ("id", DataType.BigInt), ("name", DataType.String), ("emailAddress", DataType.String), ("creditCard", DataType.String), ("city", DataType.String), ("state", DataType.String),
        ("dateTime", DataType.Timestamp(3)), ("extra", DataType.String),
    ];

    private static readonly (string Name, DataType Type)[] s_auction =
    [
        ("id", DataType.BigInt), ("itemName", DataType.String), ("description", DataType.String), ("initialBid", DataType.BigInt), ("reserve", DataType.BigInt), ("dateTime", DataType.Timestamp(3)),
        ("expires", DataType.Timestamp(3)), ("seller", DataType.BigInt), ("category", DataType.BigInt), ("extra", DataType.String),
    ];

    private static readonly (string Name, DataType Type)[] s_all =
    [
        ("event_type", DataType.Int),
        ("person", DataType.Row([.. s_person.Select(f => new RowField(f.Name, f.Type))])),
        ("auction", DataType.Row([.. s_auction.Select(f => new RowField(f.Name, f.Type))])),
        ("bid", DataType.Row([.. s_bid.Select(f => new RowField(f.Name, f.Type))])),
        ("dateTime", DataType.Timestamp(3)),
    ];

    [Fact]
    public void The_first_bids_are_those_of_the_baseline_generator()
    {
        List<object?[]> rows = Read("bid", s_bid, 60);
        Assert.Equal(
            [1000L, 1000L, 12600L, "Apple", "https://www.nexmark.com/hhe/joia/eam/item.htm?query=1", 1_767_225_600_000L, "bmrrobxex djsmfld reqtrbvjkdwwizu osopyexiaty fxuictklgbkgwziarg "],
            rows[0]);
        Assert.Equal(
            [1000L, 1001L, 1343L, "channel-614", "https://www.nexmark.com/z_ex_/_xbv/lboiw/item.htm?query=1&channel_id=1715470336", 1_767_225_600_000L, " hkaxyia xae kzfabsxifrstpz emarmzoimlfdl aqlye  rjsxsuh"],
            rows[1]);
    }

    [Fact]
    public void The_first_person_and_auction_are_those_of_the_baseline_generator()
    {
        Assert.Equal(
            [1000L, "Frank Harris", "pefejaa@ibnf.com", "4570 1322 1421 5312", "Redmond", "ID", 1_767_225_600_000L,
                "tmtgjewxzarcqyuhzf qjcfarxql odygjvsfncmztj qosxu nqeed uekjhgyns uf kodjuijusbdnozmtvxooyhz apkvjoupnspmxjfxvkhts"],
            Read("person", s_person, 1)[0]);
        object?[] auction = Read("auction", s_auction, 4)[1];
        Assert.Equal([1001L, "jmwx", "ehkdikiyjwe", 13051L, 11625703L, 1_767_225_600_000L, 1_767_225_600_017L, 1000L, 10L], auction[..9]);
    }

    [Theory]
    [InlineData("person", 2000)]
    [InlineData("auction", 6000)]
    [InlineData("bid", 92_000)]
    public void Of_fifty_events_one_is_a_person_three_are_auctions_and_46_are_bids(string kind, int rows)
    {
        (string Name, DataType Type)[] columns = [("dateTime", DataType.Timestamp(3))];
        Assert.Equal(rows, Read(kind, columns, 100_000).Count);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void The_events_are_the_same_with_any_number_of_partitions(int partitions)
    {
        List<string> one = [.. Read("bid", s_bid, 25_013).Select(Text)];
        TableSpec table = Table("bid", s_bid, 25_013, ("partitions", partitions.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        List<string> many = [];
        using NexmarkSource source = new(table);
        foreach (PartitionReader reader in source.Open(SourceReading.Context(table)))
        {
            many.AddRange(SourceReading.ReadAll(table, reader, capacity: 700).Select(Text));
        }

        one.Sort(StringComparer.Ordinal);
        many.Sort(StringComparer.Ordinal);
        Assert.Equal(one, many);
    }

    [Theory]
    [InlineData("person")]
    [InlineData("bid")]
    [InlineData("nexmark")]
    public void A_partition_goes_on_where_it_was(string kind)
    {
        (string Name, DataType Type)[] columns = [("dateTime", DataType.Timestamp(3))];
        TableSpec table = Table(kind, columns, 9_999);
        List<string> whole = [.. Read(kind, columns, 9_999).Select(Text)];
        List<string> parts = [];
        Dictionary<string, string> positions = [];
        for (int step = 0; step < 10_000; step++)
        {
            using NexmarkSource source = new(table);
            PartitionReader reader = Assert.Single(source.Open(SourceReading.Context(table) with { Positions = positions }));
            SourceBatch batch = SourceReading.Batch(table, [0], 37);
            ReadStatus status = reader.Read(batch);
            parts.AddRange(SourceReading.Rows(table, [0], batch).Select(Text));
            positions[reader.Partition] = reader.Position;
            if (status == ReadStatus.Ended)
            {
                break;
            }
        }

        Assert.Equal(whole, parts);
    }

    [Fact]
    public void One_table_holds_all_kinds()
    {
        List<object?[]> rows = Read("nexmark", s_all, 120);
        Assert.Equal(120, rows.Count);
        List<object?[]> bids = Read("bid", s_bid, 120);
        Assert.Equal(0, rows[0][0]);
        Assert.Equal("Frank Harris", ((object?[])rows[0][1]!)[1]);
        Assert.Null(rows[0][2]);
        Assert.Null(rows[0][3]);
        Assert.Equal(1, rows[3][0]);
        Assert.Null(rows[3][1]);
        Assert.Equal(1002L, ((object?[])rows[3][2]!)[0]);
        Assert.Equal(bids.Select(Text), rows.Where(r => r[0] is 2).Select(r => Text((object?[])r[3]!)));
        Assert.Equal(1_767_225_600_001L, rows[119][4]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(999)]
    [InlineData(100_000)]
    [InlineData(12_345_678)]
    public void Event_time_goes_by_the_rate(long rate)
    {
        (string Name, DataType Type)[] columns = [("dateTime", DataType.Timestamp(3))];
        List<object?[]> rows = Read("nexmark", columns, 5_000, ("rate", rate.ToString(System.Globalization.CultureInfo.InvariantCulture)), ("base-time", "1970-01-01 00:00:00"));
        for (int n = 0; n < rows.Count; n++)
        {
            Assert.Equal(n * 1000L / rate, rows[n][0]);
        }
    }

    [Fact]
    public void A_throttled_table_gives_no_more_than_its_share_of_the_time_that_has_gone_by()
    {
        ManualClock clock = new();
        bool woken = false;
        (string Name, DataType Type)[] columns = [("dateTime", DataType.Timestamp(3))];
        TableSpec table = Table("nexmark", columns, 1_000_000, ("throttle", "1000"));
        using NexmarkSource source = new(table);
        PartitionReader reader = Assert.Single(source.Open(SourceReading.Context(table, wake: () => woken = true) with { Clock = clock }));
        Assert.Equal(ReadStatus.Waiting, reader.Read(SourceReading.Batch(table, [0])));
        clock.Advance(TimeSpan.FromMilliseconds(500));
        Assert.True(woken);
        SourceBatch batch = SourceReading.Batch(table, [0]);
        Assert.Equal(ReadStatus.Rows, reader.Read(batch));
        Assert.Equal(500, batch.RowCount);
        Assert.Equal(ReadStatus.Waiting, reader.Read(SourceReading.Batch(table, [0])));
    }

    [Fact]
    public void A_column_that_there_is_not_is_refused_with_those_that_there_are()
    {
        TableSpec table = Table("bid", [("auktion", DataType.BigInt)], 1);
        using NexmarkSource source = new(table);
        ConnectorException refused = Assert.Throws<ConnectorException>(() => source.Open(SourceReading.Context(table)));
        Assert.Contains("'auktion'", refused.Message, StringComparison.Ordinal);
        Assert.Contains("auction, bidder, price", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_column_of_another_type_is_refused()
    {
        TableSpec table = Table("bid", [("price", DataType.Int)], 1);
        using NexmarkSource source = new(table);
        Assert.Contains("declared INT; nexmark gives BIGINT", Assert.Throws<ConnectorException>(() => source.Open(SourceReading.Context(table))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_are_made_without_allocation()
    {
        TableSpec table = Table("bid", s_bid, 40_000_000);
        using NexmarkSource source = new(table);
        PartitionReader reader = Assert.Single(source.Open(SourceReading.Context(table)));
        SourceBatch[] batches = [.. Enumerable.Range(0, 30).Select(_ => SourceReading.Batch(table, [0, 1, 2, 3, 4, 5, 6]))];
        foreach (SourceBatch batch in batches)
        {
            Grow(batch);
        }

        for (int b = 0; b < 5; b++)
        {
            reader.Read(batches[b]);
        }

        SourceBatch[] rest = batches[5..];
        long before = GC.GetAllocatedBytesForCurrentThread();
        foreach (SourceBatch batch in rest)
        {
            reader.Read(batch);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Twenty_million_events_a_second_are_made_on_a_core()
    {
        (string Name, DataType Type)[] columns = [s_bid[0], s_bid[1], s_bid[2], s_bid[5]];
        Measure("bid(auction, bidder, price, dateTime)", columns);
        Measure("bid(all)", s_bid);
        double best = Measure("bid(auction, bidder, price, dateTime)", columns);
        Assert.True(best > 5, $"{best} M events/s"); // the aim is 20; a busy machine must not fail the test
    }

    private double Measure(string name, (string Name, DataType Type)[] columns)
    {
        TableSpec table = Table("bid", columns, 20_000_000);
        using NexmarkSource source = new(table);
        PartitionReader reader = Assert.Single(source.Open(SourceReading.Context(table)));
        int[] all = [.. Enumerable.Range(0, columns.Length)];
        Engine.Batches.Column[] made = [.. columns.Select(c => Engine.Batches.ColumnFactory.Create(c.Type, 2048))];
        Stopwatch watch = Stopwatch.StartNew();
        while (true)
        {
            SourceBatch batch = new(made, 2048);
            if (reader.Read(batch) == ReadStatus.Ended)
            {
                break;
            }

            foreach (Engine.Batches.Column column in made)
            {
                column.Clear();
            }
        }

        double rate = 20 / watch.Elapsed.TotalSeconds;
        output.WriteLine($"{name}: {rate:F1} M events/s");
        return rate;
    }

    private static void Grow(SourceBatch batch)
    {
        foreach (Engine.Batches.Column column in batch.Columns)
        {
            (column as Engine.Batches.BytesColumn)?.Reserve(1 << 19);
        }
    }

    private static TableSpec Table(string kind, (string Name, DataType Type)[] columns, long events, params (string Key, string Value)[] more) =>
        SourceReading.Table("nexmark", columns, [("table", kind), ("events", events.ToString(System.Globalization.CultureInfo.InvariantCulture)), .. more]);

    private static List<object?[]> Read(string kind, (string Name, DataType Type)[] columns, long events, params (string Key, string Value)[] more)
    {
        TableSpec table = Table(kind, columns, events, more);
        using NexmarkSource source = new(table);
        return SourceReading.ReadAll(table, Assert.Single(source.Open(SourceReading.Context(table))));
    }

    private static string Text(object?[] row) => string.Join('|', row);
}
