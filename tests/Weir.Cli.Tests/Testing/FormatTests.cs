using System.Text;
using Weir.Cli.Testing;
using Weir.Cli.Testing.Format;
using Weir.Cli.Testing.Values;
using Weir.Engine.Batches;
using Weir.Engine.Types;

namespace Weir.Cli.Tests.Testing;

public class FormatTests
{
    private const string Yaml = """
        name: late rows
        needs: [join.temporal]
        statements: [CREATE TABLE a (x INT), INSERT INTO b SELECT x FROM a]
        config: { table.local-time-zone: UTC }
        inputs:
          a:
            changelogMode: [I, UB, UA, D]
            rows:
              - [ -U, 1.50, "1", ~, true ]
              - watermark: "1970-01-01 00:00:00.007"
              - clock: "1970-01-01T00:00:01Z"
        expect:
          b: { rows: [ "+I[1]" ], compare: ordered }
        """;

    private const string Json = """
        {"name": "late rows", "needs": ["join.temporal"], "statements": ["CREATE TABLE a (x INT)", "INSERT INTO b SELECT x FROM a"],
         "config": {"table.local-time-zone": "UTC"},
         "inputs": {"a": {"changelogMode": ["I", "UB", "UA", "D"], "rows": [["-U", 1.50, "1", null, true],
           {"watermark": "1970-01-01 00:00:00.007"}, {"clock": "1970-01-01T00:00:01Z"}]}},
         "expect": {"b": {"rows": ["+I[1]"], "compare": "ordered"}}}
        """;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_case_reads_the_same_from_yaml_and_json(bool yaml)
    {
        TestCase test = CaseReader.Read(yaml ? YamlText.Read(Yaml) : JsonText.Read(Encoding.UTF8.GetBytes(Json)), "folder/file", "x", 1);

        Assert.Null(test.Problem);
        Assert.Equal("folder/file/late rows", test.Id);
        Assert.Equal("CREATE TABLE a (x INT);\nINSERT INTO b SELECT x FROM a", test.Statements);
        Assert.Equal("UTC", Assert.Single(test.Config).Value);
        InputTable input = Assert.Single(test.Inputs);
        RowEntry row = Assert.IsType<RowEntry>(input.Entries[0]);
        Assert.Equal(RowKind.UpdateBefore, row.Kind);
        Assert.Equal<object?>([new CaseNumber("1.50"), "1", null, true], row.Values);
        Assert.Equal(7, Assert.IsType<WatermarkEntry>(input.Entries[1]).TimeMs);
        Assert.Equal(1000, Assert.IsType<ClockEntry>(input.Entries[2]).Time.ToUnixTimeMilliseconds());
        Assert.Equal(CompareMode.Ordered, Assert.Single(test.Expect).Compare);
    }

    [Theory]
    [InlineData("name: a\nstatements: x\nexpct: {}", "'expct'. Did you mean 'expect'?")]
    [InlineData("name: a\nstatements: x", "expects nothing")]
    [InlineData("statements: x\nerror: true", "no name")]
    [InlineData("name: a\nerror: true", "neither 'job' nor 'statements'")]
    [InlineData("name: a\nstatements: x\nerror: true\nerrorAt: later", "errorAt is validate or run")]
    [InlineData("name: a\nstatements: x\nerror: true\ninputs: { t: { rows: [ [ I, 1 ] ] } }", "begins with its kind")]
    [InlineData("name: a\nstatements: x\nexpect: { t: { rows: [], compare: sorted } }", "none of changelog, ordered, final")]
    public void A_case_that_is_not_of_the_format_says_why(string yaml, string message) =>
        Assert.Contains(message, CaseReader.Read(YamlText.Read(yaml), "f", "f", 1).Problem);

