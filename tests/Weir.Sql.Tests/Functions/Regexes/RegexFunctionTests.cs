using Weir.Engine.Batches;
using Weir.Engine.Expressions;
using Weir.Engine.Functions.Regexes;
using Weir.Engine.Types;
using Weir.Sql.Functions;
using static Weir.Sql.Tests.Functions.Arguments;

namespace Weir.Sql.Tests.Functions.Regexes;

public sealed class RegexFunctionTests
{
    private readonly FunctionTester _tester = new();

    [Fact]
    public void A_text_is_matched_anywhere()
    {
        Assert.Equal([true, false, null, null, false, false], _tester.Column("REGEXP", Texts("100-200", "abc", null, "a", "a", "a"), Texts("(\\d+)", "(\\d+)", "a", null, "", "(")));
        Assert.Equal("BOOLEAN NOT NULL", _tester.Call("REGEXP", Char("a"), Char("b")).Type.ToString());
    }

    [Fact]
    public void Matches_are_counted()
    {
        Assert.Equal([6, 0, 4, 2, null, null, null], _tester.Column("REGEXP_COUNT", Texts("abc123xyz456", "abcd", "aaa", "aaa", null, "a", "a"), Texts("\\d", "z", "", "a*", "a", null, "(")));
        Assert.Equal("INT", _tester.Call("REGEXP_COUNT", Char("a"), Char("b")).Type.ToString());
        Assert.Equal("INT", Arguments.TypeOf("REGEXP_COUNT", DataType.String, DataType.Null).ToString());
    }

    [Fact]
    public void The_first_match_is_found_and_taken()
    {
        Assert.Equal([3, 4, 0, null, null], _tester.Column("REGEXP_INSTR", Texts("abc", "a😀c", "abc", "abc", null), Texts("c", "c", "x", "(", "x")));
        Assert.Equal(["bc", null, null, null, "😀"], _tester.Column("REGEXP_SUBSTR", Texts("abc", "abc", "abc", null, "a😀b"), Texts("b.", "x", "(", "a", "[^a-z]")));
        Assert.Throws<InvalidOperationException>(() => _tester.Call("REGEXP_INSTR", Int(1024), Text("1024")));
    }

    [Theory]
    [InlineData("foothebar", "foo(.*?)(bar)", 2L, "bar")]
    [InlineData("foothebar", "foo(.*?)(bar)", 0L, "foothebar")]
    [InlineData("foothebar", "foo([\\d]+)", 1L, null)]
    [InlineData("abc", "(b)(c)", 3L, null)]
    [InlineData("abc", "(b)(c)", -1L, null)]
    [InlineData("abc", "(x)?b", 1L, null)]
    [InlineData("abc", "(", 0L, null)]
    [InlineData("aé😀b", "a(é.)(?<last>b)", 2L, "b")]
    [InlineData("aé😀b", "a(?<first>é.)(b)", 1L, "é😀")]
    public void A_group_is_extracted(string text, string pattern, long group, string? expected) =>
        Assert.Equal(expected, _tester.Call("REGEXP_EXTRACT", Text(text), Text(pattern), Long(group)).Value);

    [Fact]
    public void All_is_extracted_when_no_group_is_named()
    {
        Assert.Equal(["foothebar", null, null], _tester.Column("REGEXP_EXTRACT", Texts("foothebar", null, "a"), Texts("foo(.*?)(bar)", "a", null)));
        Assert.Equal("STRING", _tester.Call("REGEXP_EXTRACT", Char("a"), Char("a")).Type.ToString());
        Assert.Throws<InvalidOperationException>(() => _tester.Call("REGEXP_EXTRACT", Text("a"), Text("a"), Text("0")));
    }

    [Fact]
    public void A_group_of_all_matches_is_extracted()
    {
        Assert.Equal(
            [new object?[] { "100", "300" }, new object?[] { "200", "400" }, Array.Empty<object?>(), new object?[] { null, "" }, new object?[] { "100-200", "300-400" }, null, null, null, null],
            _tester.Column(
                "REGEXP_EXTRACT_ALL",
                Texts("100-200, 300-400", "100-200, 300-400", "1", "abcde", "100-200, 300-400", "a", "a", "a", null),
                Texts("(\\d+)-(\\d+)", "(\\d+)-(\\d+)", "[a-z]", "(abcde)|([a-z]*)", "(\\d+)-(\\d+)", "a", "(a)", "(", "a"),
                Longs(1, 2, 0, 2, 0, 1, -1, 0, 0)));
        Assert.Equal(new object?[] { "b", "b" }, _tester.Call("REGEXP_EXTRACT_ALL", Text("abcab"), Text("a(b)")).Value);
        Assert.Equal("ARRAY<STRING>", _tester.Call("REGEXP_EXTRACT_ALL", Char("a"), Char("(a)")).Type.ToString());
    }

