using Weir.Engine.Expressions;
using Weir.Engine.Types;
using static Weir.Sql.Tests.Functions.Arguments;

namespace Weir.Sql.Tests.Functions.Strings;

public sealed class StringBuildingTests
{
    private readonly FunctionTester _tester = new();

    [Theory]
    [InlineData("LPAD", "hi", 5, "?!", "?!?hi")]
    [InlineData("LPAD", "hi", 1, "?!", "h")]
    [InlineData("LPAD", "hi", 0, "?!", "")]
    [InlineData("LPAD", "hi", -1, "?!", null)]
    [InlineData("LPAD", "hi", 1, "", null)]
    [InlineData("LPAD", "a😀", 4, "😀", "?a😀")]
    [InlineData("LPAD", "a😀", 2, "x", "a?")]
    [InlineData("RPAD", "äää", 13, "12345", "äää1234512345")]
    [InlineData("RPAD", "üö", 1, "??", "ü")]
    [InlineData("RPAD", "a", 4, "😀", "a😀?")]
    [InlineData("RPAD", "", 1, "?!", "?")]
    [InlineData("RPAD", "hi", 0, "", null)]
    public void A_pad_fills_or_cuts_to_a_length(string function, string text, int length, string pad, string? expected) =>
        Assert.Equal(expected, _tester.Call(function, Text(text), Int(length), Text(pad)).Value);

    [Fact]
    public void A_column_is_padded_and_repeated()
    {
        Assert.Equal(["xxa", null, null, null], _tester.Column("LPAD", Texts("a", null, "a", "a"), Ints(3, 3, null, 3), Texts("x", "x", "x", null)));
        Assert.Equal(["axx", "ab"], _tester.Column("RPAD", Texts("a", "abc"), Ints(3, 2), Texts("x", "x")));
        Assert.Equal(["ababab", "", "", null, ""], _tester.Column("REPEAT", Texts("ab", "ab", "ab", null, ""), Ints(3, 0, -1, 2, 1_000_000)));
        Assert.Equal("STRING NOT NULL", _tester.Call("REPEAT", Char("ab"), Int(2)).Type.ToString());
    }

    [Fact]
    public void A_text_without_bounds_fails_before_it_is_made()
    {
        Assert.Throws<EvaluationException>(() => _tester.Call("REPEAT", Text("abc"), Int(int.MaxValue)));
        Assert.Throws<EvaluationException>(() => _tester.Call("LPAD", Text("abc"), Int(int.MaxValue), Text("x")));
    }

    [Theory]
    [InlineData("xxxxxtest", "xxxx", 6L, null, "xxxxxxxxx")]
    [InlineData("xxxxxtest", "xxxx", 6L, 2L, "xxxxxxxxxst")]
    [InlineData("123456789", "abc", 2L, 100L, "1abc")]
    [InlineData("123456789", "abc", 2L, -1L, "1abc")]
    [InlineData("123456789", "abc", 2L, 0L, "1abc")]
    [InlineData("123456789", "It", -1L, 4L, "123456789")]
    [InlineData("123456789", "It", 100L, 4L, "123456789")]
    [InlineData("abc", "x", 4294967297L, 1L, "abc")]
    [InlineData("abcdef", "XY", 5L, 2L, "abcdXY")]
    [InlineData("a😀cdef", "XY", 2L, 1L, "aXY?cdef")]
    [InlineData("é2345", "ö", 1L, null, "ö2345")]
    [InlineData("abc", "", 2L, null, "a")]
    public void An_overlay_replaces_from_a_position(string text, string placed, long start, long? length, string expected) => Assert.Equal(
        expected,
        (length is null ? _tester.Call("OVERLAY", Text(text), Text(placed), Long(start)) : _tester.Call("OVERLAY", Text(text), Text(placed), Long(start), Long(length))).Value);

    [Fact]
    public void An_overlay_is_as_long_as_both_texts()
    {
        Assert.Equal("VARCHAR(11) NOT NULL", _tester.Call("OVERLAY", Char("123456789"), Char("It"), Long(1)).Type.ToString());
        Assert.Equal("STRING NOT NULL", _tester.Call("OVERLAY", Text("ab"), Char("It"), Long(1)).Type.ToString());
        Assert.Equal(["xb", null], _tester.Column("OVERLAY", Texts("ab", null), Texts("x", "x"), Longs(1, 1)));
    }

    [Theory]
    [InlineData("aXbX", "X", "--", "a--b--")]
    [InlineData("ababab", "abab", "z", "zab")]
    [InlineData("abc", "", "-", "-a-b-c-")]
    [InlineData("", "", "-", "-")]
    [InlineData("a😀é", "", "-", "-a-?-?-é-")]
    [InlineData("a😀", "", "", "a😀")]
    [InlineData("aXbX", "X", "", "ab")]
    public void All_occurrences_are_replaced(string text, string sought, string replacement, string expected) =>
        Assert.Equal(expected, _tester.Call("REPLACE", Text(text), Text(sought), Text(replacement)).Value);

