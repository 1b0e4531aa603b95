using System.Globalization;
using Weir.Connectors.DataGen;
using Weir.Connectors.Tests.Formats;
using Weir.Engine.Connectors;
using Weir.Engine.Types;

namespace Weir.Connectors.Tests.DataGen;

public sealed class DataGenTests
{
    private static readonly DateTimeOffset s_now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Numbers_are_within_their_bounds_and_reach_both_ends()
    {
        List<object?[]> rows = Read([("a", DataType.Int), ("b", DataType.Double), ("c", DataType.Decimal(5, 2)), ("d", DataType.BigInt)], 2000, ("fields.a.min", "-3"), ("fields.a.max", "3"), ("fields.b.min", "1.5"), ("fields.b.max", "2.5"), ("fields.c.min", "1"), ("fields.c.max", "2"));
        Assert.Equal(Enumerable.Range(-3, 7), rows.Select(r => (int)r[0]!).Distinct().Order());
        Assert.All(rows, r => Assert.InRange((double)r[1]!, 1.5, 2.5));
        Assert.All(rows, r => Assert.InRange((Int128)r[2]!, 100, 200));
        Assert.True(rows.Select(r => r[3]).Distinct().Count() > 1990);
        Assert.Contains(rows, r => (long)r[3]! < 0);
    }

    [Fact]
    public void Texts_and_bytes_have_their_length()
    {
        List<object?[]> rows = Read(
            [("a", DataType.String), ("b", DataType.VarChar(5)), ("c", DataType.Char(3)), ("d", DataType.Bytes), ("e", DataType.String)],
            200,
            ("fields.d.length", "7"),
            ("fields.e.length", "4"),
            ("fields.e.var-len", "true"));
        Assert.All(rows, r => Assert.Matches("^[0-9a-f]{100}$", (string)r[0]!));
        Assert.All(rows, r => Assert.Equal(5, ((string)r[1]!).Length));
        Assert.All(rows, r => Assert.Equal(3, ((string)r[2]!).Length));
        Assert.All(rows, r => Assert.Equal(7, ((byte[])r[3]!).Length));
        Assert.Equal([1, 2, 3, 4], rows.Select(r => ((string)r[4]!).Length).Distinct().Order());
    }

    [Fact]
    public void Times_are_now_or_up_to_so_long_ago()
    {
        List<object?[]> rows = Read([("a", DataType.Timestamp(3)), ("b", DataType.TimestampLtz(6)), ("c", DataType.Date), ("d", DataType.Time())], 500, ("fields.a.max-past", "10 s"));
        long now = s_now.ToUnixTimeMilliseconds() + 1000;
        Assert.All(rows, r => Assert.InRange((long)r[0]!, now - 10_000, now));
        Assert.True(rows.Select(r => r[0]).Distinct().Count() > 100);
        Assert.All(rows, r => Assert.Equal((Int128)now * 1_000_000, r[1]));
        Assert.All(rows, r => Assert.Equal((int)(now / 86_400_000), r[2]));
        Assert.All(rows, r => Assert.Equal((int)(now % 86_400_000), r[3]));
    }

    [Fact]
    public void Nested_values_have_options_of_their_own()
    {
        List<object?[]> rows = Read(
            [("a", DataType.Array(DataType.Int)), ("m", DataType.Map(DataType.String, DataType.Int)), ("r", Types.Parse("ROW<x INT, y STRING>")), ("s", DataType.Multiset(DataType.Int))],
            50,
            ("fields.a.length", "4"),
            ("fields.a.element.max", "0"),
            ("fields.a.element.min", "0"),
            ("fields.m.key.length", "2"),
            ("fields.r.x.min", "5"),
            ("fields.r.x.max", "5"),
            ("fields.r.y.length", "1"));
        Assert.All(rows, r => Assert.Equal([0, 0, 0, 0], (object?[])r[0]!));
        Assert.All(rows, r => Assert.All((KeyValuePair<object?, object?>[])r[1]!, e => Assert.Equal(2, ((string)e.Key!).Length)));
        Assert.All(rows, r => Assert.Equal(5, ((object?[])r[2]!)[0]));
        Assert.All(rows, r => Assert.Equal(((KeyValuePair<object?, object?>[])r[1]!).Length, ((KeyValuePair<object?, object?>[])r[1]!).DistinctBy(e => e.Key).Count()));
        Assert.All(rows, r => Assert.InRange(((KeyValuePair<object?, object?>[])r[3]!).Length, 1, 3));
    }

    [Fact]
    public void A_share_of_the_values_is_NULL()
    {
        int nulls = Read([("a", DataType.Int)], 4000, ("fields.a.null-rate", "0.25")).Count(r => r[0] is null);
        Assert.InRange(nulls, 850, 1150);
    }