    [Theory]
    [InlineData("foobar", "oo|ar", "abc", "fabcbabc")]
    [InlineData("foobar", "^f*.*r$", "", "")]
    [InlineData("fooobar", "oo", "$", "f$obar")]
    [InlineData("abc", "b", "$1\\\\", "a$1\\\\c")]
    [InlineData("abc", "", "-", "-a-b-c-")]
    [InlineData("a😀b", "", "-", "-a-?-?-b-")]
    [InlineData("a😀b", "", "", "a😀b")]
    [InlineData("baac", "a*", "-", "-b--c-")]
    [InlineData("abc", "x", "-", "abc")]
    [InlineData("abc", "(", "-", null)]
    [InlineData("a{b", "a{", "-", null)]
    public void All_matches_are_replaced_by_the_text_as_it_stands(string text, string pattern, string replacement, string? expected) =>
        Assert.Equal(expected, _tester.Call("REGEXP_REPLACE", Text(text), Text(pattern), Text(replacement)).Value);

    [Fact]
    public void A_column_is_replaced_with_changing_patterns()
    {
        Assert.Equal(["x", null, null, null, "é-"], _tester.Column("REGEXP_REPLACE", Texts("a", null, "a", "a", "éb"), Texts("a", "a", null, "a", "b"), Texts("x", "x", "x", null, "-")));
        Assert.Equal("STRING NOT NULL", _tester.Call("REGEXP_REPLACE", Char("a"), Char("a"), Char("b")).Type.ToString());
    }

    [Theory]
    [InlineData("k1=v1,k1=v2,k3,=x", null, null, "k1=v2;k3=NULL;=x")]
    [InlineData("", null, null, "")]
    [InlineData(",", null, null, "")]
    [InlineData("a=1,,b=2,,", null, null, "a=1;=NULL;b=2")]
    [InlineData("a:1;b:2", ";", ":", "a=1;b=2")]
    [InlineData("a.1|b.2", "\\|", "\\.", "a=1;b=2")]
    [InlineData("a.1|b.2", "|", ".", "=")]
    [InlineData("ab", "", "", "a=;b=")]
    [InlineData("abc", ",", "", "a=bc")]
    [InlineData("a12b3c", "\\d+", "x", "a=NULL;b=NULL;c=NULL")]
    [InlineData("é=1😀ü=2", "😀", "=", "é=1;ü=2")]
    public void A_text_becomes_a_map(string text, string? entries, string? keys, string expected)
    {
        object? map = (entries is null ? _tester.Call("STR_TO_MAP", Text(text)) : _tester.Call("STR_TO_MAP", Text(text), Text(entries), Text(keys))).Value;
        Assert.Equal(expected, string.Join(';', ((KeyValuePair<object?, object?>[])map!).Select(e => $"{e.Key}={e.Value ?? "NULL"}")));
    }

    [Fact]
    public void A_map_of_many_entries_keeps_the_last_of_each_key()
    {
        string text = string.Join(',', Enumerable.Range(0, 5000).Select(i => $"k{i % 1000}={i}"));
        KeyValuePair<object?, object?>[] map = (KeyValuePair<object?, object?>[])_tester.Column("STR_TO_MAP", Texts("x=1", text, "y=2"))[1]!;
        Assert.Equal(1000, map.Length);
        Assert.All(map, e => Assert.Equal(4000 + int.Parse(((string)e.Key!)[1..]), int.Parse((string)e.Value!)));
    }

    [Fact]
    public void A_map_may_be_null_and_needs_all_delimiters_or_none()
    {
        Assert.Equal("MAP<STRING, STRING>", _tester.Call("STR_TO_MAP", Text("a=1")).Type.ToString());
        Assert.Null(_tester.Call("STR_TO_MAP", Text(null)).Value);
        Assert.Throws<InvalidOperationException>(() => _tester.Call("STR_TO_MAP", Text("a"), Text(",")));
        Assert.Throws<EvaluationException>(() => _tester.Call("STR_TO_MAP", Text("a"), Text("("), Text("=")));
    }

    [Fact]
    public void A_constant_pattern_that_is_not_supported_is_refused_when_the_call_is_resolved() =>
        Assert.Throws<FunctionCallException>(() => _tester.Call("REGEXP", Text("a"), Text("\\X")));

    [Fact]
    public void Another_pattern_that_is_not_supported_fails_the_row() =>
        Assert.Throws<EvaluationException>(() => _tester.Column("REGEXP", Texts("a"), Texts("\\X")));

    [Fact]
    public void A_pattern_that_backtracks_without_end_fails()
    {
        BytesColumn text = (BytesColumn)ColumnFactory.Create(DataType.String, 1);
        BytesColumn pattern = (BytesColumn)ColumnFactory.Create(DataType.String, 1);
        text.Set(0, new byte[60_000].AsSpan());
        pattern.Set(0, "(\\x00|\\x00\\x00)*?(\\x00+)*?\\x01"u8);
        ScalarKernel kernel = RegexMatching.Matches(TimeSpan.FromMilliseconds(20));
        Column result = ColumnFactory.Create(DataType.Boolean, 1);
        EvaluationContext context = new(new BatchPool(), TimeProvider.System, TimeZoneInfo.Utc);
        Assert.Throws<EvaluationException>(() => kernel([text, pattern], result, new Selection(1), context));
    }
}
