using Weir.Engine.Types;
using static Weir.Sql.Tests.Functions.Arguments;

namespace Weir.Sql.Tests.Functions.Strings;

public sealed class StringCaseTests
{
    private readonly FunctionTester _tester = new();

    [Theory]
    [InlineData("UPPER", "a-Z1", "A-Z1")]
    [InlineData("UPPER", "straße ﬁ ŉ ǆ ı ſ", "STRASSE FI ʼN Ǆ I S")]
    [InlineData("UPPER", "😀é", "😀É")]
    [InlineData("LOWER", "A-z1", "a-z1")]
    [InlineData("LOWER", "ÉİǅK", "éi\u0307ǆk")]
    [InlineData("LOWER", "ΑΣ ΑΣΑ Σ Α1Σ", "ας ασα σ α1ς")]
    [InlineData("INITCAP", "hELLO wORLD-foo_bar 1ABC éLAN", "Hello World-Foo_Bar 1abc éLan")]
    [InlineData("REVERSE", "a😀é", "é😀a")]
    [InlineData("REVERSE", "abc", "cba")]
    public void A_text_is_changed_as_a_whole(string function, string text, string expected) => Assert.Equal(expected, _tester.Call(function, Text(text)).Value);

    [Fact]
    public void Case_keeps_the_type_and_the_nullability()
    {
        Assert.Equal("CHAR(3) NOT NULL", _tester.Call("UPPER", Char("abc")).Type.ToString());
        Assert.Equal("VARCHAR(5)", _tester.Call("LOWER", (DataType.VarChar(5), null)).Type.ToString());
        Assert.Equal("CHAR(3) NOT NULL", _tester.Call("INITCAP", Char("abc")).Type.ToString());
        Assert.Equal("STRING", _tester.Call("REVERSE", Char("abc")).Type.ToString());
    }

    [Fact]
    public void A_column_with_nulls_and_all_lengths_is_changed()
    {
        Assert.Equal(["A", null, "", "É", "ABCDEFGHIJKLMNOPQRST"], _tester.Column("UPPER", Texts("a", null, "", "é", "abcdefghijklmnopqrst")));
        Assert.Equal(["a", null, "", "é"], _tester.Column("LOWER", Texts("A", null, "", "É")));
        Assert.Equal(["Ab", null, ""], _tester.Column("INITCAP", Texts("aB", null, "")));
        Assert.Equal(["ba", null, ""], _tester.Column("REVERSE", Texts("ab", null, "")));
    }
}
