using Weir.Engine.Connectors;
using Weir.Engine.Types;

namespace Weir.Connectors.Tests.Formats;

public sealed class JsonEncoderTests
{
    public static TheoryData<string, object?, string> Values => new()
    {
        { "BOOLEAN", true, "true" },
        { "TINYINT", (sbyte)-1, "-1" },
        { "BIGINT", long.MinValue, "-9223372036854775808" },
        { "DOUBLE", 1e10, "1.0E10" },
        { "DOUBLE", double.NaN, "\"NaN\"" },
        { "FLOAT", 0.1f, "0.1" },
        { "STRING", "q\"uo\\te/ü\u0001\t\n", "\"q\\\"uo\\\\te/ü\\u0001\\t\\n\"" },
        { "BYTES", new byte[] { 10, 255 }, "\"Cv8=\"" },
        { "DATE", -683_003, "\"0100-01-01\"" },
        { "TIME", 3_723_000, "\"01:02:03\"" },
        { "TIMESTAMP(3)", 1500L, "\"1970-01-01 00:00:01.5\"" },
        { "TIMESTAMP(3)", -1L, "\"1969-12-31 23:59:59.999\"" },
        { "TIMESTAMP(3)", 0L, "\"1970-01-01 00:00:00\"" },
        { "TIMESTAMP_LTZ(3)", 1500L, "\"1970-01-01 00:00:01.5Z\"" },
        { "DECIMAL(10, 2)", (Int128)150, "1.5" },
        { "DECIMAL(10, 2)", (Int128)10_000, "1E+2" },
        { "DECIMAL(10, 2)", (Int128)(-152_000), "-1.52E+3" },
        { "DECIMAL(10, 2)", (Int128)0, "0" },
        { "DECIMAL(20, 10)", (Int128)1500, "1.5E-7" },
        { "ARRAY<INT>", new object?[] { 1, null }, "[1,null]" },
        { "MAP<STRING, INT>", new KeyValuePair<object?, object?>[] { new("a", 1), new("b", null) }, "{\"a\":1,\"b\":null}" },
        { "MULTISET<STRING>", new KeyValuePair<object?, object?>[] { new("a", 2) }, "{\"a\":2}" },
        { "ROW<x INT, y STRING>", new object?[] { 1, null }, "{\"x\":1,\"y\":null}" },
        { "INT", null, "null" },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void A_value_is_written_as_Flink_writes_it(string type, object? value, string json) =>
        Assert.Equal($"{{\"a\":{json}}}", FormatTester.Of("json", Types.Parse(type)).Encode(value));

    [Theory]
    [MemberData(nameof(Values))]
    public void What_is_written_is_read_again(string type, object? value, string json)
    {
        FormatTester tester = FormatTester.Of("json", Types.Parse(type));
        Assert.Equal($"{{\"a\":{json}}}", tester.Encode(tester.Decode(tester.EncodeBytes(value))));
    }

    [Fact]
    public void Decimals_are_plain_with_all_their_digits_where_that_is_asked_for() =>
        Assert.Equal("""{"a":100.00}""", FormatTester.Of("json", DataType.Decimal(10, 2), ("json.encode.decimal-as-plain-number", "true")).Encode((Int128)10_000));

    [Fact]
    public void Timestamps_are_ISO_where_that_is_asked_for()
    {
        FormatTester tester = new("json", [("a", DataType.Timestamp(3)), ("b", DataType.TimestampLtz(3))], ("json.timestamp-format.standard", "ISO-8601"));
        Assert.Equal("""{"a":"1970-01-01T00:00:00","b":"1970-01-01T00:00:00.5Z"}""", tester.Encode(0L, 500L));
    }

    [Fact]
    public void NULL_fields_are_left_out_where_that_is_asked_for()
    {
        FormatTester tester = new("json", [("a", DataType.Int), ("b", Types.Parse("ROW<x INT, y INT>")), ("c", DataType.Int)], ("json.encode.ignore-null-fields", "true"));
        Assert.Equal("""{"b":{"y":1}}""", tester.Encode(null, new object?[] { null, 1 }, null));
    }

    [Fact]
    public void The_NULL_key_of_a_map_fails_is_dropped_or_stands_as_a_literal()
    {
        KeyValuePair<object?, object?>[] map = [new(null, 1), new("b", 2)];
        DataType type = Types.Parse("MAP<STRING, INT>");
        Assert.Contains("json.map-null-key.mode", Assert.Throws<ConnectorException>(() => FormatTester.Of("json", type).Encode(map)).Message, StringComparison.Ordinal);
        Assert.Equal("""{"a":{"b":2}}""", FormatTester.Of("json", type, ("json.map-null-key.mode", "DROP")).Encode(map));
        Assert.Equal("""{"a":{"none":1,"b":2}}""", FormatTester.Of("json", type, ("json.map-null-key.mode", "LITERAL"), ("json.map-null-key.literal", "none")).Encode(map));
    }
}