    [Fact]
    public void A_case_with_a_restore_has_a_second_part()
    {
        TestCase test = CaseReader.Read(YamlText.Read("name: a\nstatements: x\ninputs: { t: { rows: [[+I, 1]], afterRestore: [[+I, 2], [+I, 3]] } }\nexpect: { o: { rows: [], afterRestore: ['+I[2]'] } }"), "f", "f", 1);
        Assert.Null(test.Problem);
        Assert.True(test.HasRestore);
        Assert.Single(test.Inputs[0].Entries);
        Assert.Equal(2, test.SecondPart.Inputs[0].Entries.Count);
        Assert.Equal("+I[2]", Assert.Single(test.SecondPart.Expect[0].Rows));
        Assert.False(test.SecondPart.HasRestore);
    }

    [Fact]
    public void A_file_nested_too_deep_is_refused()
    {
        string deep = $"{new string('[', 100_000)}{new string(']', 100_000)}";
        Assert.Throws<CaseException>(() => YamlText.Read(deep));
        Assert.Throws<CaseException>(() => JsonText.Read(Encoding.UTF8.GetBytes(deep)));
    }

    [Fact]
    public void A_key_that_is_there_twice_is_refused()
    {
        Assert.Throws<CaseException>(() => YamlText.Read("a: 1\na: 2"));
        Assert.Throws<CaseException>(() => JsonText.Read("{\"a\": 1, \"a\": 2}"u8));
    }

    [Fact]
    public void Values_take_the_form_of_their_column()
    {
        Assert.Equal((Int128)(-1234), Value(new CaseNumber("-12.34"), DataType.Decimal(10, 2)));
        Assert.Equal(1L, Value("1970-01-01 00:00:00.001", DataType.Timestamp(3)));
        Assert.Equal((Int128)1_000, Value("1970-01-01 00:00:00.000001Z", DataType.TimestampLtz(6)));
        Assert.Equal(1, Value("1970-01-02", DataType.Date));
        Assert.Equal<byte>([10, 255], (byte[])Value("0x0aff", DataType.Bytes)!);
        Assert.Equal<object?>([1, null], (object?[])Value(new List<object?> { new CaseNumber("1"), null }, DataType.Array(DataType.Int))!);
        Assert.True(double.IsNaN((double)Value("NaN", DataType.Double)!));
        Assert.Null(Value(null, DataType.Int));
    }

    [Fact]
    public void A_value_that_is_none_of_its_column_names_the_place()
    {
        Assert.Equal("here: '300' is no value of TINYINT", Assert.Throws<CaseException>(() => Value(new CaseNumber("300"), DataType.TinyInt)).Message);
        Assert.Throws<CaseException>(() => Value(new CaseNumber("1.5"), DataType.Int));
        Assert.Throws<CaseException>(() => Value("0x0", DataType.Bytes));
        Assert.Throws<CaseException>(() => Value("a", DataType.Array(DataType.Int)));
    }

    [Theory]
    [InlineData("join.*", "join.temporal", true)]
    [InlineData("*late*", "a LATE row", true)]
    [InlineData("a?c", "abc", true)]
    [InlineData("a?c", "ac", false)]
    [InlineData("*b*c", "abcb", false)]
    [InlineData("join", "join.temporal", false)]
    public void A_glob_matches_the_whole_text(string pattern, string text, bool matches) => Assert.Equal(matches, new Glob(pattern).Matches(text));

    [Fact]
    public void A_name_of_the_list_that_no_case_has_is_missing()
    {
        TestCase test = CaseReader.Read(YamlText.Read(Yaml), "folder/file", "x", 1);
        CaseFilter filter = new([], CaseFilter.ReadList(["# those that pass", "", "folder/file/late rows", "folder/file/gone"]));
        Assert.True(filter.Matches(test));
        Assert.Equal(["folder/file/gone"], filter.Missing([test]));
        Assert.True(new CaseFilter(["join.*"], null).Matches(test));
        Assert.False(new CaseFilter(["window.*"], null).Matches(test));
    }

    private static object? Value(object? value, DataType type) => InputValue.Convert(value, type, TimeZoneInfo.Utc, "here");
}
