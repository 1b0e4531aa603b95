using System.Text;
using Weir.Engine.Connectors;
using Weir.Engine.Formats;
using Weir.Engine.Types;

namespace Weir.Connectors.Tests.Formats;

public sealed class JsonDecoderTests
{
    public static TheoryData<string, string, object?> Values => new()
    {
        { "BOOLEAN", "true", true },
        { "BOOLEAN", "false", false },
        { "BOOLEAN", "\"TRUE\"", true },
        { "TINYINT", "-128", (sbyte)-128 },
        { "SMALLINT", "32767", (short)32767 },
        { "INT", "-2147483648", int.MinValue },
        { "INT", "1.9", 1 },
        { "INT", "1e3", 1000 },
        { "INT", "\" 12 \"", 12 },
        { "INT", "\"+7\"", 7 },
        { "BIGINT", "9223372036854775807", long.MaxValue },
        { "BIGINT", "-9223372036854775808", long.MinValue },
        { "BIGINT", "0", 0L },
        { "DOUBLE", "1", 1.0 },
        { "DOUBLE", "-0.1", -0.1 },
        { "DOUBLE", "1.7976931348623157e308", double.MaxValue },
        { "DOUBLE", "123456789012345678901234567890", 1.2345678901234568e29 },
        { "DOUBLE", "\"NaN\"", double.NaN },
        { "DOUBLE", "\"-Infinity\"", double.NegativeInfinity },
        { "FLOAT", "0.1", 0.1f },
        { "FLOAT", "16777217", 16777216f },
        { "STRING", "\"a\\\"b\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83d\\ude00\"", "a\"b\\/\b\f\n\r\té😀" },
        { "STRING", "\"tab\there\"", "tab\there" },
        { "STRING", "\"\\ud83d\"", "\uFFFD" },
        { "STRING", "12.50", "12.50" },
        { "STRING", "true", "true" },
        { "STRING", "{ \"z\" : 1.0 , \"y\": [1, \"\\u0041\"] }", "{\"z\":1.0,\"y\":[1,\"A\"]}" },
        { "DATE", "\"1970-01-02\"", 1 },
        { "TIME", "\"00:00:01.5\"", 1500 },
        { "TIMESTAMP(3)", "\"1970-01-01 00:00:01.2345\"", 1234L },
        { "TIMESTAMP(3)", "\"1969-12-31 23:59:59.9999\"", -1L },
        { "TIMESTAMP(9)", "\"1970-01-01 00:00:00.000000001\"", Int128.One },
        { "TIMESTAMP_LTZ(3)", "\"1970-01-01 00:00:01Z\"", 1000L },
        { "DECIMAL(5, 2)", "1.005", (Int128)101 },
        { "DECIMAL(5, 2)", "\"-12.5\"", (Int128)(-1250) },
        { "DECIMAL(5, 2)", "1e2", (Int128)10000 },
        { "DECIMAL(38, 0)", "99999999999999999999999999999999999999", Int128.Parse("99999999999999999999999999999999999999", System.Globalization.CultureInfo.InvariantCulture) },
        { "INT", "null", null },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void A_value_is_read_as_its_column_has_it(string type, string json, object? expected) =>
        Assert.Equal(expected, FormatTester.Of("json", Types.Parse(type)).Decode($"{{\"a\":{json}}}")[0]);

    [Theory]
    [MemberData(nameof(Values))]
    public void Blanks_around_a_value_do_not_count(string type, string json, object? expected) =>
        Assert.Equal(expected, FormatTester.Of("json", Types.Parse(type)).Decode($" \r\n{{ \t\"a\" : {json} \n}} \n")[0]);

    [Fact]
    public void Bytes_are_read_from_Base64() => Assert.Equal(new byte[] { 10, 255 }, FormatTester.Of("json", DataType.Bytes).Decode("""{"a":"Cv8="}""")[0]);

    [Fact]
    public void Iso_timestamps_are_read_where_they_are_asked_for()
    {
        Assert.Equal(1500L, FormatTester.Of("json", DataType.Timestamp(3), ("json.timestamp-format.standard", "ISO-8601")).Decode("""{"a":"1970-01-01T00:00:01.5"}""")[0]);
        Assert.Equal(60_000L, FormatTester.Of("json", DataType.TimestampLtz(3), ("json.timestamp-format.standard", "ISO-8601")).Decode("""{"a":"1970-01-01T00:01Z"}""")[0]);
    }

    [Fact]
    public void Nested_values_are_read()
    {
        DataType row = DataType.Row(
            new RowField("x", DataType.Int),
            new RowField("list", DataType.Array(DataType.Row(new RowField("y", DataType.String)))),
            new RowField("map", DataType.Map(DataType.String, DataType.Array(DataType.BigInt))));
        object?[] value = (object?[])FormatTester.Of("json", row).Decode("""{"a":{"map":{"k":[1,null],"l":[]},"x":1,"list":[{"y":"1"},null,{}]}}""")[0]!;
        Assert.Equal(1, value[0]);
        object?[] list = (object?[])value[1]!;
        Assert.Equal(["1"], (object?[])list[0]!);
        Assert.Null(list[1]);
        Assert.Equal([null], (object?[])list[2]!);
        KeyValuePair<object?, object?>[] map = (KeyValuePair<object?, object?>[])value[2]!;
        Assert.Equal("k", map[0].Key);
        Assert.Equal([1L, null], (object?[])map[0].Value!);
        Assert.Empty((object?[])map[1].Value!);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(40)]
    [InlineData(1000)]
    public void Of_a_key_that_comes_twice_the_last_value_holds(int keys)
    {
        string json = string.Join(',', Enumerable.Range(0, keys * 2).Select(i => $"\"k{i % keys}\":{i}"));
        FormatTester tester = FormatTester.Of("json", DataType.Map(DataType.String, DataType.Int));
        KeyValuePair<object?, object?>[] map = (KeyValuePair<object?, object?>[])tester.Decode($"{{\"a\":{{{json}}}}}")[0]!;
        Assert.Equal(Enumerable.Range(0, keys).Select(i => KeyValuePair.Create<object?, object?>($"k{i}", i + keys)), map);
    }

    [Fact]
    public void Fields_come_in_any_order_and_others_are_passed_over()
    {
        FormatTester tester = new("json", [("a", DataType.Int), ("b", DataType.String), ("c", DataType.Double)]);
        Assert.Equal([1, "x", 2.0], tester.Decode("""{"z":{"a":[1,{"b":"}"}],"e":{}},"c":2,"y":"\"","b":"x","x":null,"a":1,"w":-1e-5}"""));
        Assert.Equal([null, null, null], tester.Decode("{}"));
    }

    [Fact]
    public void A_field_whose_name_has_escapes_is_found() => Assert.Equal(5, FormatTester.Of("json", DataType.Int).Decode("""{"\u0061":5}""")[0]);

    [Fact]
    public void Only_the_wanted_fields_are_read()
    {
        FormatTester tester = new("json", [("a", DataType.Int), ("b", DataType.String)]);
        RowDecoder decoder = tester.Decoder(1);
        TableSpec table = SourceReading.Table("filesystem", [("b", DataType.String)]);
        SourceBatch batch = SourceReading.Batch(table, [0], 1);
        Assert.True(decoder.TryDecode("""{"a":"not a number","b":"x"}"""u8, batch));
        batch.Add();
        Assert.Equal(["x"], SourceReading.Rows(table, [0], batch)[0]);
    }

    [Theory]
    [InlineData("INT", """{"a":"x"}""", "field 'a': expected a value of type INT, found \"x\"")]
    [InlineData("INT", """{"a":2147483648}""", "field 'a': expected a value of type INT (-2147483648 to 2147483647), found 2147483648")]
    [InlineData("INT", """{"a":{"b":1}}""", "field 'a': expected a value of type INT, found {\"b\":1")]
    [InlineData("TINYINT", """{"a":128}""", "field 'a': expected a TINYINT (-128 to 127), found 128")]
    [InlineData("BIGINT", """{"a":9223372036854775808}""", "field 'a': expected a value of type BIGINT")]
    [InlineData("BOOLEAN", """{"a":"yes"}""", "field 'a': expected true or false, found \"yes\"")]
    [InlineData("DECIMAL(5, 2)", """{"a":1000}""", "field 'a': expected a DECIMAL(5, 2), found 1000")]
    [InlineData("DATE", """{"a":"2020-02-30"}""", "field 'a': expected a date as \"yyyy-MM-dd\", found \"2020-02-30\"")]
    [InlineData("TIMESTAMP(3)", """{"a":"2020-01-01T00:00:00"}""", "field 'a': expected a timestamp as \"yyyy-MM-dd HH:mm:ss.fff\"")]
    [InlineData("BYTES", """{"a":"!"}""", "field 'a': expected bytes in Base64")]
    [InlineData("ARRAY<INT>", """{"a":[1,2,"x"]}""", "field 'a[2]': expected a value of type INT, found \"x\"")]
    [InlineData("ARRAY<INT>", """{"a":{}}""", "field 'a': expected an array, found {")]
    [InlineData("ROW<b ROW<c INT>>", """{"a":{"b":{"c":[]}}}""", "field 'a.b.c': expected a value of type INT, found [")]
    [InlineData("MAP<STRING, INT>", """{"a":{"k":true}}""", "field 'a['k']': expected a value of type INT, found true")]
    [InlineData("INT", """{"a":01}""", "field 'a': a number that is not JSON's at byte 6, found 01")]
    [InlineData("INT", """{"a":1""", "expected ',' or '}' at byte 7, found the end")]
    [InlineData("INT", """{"a":1}{"a":2}""", "expected the end of the message behind the object at byte 8, found {\"a\":2")]
    [InlineData("INT", """{"a":1,}""", "expected a field's name at byte 8, found }")]
    [InlineData("INT", "[1]", "expected a JSON object at byte 1")]
    [InlineData("INT", """{"a":}""", "field 'a': expected a JSON value at byte 6, found }")]
    [InlineData("INT", """{"b":tru}""", "expected a JSON value at byte 6, found tru")]
    [InlineData("STRING", """{"a":"x""", "field 'a': a string without an end at byte 6")]
    [InlineData("STRING", """{"a":"\x"}""", "field 'a': an escape that is not JSON's at byte 7")]
    [InlineData("STRING", """{"a":"\u12g4"}""", "field 'a': an escape that is not JSON's")]
    [InlineData("STRING", "  ", "expected a JSON object at byte 3, found the end")]
    public void A_row_that_does_not_parse_says_where_and_what_was_expected(string type, string json, string reason) =>
        Assert.StartsWith(reason, FormatTester.Of("json", Types.Parse(type)).Fails(json), StringComparison.Ordinal);

    [Fact]
    public void Invalid_UTF8_does_not_parse() =>
        Assert.Equal("the message is not valid UTF-8", FormatTester.Of("json", DataType.String).Fails([.. "{\"a\":\""u8, 0xC3, 0x28, .. "\"}"u8]));

    [Fact]
    public void Nesting_beyond_the_limit_does_not_parse_and_up_to_it_does()
    {
        FormatTester tester = FormatTester.Of("json", DataType.Int);
        Assert.Equal(1, tester.Decode($"{{\"b\":{new string('[', 999)}{new string(']', 999)},\"a\":1}}")[0]);
        Assert.StartsWith("nested deeper than 1000 levels", tester.Fails($"{{\"b\":{new string('[', 100_000)}{new string(']', 100_000)},\"a\":1}}"), StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_message_stands_for_no_row() => Assert.True(FormatTester.Of("json", DataType.Int).IsSkipped(string.Empty));

    [Fact]
    public void A_missing_field_does_not_parse_where_it_must_not_be_missing() =>
        Assert.Equal(
            "field 'b': the field is missing",
            new FormatTester("json", [("a", DataType.Int), ("b", DataType.Int)], ("json.fail-on-missing-field", "true")).Fails("""{"a":1}"""));

    [Fact]
    public void Where_errors_are_ignored_a_wrong_value_is_NULL_and_a_broken_row_is_passed_over()
    {
        FormatTester tester = new(
            "json",
            [("a", DataType.Int), ("b", DataType.Array(DataType.Int)), ("c", DataType.Row(new RowField("x", DataType.Int), new RowField("y", DataType.String))), ("d", DataType.String)],
            ("json.ignore-parse-errors", "true"));
        object?[] row = tester.Decode("""{"a":{"deep":[1,2]},"b":[1,"x",3],"c":{"x":"?","y":"ok"},"d":"end"}""");
        Assert.Null(row[0]);
        Assert.Equal([1, null, 3], (object?[])row[1]!);
        Assert.Equal([null, "ok"], (object?[])row[2]!);
        Assert.Equal("end", row[3]);
        Assert.True(tester.IsSkipped("""{"a":1,"""));
        Assert.True(tester.IsSkipped("nonsense"));
    }

    [Fact]
    public void A_row_given_up_halfway_leaves_nothing_behind()
    {
        FormatTester tester = new("json", [("a", DataType.Int), ("b", DataType.String), ("c", DataType.Int)]);
        RowDecoder decoder = tester.Decoder();
        SourceBatch batch = tester.Batch(4);
        Assert.False(decoder.TryDecode("""{"a":null,"b":"left","c":"x"}"""u8, batch));
        Assert.True(decoder.TryDecode("""{"a":1,"b":null,"c":2}"""u8, batch));
        batch.Add();
        TableSpec table = SourceReading.Table("x", [("a", DataType.Int), ("b", DataType.String), ("c", DataType.Int)]);
        Assert.Equal([1, null, 2], SourceReading.Rows(table, [0, 1, 2], batch)[0]);
    }

    [Fact]
    public void A_row_of_fifty_megabytes_is_read()
    {
        string text = new('x', 50_000_000);
        Assert.Equal(50_000_000, ((string)FormatTester.Of("json", DataType.String).Decode($"{{\"a\":\"{text}\"}}")[0]!).Length);
    }

    [Fact]
    public void Decoding_allocates_nothing_per_row()
    {
        FormatTester tester = new("json", [("id", DataType.BigInt), ("level", DataType.String), ("amount", DataType.Double), ("ts", DataType.Timestamp(3)), ("d", DataType.Decimal(10, 2))]);
        RowDecoder decoder = tester.Decoder();
        byte[] message = Encoding.UTF8.GetBytes("""{"id":12345,"level":"WARN\n","amount":12.5,"ts":"2026-01-01 00:00:00.123","d":12.345,"other":{"a":[1]}}""");
        SourceBatch batch = tester.Batch(20_000);
        long before = 0;
        for (int i = 0; i < 20_000; i++)
        {
            if (i == 10_000)
            {
                before = GC.GetAllocatedBytesForCurrentThread();
            }

            decoder.TryDecode(message, batch);
            ((Engine.Batches.BytesColumn)batch.Columns[1]).Clear();
            batch.Add();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