    [Fact]
    public void A_column_is_replaced() =>
        Assert.Equal(["b", null, null, null], _tester.Column("REPLACE", Texts("a", null, "a", "a"), Texts("a", "a", null, "a"), Texts("b", "b", "b", null)));

    [Theory]
    [InlineData("www.apache.org", "abcde.", "123", "www1p13horg")]
    [InlineData("www.apache.org", "abcae", "12345", "www.1p13h5.org")]
    [InlineData("www.apache.org", "...", "123", "www1apache1org")]
    [InlineData("www.😀.org", ".😀", "😀.", "www😀.😀org")]
    [InlineData("www.😀.org", "😀w", "笑α", "ααα.笑.org")]
    [InlineData("abc", "", "x", "abc")]
    [InlineData("abc", null, "x", "abc")]
    [InlineData("abc", "b", null, "ac")]
    [InlineData(null, "b", "c", null)]
    public void Characters_are_translated_one_by_one(string? text, string? from, string? to, string? expected) =>
        Assert.Equal(expected, _tester.Call("TRANSLATE", Text(text), Text(from), Text(to)).Value);

    [Fact]
    public void A_translation_is_null_only_when_its_text_is()
    {
        Assert.Equal("STRING NOT NULL", _tester.Call("TRANSLATE", Char("abc"), Text(null), Text("x")).Type.ToString());
        Assert.Equal(["xbc", "ayc", "abc", null], _tester.Column("TRANSLATE", Texts("abc", "abc", "abc", null), Texts("a", "b", null, "a"), Texts("x", "y", "z", "x")));
    }

    [Fact]
    public void A_text_is_split_into_an_array()
    {
        Assert.Equal(
            [new object?[] { "a", "b", "", "c" }, Array.Empty<object?>(), Array.Empty<object?>(), new object?[] { "a", "?", "?", "é" }, null, new object?[] { "", "a", "" }, new object?[] { "ab" }],
            _tester.Column("SPLIT", Texts("a,b,,c", "", "", "a😀é", null, "||a||", "ab"), Texts(",", ",", "", "", ",", "||", ",")));
        Assert.Equal("ARRAY<STRING> NOT NULL", _tester.Call("SPLIT", Text("a"), Text(",")).Type.ToString());
        Assert.Equal("ARRAY<STRING>", Arguments.TypeOf("SPLIT", DataType.String.NotNull(), DataType.Null).ToString());
    }

    [Theory]
    [InlineData("a,b,c", ",", 1, "b")]
    [InlineData("a,,b,", ",", 3, "")]
    [InlineData("a,,b,", ",", 4, null)]
    [InlineData("a|||b", "||", 1, "|b")]
    [InlineData("a  b", "", 1, "")]
    [InlineData("a\u3000b", "", 1, "b")]
    [InlineData("a\u00a0b", "", 1, null)]
    [InlineData("", ",", 0, null)]
    [InlineData("a,b", ",", -1, null)]
    public void A_part_is_found_by_index(string text, string separator, int index, string? expected) =>
        Assert.Equal(expected, _tester.Call("SPLIT_INDEX", Text(text), Text(separator), Int(index)).Value);

    [Fact]
    public void Parts_of_long_texts_are_found_by_index()
    {
        Random random = new(7);
        string[] texts = [.. Enumerable.Range(0, 400).Select(length => string.Concat(Enumerable.Range(0, length / 2).Select(_ => random.Next(12) == 0 ? '/' : (char)random.Next('a', 'e'))))];
        for (int index = 0; index < 25; index++)
        {
            Assert.Equal(
                texts.Select(t => t.Length == 0 ? null : (object?)t.Split('/').ElementAtOrDefault(index)),
                _tester.Column("SPLIT_INDEX", Texts(texts), Texts([.. texts.Select(_ => "/")]), Ints([.. texts.Select(_ => index)])));
        }
    }

    [Fact]
    public void A_separator_may_be_the_code_of_a_character()
    {
        Assert.Equal(["b", "b", null, null, null], _tester.Column("SPLIT_INDEX", Texts("a,b", "aéb", "a,b", "a,b", null), Ints(44, 233, 256, 0, 44), Ints(1, 1, 0, 0, 0)));
        Assert.Equal("STRING", _tester.Call("SPLIT_INDEX", Char("a"), Char(","), Int(0)).Type.ToString());
        Assert.Throws<InvalidOperationException>(() => _tester.Call("SPLIT_INDEX", Text("a"), Long(44), Int(0)));
    }
}
