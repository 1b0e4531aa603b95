using Weir.Engine.Types;
using static Weir.Sql.Tests.Functions.Arguments;

namespace Weir.Sql.Tests.Functions.Strings;

public sealed class StringSliceTests
{
    private readonly FunctionTester _tester = new();

    [Theory]
    [InlineData("hello", 2, 3, "ell")]
    [InlineData("hello", 0, 3, "hel")]
    [InlineData("hello", -2, 1, "l")]
    [InlineData("hello", -9, 3, "")]
    [InlineData("hello", 10, 3, "")]
    [InlineData("hello", 2, int.MaxValue, "ello")]
    [InlineData("hello", -2, 0, "")]
    [InlineData("hello", 2, -1, null)]
    [InlineData("", 1, -1, null)]
    [InlineData("a😀b", 2, 1, "😀")]
    [InlineData("a😀b", -2, 2, "😀b")]
    [InlineData("hello", int.MinValue, 3, "")]
    public void A_substring_counts_characters(string text, int start, int length, string? expected)
    {
        Assert.Equal(expected, _tester.Call("SUBSTRING", Text(text), Int(start), Int(length)).Value);
        Assert.Equal(expected, _tester.Call("SUBSTR", Text(text), Int(start), Int(length)).Value);
    }

    [Fact]
    public void Slices_are_varchars_that_may_be_null()
    {
        Assert.Equal("VARCHAR(5)", _tester.Call("SUBSTRING", Char("hello"), Int(2)).Type.ToString());
        Assert.Equal("VARCHAR(5)", _tester.Call("LEFT", Char("hello"), Int(2)).Type.ToString());
        Assert.Equal("STRING", _tester.Call("RIGHT", Text("hello"), Int(2)).Type.ToString());
        Assert.Throws<InvalidOperationException>(() => _tester.Call("SUBSTRING", Text("a"), Long(1)));
        Assert.Throws<InvalidOperationException>(() => _tester.Call("SUBSTR", Text("a")));
    }

    [Fact]
    public void Columns_are_sliced()
    {
        Assert.Equal(["ello", null, null], _tester.Column("SUBSTRING", Texts("hello", null, "x"), Ints(2, 1, null)));
        Assert.Equal(["hé", "", "", "hé😀", null], _tester.Column("LEFT", Texts("hé😀", "hé😀", "hé😀", "hé😀", null), Ints(2, 0, -1, 9, 1)));
        Assert.Equal(["é😀", "", "", "hé😀", null], _tester.Column("RIGHT", Texts("hé😀", "hé😀", "hé😀", "hé😀", null), Ints(2, 0, -1, 9, 1)));
    }

    [Theory]
    [InlineData("BOTH", "abc", "abcddcba", "dd")]
    [InlineData("BOTH", "abd", "abcddcba", "cddc")]
    [InlineData("BOTH", "开心", "心情开开心心", "情")]
    [InlineData("LEADING", "e", "example", "xample")]
    [InlineData("TRAILING", "e", "example", "exampl")]
    [InlineData("BOTH", "", "example", "example")]
    [InlineData("BOTH", " x", " x a x ", "a")]
    [InlineData("BOTH", "ab", "abab", "")]
    public void A_trim_takes_characters_of_a_set(string ends, string set, string text, string expected) =>
        Assert.Equal(expected, _tester.Call("TRIM", new Dictionary<string, string> { ["TRIM"] = ends }, Text(text), Text(set)).Value);

    [Fact]
    public void A_trim_takes_spaces_when_there_is_no_set()
    {
        Assert.Equal(("VARCHAR(5) NOT NULL", (object?)"a"), Plain(_tester.Call("TRIM", Char("  a  "))));
        Assert.Equal("a  ", _tester.Call("TRIM", new Dictionary<string, string> { ["TRIM"] = "LEADING" }, Text("  a  ")).Value);
        Assert.Equal(["a\t", null, ""], _tester.Column("TRIM", Texts("  a\t ", null, "   ")));
        Assert.Equal("VARCHAR(5)", _tester.Call("TRIM", Char("abcba"), Text(null)).Type.ToString());
    }

    [Fact]
    public void One_end_is_trimmed_by_functions_of_their_own()
    {
        Assert.Equal(("VARCHAR(5) NOT NULL", (object?)"cab"), Plain(_tester.Call("LTRIM", Char("abcab"), Char("ab"))));
        Assert.Equal(("VARCHAR(5) NOT NULL", (object?)"abc"), Plain(_tester.Call("RTRIM", Char("abcab"), Char("ab"))));
        Assert.Equal(("STRING NOT NULL", (object?)"c"), Plain(_tester.Call("BTRIM", Char("abcab"), Char("ab"))));
        Assert.Equal(["a ", null], _tester.Column("LTRIM", Texts(" a ", null)));
        Assert.Equal([" a", null], _tester.Column("RTRIM", Texts(" a ", null)));
        Assert.Equal(["é", null, null], _tester.Column("BTRIM", Texts("😀é😀", null, "a"), Texts("😀", "a", null)));
        Assert.Equal("STRING", Arguments.TypeOf("BTRIM", DataType.String.NotNull(), DataType.Null).ToString());
    }

    private static (string Type, object? Value) Plain((DataType Type, object? Value) result) => (result.Type.ToString(), result.Value);
}
