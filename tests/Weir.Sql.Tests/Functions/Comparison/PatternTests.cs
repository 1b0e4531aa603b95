using Weir.Engine.Expressions;
using Weir.Engine.Types;
using Weir.Sql.Functions;

namespace Weir.Sql.Tests.Functions.Comparison;

public sealed class PatternTests
{
    private readonly FunctionTester _tester = new();

    [Theory]
    [InlineData("abc", "abc", true)]
    [InlineData("abc", "", false)]
    [InlineData("", "", true)]
    [InlineData("", "%", true)]
    [InlineData("abc", "a%", true)]
    [InlineData("abc", "A%", false)]
    [InlineData("abc", "%bc", true)]
    [InlineData("abc", "%b%", true)]
    [InlineData("abc", "%x%", false)]
    [InlineData("ab", "a%b%b", false)]
    [InlineData("abab", "a%b%b", true)]
    [InlineData("aa", "aa%a", false)]
    [InlineData("aXbXc", "a%b%c", true)]
    [InlineData("xaby", "%a%b%", true)]
    [InlineData("abc", "a_c", true)]
    [InlineData("abc", "_", false)]
    [InlineData("abc", "%_c", true)]
    [InlineData("aab", "%_ab", true)]
    [InlineData("a.c", "a.c", true)]
    [InlineData("abc", "a.c", false)]
    [InlineData("abc", "a\\_c", false)]
    [InlineData("a\nb", "a_b", false)]
    [InlineData("a\nb", "a%b", true)]
    [InlineData("a\u2028b", "a_b", false)]
    [InlineData("😀", "_", true)]
    [InlineData("这是测试字", "%测试_", true)]
    public void LIKE_matches_the_whole_text(string text, string pattern, bool expected)
    {
        Assert.Equal(expected, _tester.Call("LIKE", (DataType.String, text), (DataType.String, pattern)).Value);
        Assert.Equal([expected, null, null], _tester.Column("LIKE", (DataType.String, [text, null, text]), (DataType.String, [pattern, pattern, null])));
    }

    [Theory]
    [InlineData("TE-ST", "%E#_S%", "#", false)]
    [InlineData("TE_ST", "%E#_S%", "#", true)]
    [InlineData("TE_ST", "%E__S%", "_", true)]
    [InlineData("TE_ST", "TE%_ST", "%", true)]
    [InlineData("TE-ST", "%E\\_S%", "\\", false)]
    [InlineData("TE_ST", "%E\\_S%", "\\", true)]
    [InlineData("%Thus", "&%Th_s", "&", true)]
    [InlineData("a&b", "a&&b", "&", true)]
    public void An_escape_takes_a_wildcard_at_its_word(string text, string pattern, string escape, bool expected)
    {
        Assert.Equal(expected, _tester.Call("LIKE", (DataType.String, text), (DataType.String, pattern), (DataType.String, escape)).Value);
        Assert.Equal([expected], _tester.Column("LIKE", (DataType.String, [text]), (DataType.String, [pattern]), (DataType.String, [escape])));
    }

    [Theory]
    [InlineData("%E_S%", "ab")]
    [InlineData("%E_S%", "\\c")]
    [InlineData("%E_S%&", "&")]
    [InlineData("%E&-S%", "&")]
    [InlineData("%E_S%", "_")]
    public void A_malformed_escape_is_refused(string pattern, string escape)
    {
        Assert.Throws<FunctionCallException>(() => _tester.Call("LIKE", (DataType.String, "x"), (DataType.String, pattern), (DataType.String, escape)));
        Assert.Throws<EvaluationException>(() => _tester.Column("LIKE", (DataType.String, ["x"]), (DataType.String, [pattern]), (DataType.String, [escape])));
    }

    [Theory]
    [InlineData("abc", "a(b|x)c", true)]
    [InlineData("abc", "a%", true)]
    [InlineData("abc", "b%", false)]
    [InlineData("abc", "[a-c]+", true)]
    [InlineData("abc", "[^a]%", false)]
    [InlineData("abc", "a[[:ALPHA:]]c", true)]
    [InlineData("a1c", "a[[:digit:]]c", true)]
    [InlineData("abc", "a.c", true)]
    [InlineData("abc", "a{1,2}bc", true)]
    [InlineData("a\nb", "a_b", false)]
    [InlineData("a\nb", "a%b", true)]
    [InlineData("😀", "_", true)]
    [InlineData("a$\\#", "a$\\#", true)]
    [InlineData("abc\n", "abc", false)]
    public void SIMILAR_TO_matches_the_whole_text(string text, string pattern, bool expected)
    {
        Assert.Equal(expected, _tester.Call("SIMILAR TO", (DataType.String, text), (DataType.String, pattern)).Value);
        Assert.Equal([expected, null], _tester.Column("SIMILAR TO", (DataType.String, [text, null]), (DataType.String, [pattern, pattern])));
    }

    [Fact]
    public void SIMILAR_TO_knows_escapes_and_refuses_broken_patterns()
    {
        Assert.Equal(false, _tester.Call("SIMILAR TO", (DataType.String, "abc"), (DataType.String, "a+_c"), (DataType.String, "+")).Value);
        Assert.Equal(true, _tester.Call("SIMILAR TO", (DataType.String, "a_c"), (DataType.String, "a+_c"), (DataType.String, "+")).Value);
        Assert.Throws<FunctionCallException>(() => _tester.Call("SIMILAR TO", (DataType.String, "abc"), (DataType.String, "s[")));
        Assert.Throws<FunctionCallException>(() => _tester.Call("SIMILAR TO", (DataType.String, "abc"), (DataType.String, "(s")));
    }
}
