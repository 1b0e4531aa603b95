using Weir.Engine.Expressions;
using Weir.Engine.Types;
using Weir.Sql.Expressions;
using Weir.Sql.Functions;

namespace Weir.Sql.Tests.Functions.Json;

public sealed class JsonWriterTests
{
    [Theory]
    [InlineData(1.5, "1.5")]
    [InlineData(1.0, "1.0")]
    [InlineData(1e10, "1.0E+10")]
    [InlineData(1e-5, "0.000010")]
    [InlineData(123456.789, "123456.789")]
    [InlineData(12345678.5, "12345678.5")]
    [InlineData(-0.001, "-0.001")]
    [InlineData(0.0, "0.0")]
    [InlineData(double.NaN, "\"NaN\"")]
    [InlineData(double.NegativeInfinity, "\"-Infinity\"")]
    public void JSON_STRING_of_doubles(double value, string expected) => Assert.Equal(expected, Text(DataType.Double, value));

    [Fact]
    public void JSON_STRING_of_numbers_and_booleans()
    {
        Assert.Equal("-7", Text(DataType.TinyInt, (sbyte)-7));
        Assert.Equal("5000000000", Text(DataType.BigInt, 5_000_000_000));
        Assert.Equal("0.10000000149011612", Text(DataType.Float, 0.1f));
        Assert.Equal("100.00", Text(DataType.Decimal(10, 2), (Int128)10000));
        Assert.Equal("1.000E-7", Text(DataType.Decimal(20, 10), (Int128)1000));
        Assert.Equal("-0.05", Text(DataType.Decimal(10, 2), (Int128)(-5)));
        Assert.Equal("true", Text(DataType.Boolean, true));
    }

    [Fact]
    public void JSON_STRING_of_texts_and_bytes()
    {
        Assert.Equal("\"a\\\"b\\\\/é😀\\u0001\\t\\n\u007f\u2028\"", Text(DataType.String, "a\"b\\/é😀\u0001\t\n\u007f\u2028"));
        Assert.Equal("\"AQID\"", Text(DataType.Bytes, new byte[] { 1, 2, 3 }));
    }

    [Fact]
    public void JSON_STRING_of_timestamps()
    {
        Assert.Equal("\"2020-01-01T10:00:00\"", Text(DataType.Timestamp(0), 1577872800000L));
        Assert.Equal("\"2020-01-01T10:00:00.1\"", Text(DataType.Timestamp(3), 1577872800100L));
        Assert.Equal("\"2020-01-01T10:00:00.123456789\"", Text(DataType.Timestamp(9), (Int128)1577872800123456789));
        Assert.Equal("\"2020-01-01T10:00:01Z\"", Text(DataType.TimestampLtz(3), 1577872801000L));
        Assert.Equal("\"1969-12-31T23:59:59.999\"", Text(DataType.Timestamp(3), -1L));
        Assert.Equal("\"0000-02-29T00:00:00\"", Text(DataType.Timestamp(3), (long)(new DateTime(2000, 2, 29) - DateTime.UnixEpoch).TotalMilliseconds - (5L * 146097 * 86400000)));
    }

    [Fact]
    public void JSON_STRING_of_nested_values_with_members_in_order_of_name()
    {
        DataType row = DataType.Row(new RowField("z", DataType.Int), new RowField("a", DataType.String), new RowField("n", DataType.Array(DataType.Int)));
        Assert.Equal("""{"a":null,"n":[1,null],"z":1}""", Text(row, new object?[] { 1, null, new object?[] { 1, null } }));
        DataType map = DataType.Map(DataType.String, DataType.Map(DataType.String, DataType.Int));
        Assert.Equal("""{"a":{"x":1,"y":2},"b":null}""", Text(map, Map(("b", null), ("a", Map(("y", 2), ("x", 1))))));
        Assert.Equal("""{"a":2,"b":1}""", Text(DataType.Multiset(DataType.String), Map(("b", 1), ("a", 2))));
        Assert.Throws<EvaluationException>(() => Text(DataType.Map(DataType.String, DataType.Int), Map((null, 1))));
    }

    [Fact]
    public void A_type_that_JSON_does_not_have_is_refused()
    {
        Assert.Throws<FunctionCallException>(() => Text(DataType.Date, 1));
        Assert.Throws<FunctionCallException>(() => Text(DataType.Array(DataType.Time()), new object?[] { 1 }));
        Assert.Throws<FunctionCallException>(() => Text(DataType.Map(DataType.Int, DataType.Int), Map((1, 2))));
    }

    [Fact]
    public void JSON_STRING_over_a_column_keeps_NULL() =>
        Assert.Equal(["1", null, "3"], new FunctionTester().Column("JSON_STRING", (DataType.Int, [1, null, 3])));

    [Fact]
    public void JSON_OBJECT_sorts_keys_and_the_last_of_a_key_counts()
    {
        Assert.Equal("""{"a":"x","b":1}""", Object([], Key("b"), Int(1), Key("a"), JsonCalls.Text("x")));
        Assert.Equal("""{"a":2}""", Object([], Key("a"), Int(1), Key("a"), Int(2)));
        Assert.Equal("""{"é\"":1}""", Object([], Key("é\""), Int(1)));
        Assert.Equal("{}", Object([]));
    }

