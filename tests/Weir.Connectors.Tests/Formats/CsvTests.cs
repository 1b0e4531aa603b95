using Weir.Engine.Connectors;
using Weir.Engine.Types;

namespace Weir.Connectors.Tests.Formats;

public sealed class CsvTests
{
    private static readonly (string Name, DataType Type)[] s_columns = [("a", DataType.Int), ("b", DataType.String), ("c", DataType.Double), ("d", DataType.Boolean)];

    [Fact]
    public void A_line_is_read()
    {
        FormatTester tester = new("csv", s_columns);
        Assert.Equal([1, "a", 1.5, true], tester.Decode("1,a,1.5,true"));
        Assert.Equal([3, "q\"x, y", 100.0, true], tester.Decode("3,\"q\"\"x, y\",1e2,TRUE"));
        Assert.Equal([8, " g ", 3.0, true], tester.Decode(" 8 , g , 3 , true \r\n"));
        Assert.Equal([6, string.Empty, 1.0, true], tester.Decode("6,,1,true,"));
        Assert.Equal([11, "h\"i", 2.0, true], tester.Decode("11,h\"i,2,true"));
        Assert.Equal([13, "two\nlines", 1.0, true], tester.Decode("13,\"two\nlines\",1,true"));
    }

    [Fact]
    public void The_null_literal_is_NULL()
    {
        FormatTester tester = new("csv", s_columns, ("csv.null-literal", "NIL"));
        Assert.Equal([null, null, null, null], tester.Decode("NIL,\"NIL\",NIL,NIL"));
    }

    [Fact]
    public void Other_delimiters_quotes_and_escapes_are_taken()
    {
        FormatTester tester = new("csv", s_columns, ("csv.field-delimiter", "\\t"), ("csv.quote-character", "'"), ("csv.escape-character", "\\"));
        Assert.Equal([1, "it's", 1.0, true], tester.Decode("1\t'it''s'\t1\ttrue"));
        Assert.Equal([1, "a'b\tc\\", 1.0, true], tester.Decode("1\t'a\\'b\\tc\\\\'\t1\ttrue"));
        Assert.Equal([1, "a\tb", 1.0, true], tester.Decode("1\ta\\\tb\t1\ttrue"));
    }

    [Fact]
    public void Without_a_quote_character_quotes_are_text() =>
        Assert.Equal([1, "\"x\"", 1.0, true], new FormatTester("csv", s_columns, ("csv.disable-quote-character", "true")).Decode("1,\"x\",1,true"));

    [Fact]
    public void Comments_and_empty_lines_stand_for_no_row()
    {
        FormatTester tester = new("csv", s_columns, ("csv.allow-comments", "true"));
        Assert.True(tester.IsSkipped("# 1,a,1,true"));
        Assert.True(tester.IsSkipped("\r\n"));
    }

    [Theory]
    [InlineData("x,a,1,true", "field 'a': expected a value of type INT, found 'x'")]
    [InlineData("2147483648,a,1,true", "field 'a': expected a value of type INT, found '2147483648'")]
    [InlineData(",a,1,true", "field 'a': expected a value of type INT, found ''")]
    [InlineData("1,a,1,yes", "field 'd': expected true or false, found 'yes'")]
    [InlineData("1,a,1", "expected 4 fields, found 3")]
    [InlineData("1,a,1,true,extra", "expected 4 fields, found 5")]
    [InlineData("1,\"a,1,true", "field 2: the quote that opens at byte 3 is not closed")]
    [InlineData("1,\"a\"b,1,true", "field 2: expected the delimiter ',' behind the closing quote at byte 5")]
    public void A_line_that_does_not_parse_says_why(string line, string reason) => Assert.Equal(reason, new FormatTester("csv", s_columns).Fails(line));

    [Fact]
    public void Invalid_UTF8_does_not_parse() => Assert.Equal("the line is not valid UTF-8", FormatTester.Of("csv", DataType.String).Fails([0xC3, 0x28]));

    [Fact]
    public void Where_errors_are_ignored_wrong_and_missing_fields_are_NULL_and_other_lines_are_passed_over()
    {
        FormatTester tester = new("csv", s_columns, ("csv.ignore-parse-errors", "true"));
        Assert.Equal([null, "a", null, null], tester.Decode("x,a"));
        Assert.True(tester.IsSkipped("1,a,1,true,extra"));
    }