    [Fact]
    public void A_sequence_ends_the_table_and_each_number_comes_once_over_all_partitions()
    {
        TableSpec table = Table([("a", DataType.BigInt), ("b", DataType.String), ("c", DataType.Decimal(10, 2))], ("fields.a.kind", "sequence"), ("fields.a.start", "5"), ("fields.a.end", "104"), ("fields.b.kind", "sequence"), ("fields.b.start", "1"), ("fields.b.end", "1000"), ("fields.c.kind", "sequence"), ("fields.c.start", "0"), ("fields.c.end", "1000"), ("scan.parallelism", "3"));
        using DataGenSource source = new(table, new ConnectorServices());
        Assert.True(source.IsBounded);
        List<object?[]> rows = [.. ReadAll(source, table).OrderBy(r => (long)r[0]!)];
        Assert.Equal(Enumerable.Range(5, 100).Select(i => (object?)(long)i), rows.Select(r => r[0]));
        Assert.Equal(Enumerable.Range(1, 100).Select(i => (object?)i.ToString(CultureInfo.InvariantCulture)), rows.Select(r => r[1]));
        Assert.Equal((Int128)9900, rows[99][2]);
    }

    [Theory]
    [InlineData("1")]
    [InlineData("3")]
    public void The_same_seed_gives_the_same_rows_with_any_number_of_partitions(string partitions)
    {
        string[] one = [.. Read([("a", DataType.BigInt), ("b", DataType.String)], 300, ("seed", "42")).Select(Text).Order(StringComparer.Ordinal)];
        string[] many = [.. Read([("a", DataType.BigInt), ("b", DataType.String)], 300, ("seed", "42"), ("scan.parallelism", partitions)).Select(Text).Order(StringComparer.Ordinal)];
        string[] other = [.. Read([("a", DataType.BigInt), ("b", DataType.String)], 300, ("seed", "43")).Select(Text).Order(StringComparer.Ordinal)];
        Assert.Equal(one, many);
        Assert.NotEqual(one, other);
    }

    [Fact]
    public void Rows_come_at_their_rate_and_a_partition_goes_on_where_it_was()
    {
        ManualClock clock = new();
        TableSpec table = Table([("a", DataType.BigInt)], ("fields.a.kind", "sequence"), ("fields.a.start", "0"), ("fields.a.end", "1000000"), ("rows-per-second", "100"));
        using DataGenSource source = new(table, new ConnectorServices());
        PartitionReader reader = Assert.Single(source.Open(SourceReading.Context(table) with { Clock = clock }));
        clock.Advance(TimeSpan.FromSeconds(2));
        SourceBatch batch = SourceReading.Batch(table, [0]);
        Assert.Equal(ReadStatus.Rows, reader.Read(batch));
        Assert.Equal(200, batch.RowCount);
        Assert.Equal(ReadStatus.Waiting, reader.Read(SourceReading.Batch(table, [0])));
        using DataGenSource again = new(table, new ConnectorServices());
        PartitionReader next = Assert.Single(again.Open(SourceReading.Context(table) with { Clock = clock, Positions = new Dictionary<string, string> { [reader.Partition] = reader.Position } }));
        clock.Advance(TimeSpan.FromSeconds(1));
        batch = SourceReading.Batch(table, [0]);
        next.Read(batch);
        Assert.Equal(100, batch.RowCount);
        Assert.Equal([200L], SourceReading.Rows(table, [0], batch)[0]);
    }

    [Theory]
    [InlineData("fields.a.kind", "sequenc", "expected one of random, sequence")]
    [InlineData("fields.a.kind", "sequence", "the option 'fields.a.start' is missing")]
    [InlineData("fields.a.min", "3000000000", "expected a whole number from -2147483648 to 2147483647")]
    public void Options_that_do_not_fit_are_refused(string key, string value, string message)
    {
        TableSpec table = Table([("a", DataType.Int)], (key, value));
        Assert.Contains(message, Assert.Throws<ConnectorException>(() => new DataGenSource(table, new ConnectorServices())).Message, StringComparison.Ordinal);
    }

    private static TableSpec Table((string Name, DataType Type)[] columns, params (string Key, string Value)[] options) => SourceReading.Table("datagen", columns, options);

    private static List<object?[]> Read((string Name, DataType Type)[] columns, int rows, params (string Key, string Value)[] options)
    {
        TableSpec table = Table(columns, [("number-of-rows", rows.ToString(CultureInfo.InvariantCulture)), ("rows-per-second", "10000000"), .. options]);
        using DataGenSource source = new(table, new ConnectorServices());
        List<object?[]> read = ReadAll(source, table);
        Assert.Equal(rows, read.Count);
        return read;
    }

    private static List<object?[]> ReadAll(DataGenSource source, TableSpec table)
    {
        ManualClock clock = new();
        IReadOnlyList<PartitionReader> readers = source.Open(SourceReading.Context(table) with { Clock = clock });
        clock.Advance(TimeSpan.FromSeconds(1));
        return [.. readers.SelectMany(r => SourceReading.ReadAll(table, r))];
    }

    private static string Text(object?[] row) => string.Join('|', row);
}