    [Fact]
    public void JSON_OBJECT_ON_NULL()
    {
        Assert.Equal("""{"a":null}""", Object([], Key("a"), Int(null)));
        Assert.Equal("{}", Object(JsonCalls.Words("ON_NULL", "ABSENT"), Key("a"), Int(null)));
        Assert.Equal("""{"a":1}""", Object(JsonCalls.Words("ON_NULL", "ABSENT"), Key("a"), Int(1), Key("a"), Int(null)));
        Assert.Throws<FunctionCallException>(() => Object([], JsonCalls.Text(null), Int(1)));
    }

    [Fact]
    public void JSON_OBJECT_over_columns_of_keys_and_values() => Assert.Equal(
        ["""{"a":1,"b":2}""", """{"a":4,"c":3}""", """{"d":6}"""],
        new FunctionTester().Column(
            "JSON_OBJECT",
            (DataType.String.NotNull(), ["a", "c", "d"]), (DataType.Int, [1, 3, 5]), (DataType.String.NotNull(), ["b", "a", "d"]), (DataType.Int, [2, 4, 6])));

    [Fact]
    public void JSON_ARRAY_leaves_NULL_out_unless_told()
    {
        Assert.Equal("""[1,"2"]""", Array([], Int(1), JsonCalls.Text("2"), Int(null)));
        Assert.Equal("[null,1]", Array(JsonCalls.Words("ON_NULL", "NULL"), Int(null), Int(1)));
        Assert.Equal("[]", Array([]));
        Assert.Equal(DataType.String.NotNull(), JsonCalls.Evaluate(JsonCalls.Call("JSON_ARRAY", [Int(null)])).Type);
    }

    [Fact]
    public void JSON_that_another_call_made_goes_in_as_it_is()
    {
        BoundCall array = JsonCalls.Nested("JSON_ARRAY", [Int(1), JsonCalls.Text("2")]);
        BoundCall obj = JsonCalls.Nested("JSON_OBJECT", [Key("b"), array]);
        BoundCall json = JsonCalls.Nested("JSON", [JsonCalls.Text("""{"y":1, "x": [1.50, 1e3]}""")]);
        BoundCall query = JsonCalls.Nested("JSON_QUERY", [JsonCalls.Text("{}"), JsonCalls.Text("$")]);
        BoundCall none = JsonCalls.Nested("JSON", [JsonCalls.Text(null)]);
        Assert.Equal("""{"a":{"b":[1,"2"]}}""", Object([], Key("a"), obj));
        Assert.Equal("""[[1,"2"],{"x":[1.50,1E+3],"y":1},"{}"]""", Array([], array, json, query));
        Assert.Equal("""{"a":null}""", Object([], Key("a"), none));
        Assert.Equal("""{"b":[1,"2"]}""", JsonCalls.Evaluate(JsonCalls.Call("JSON_STRING", [obj])).Value);
    }

    [Fact]
    public void JSON_checks_its_text()
    {
        Assert.Equal(["""{"a":[1.0],"b":1}""", null, null, "null"], new FunctionTester().Column("JSON", (DataType.String, ["""{"b": 1, "a" : [1.0]}""", null, "  ", " null "])));
        Assert.Throws<EvaluationException>(() => new FunctionTester().Call("JSON", (DataType.String, "abc")));
    }

    [Fact]
    public void JSON_QUOTE_over_a_column() => Assert.Equal(
        ["\"a\"", "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\u00e9\\ud83d\\ude00\u007f\"", null, "\"\""],
        new FunctionTester().Column("JSON_QUOTE", (DataType.String, ["a", "\"\\/\b\f\n\r\t", "é😀\u007f", null, string.Empty])));

    [Fact]
    public void JSON_UNQUOTE_over_a_column() => Assert.Equal(
        ["aé\n", "[1]", "\"a\" b", "😀", "?", "  \"a\"", "\"", "", null, "\"a\"\"\\uzzzz\"", "a\"\"b"],
        new FunctionTester().Column(
            "JSON_UNQUOTE",
            (DataType.String, ["\"a\\u00e9\\n\"", "[1]", "\"a\" b", "\"\\ud83d\\ude00\"", "\"\\ud83d\"", "  \"a\"", "\"", "\"\"", null, "\"a\"\"\\uzzzz\"", "\"a\"\"b\""])));

    private static object? Text(DataType type, object value) => new FunctionTester().Call("JSON_STRING", (type, value)).Value;

    private static object? Object(Dictionary<string, string> words, params BoundExpression[] arguments) => JsonCalls.Evaluate(JsonCalls.Call("JSON_OBJECT", arguments, words)).Value;

    private static object? Array(Dictionary<string, string> words, params BoundExpression[] arguments) => JsonCalls.Evaluate(JsonCalls.Call("JSON_ARRAY", arguments, words)).Value;

    private static BoundLiteral Key(string name) => JsonCalls.Text(name);

    private static BoundLiteral Int(int? value) => new(value, DataType.Int);

    private static KeyValuePair<object?, object?>[] Map(params (object? Key, object? Value)[] entries) => [.. entries.Select(e => new KeyValuePair<object?, object?>(e.Key, e.Value))];
}