    [Fact]
    public void Times_bytes_arrays_and_rows_are_read()
    {
        FormatTester tester = new(
            "csv",
            [("a", DataType.Date), ("b", DataType.Time()), ("c", DataType.Time(3)), ("d", DataType.Timestamp(9)), ("e", DataType.Array(DataType.Int)), ("f", Types.Parse("ROW<x INT, y STRING>")), ("g", DataType.Bytes)]);
        object?[] row = tester.Decode("1970-1-2,00:01,00:00:01.123,1970-01-01 00:00:00.000000001,1;2;3,5;z,AQI=");
        Assert.Equal([1, 60_000, 1123, Int128.One], row[..4]);
        Assert.Equal([1, 2, 3], (object?[])row[4]!);
        Assert.Equal([5, "z"], (object?[])row[5]!);
        Assert.Equal(new byte[] { 1, 2 }, row[6]);
        Assert.Empty((object?[])tester.Decode("1970-01-01,00:00,00:00,1970-01-01 00:00:00,,1;,")[4]!);
        Assert.Equal("field 'e': expected in element 2 a value of type INT, found '1;x'", tester.Fails("1970-01-01,00:00,00:00,1970-01-01 00:00:00,1;x,1;a,"));
        Assert.Equal("field 'f': expected 2 values separated by ';', found '1'", tester.Fails("1970-01-01,00:00,00:00,1970-01-01 00:00:00,,1,"));
    }

    [Fact]
    public void Quotes_stand_where_Flink_has_them()
    {
        FormatTester tester = new("csv", [("a", DataType.String), ("b", DataType.String)]);
        Assert.Equal("abc,ABC:;", tester.Encode("abc", "ABC:;"));
        Assert.Equal("\"q\"\"uo,te\",\" lead\"", tester.Encode("q\"uo,te", " lead"));
        Assert.Equal("abcdefghijklmnopqrstuvwx,\"abcdefghijklmnopqrstuvwxy\"", tester.Encode("abcdefghijklmnopqrstuvwx", "abcdefghijklmnopqrstuvwxy"));
        Assert.Equal("\"#hash\",", tester.Encode("#hash", null));
        FormatTester special = new("csv", [("a", DataType.String), ("b", DataType.String)], ("csv.null-literal", "NIL"), ("csv.escape-character", "\\"), ("csv.field-delimiter", "|"));
        Assert.Equal("\"a|b\"|\"q\"\"u\\\\o\"", special.Encode("a|b", "q\"u\\o"));
        Assert.Equal("NIL|\"NIL\"", special.Encode(null, "NIL"));
    }

    [Fact]
    public void Values_are_written_as_Flink_writes_them()
    {
        FormatTester tester = new(
            "csv",
            [
                ("a", DataType.Decimal(10, 2)), ("b", DataType.Double), ("c", DataType.Timestamp(3)), ("d", DataType.Date), ("e", DataType.Time(3)), ("f", DataType.Bytes), ("g", DataType.Array(DataType.Int)),
                ("h", Types.Parse("ROW<x INT, y STRING>")), ("i", DataType.Boolean),
            ]);
        Assert.Equal(
            "1E+2,1.0E10,\"1970-01-01 00:00:01.5\",1970-01-01,00:00:01.5,Cv8=,;5,\"2;a b;c\",true",
            tester.Encode((Int128)10_000, 1e10, 1500L, 0, 1500, new byte[] { 10, 255 }, new object?[] { null, 5 }, new object?[] { 2, "a b;c" }, true));
        Assert.Equal("100", FormatTester.Of("csv", DataType.Decimal(10, 2), ("csv.write-bigdecimal-in-scientific-notation", "false")).Encode((Int128)10_000));
    }

    [Fact]
    public void A_type_without_a_form_is_refused() =>
        Assert.Contains("CSV has no form for it", Assert.Throws<ConnectorException>(() => FormatTester.Of("csv", Types.Parse("MAP<STRING, INT>")).Decoder()).Message, StringComparison.Ordinal);

    [Fact]
    public void Decoding_allocates_nothing_per_row()
    {
        FormatTester tester = new("csv", s_columns);
        Engine.Formats.RowDecoder decoder = tester.Decoder();
        byte[] line = "12345,\"a \"\"b\"\"\",12.5,true"u8.ToArray();
        SourceBatch batch = tester.Batch(20_000);
        long before = 0;
        for (int i = 0; i < 20_000; i++)
        {
            if (i == 10_000)
            {
                before = GC.GetAllocatedBytesForCurrentThread();
            }

            decoder.TryDecode(line, batch);
            ((Engine.Batches.BytesColumn)batch.Columns[1]).Clear();
            batch.Add();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
