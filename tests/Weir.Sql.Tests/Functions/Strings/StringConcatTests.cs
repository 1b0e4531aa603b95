using Weir.Engine.Types;
using Weir.Sql.Functions;
using static Weir.Sql.Tests.Functions.Arguments;

namespace Weir.Sql.Tests.Functions.Strings;

public sealed class StringConcatTests
{
    private readonly FunctionTester _tester = new();

    [Fact]
    public void Two_chars_give_a_char_and_all_else_a_varchar_of_both_lengths()
    {
        Assert.Equal("CHAR(3) NOT NULL", _tester.Call("||", Char("a"), Char("bc")).Type.ToString());
        Assert.Equal("VARCHAR(4)", _tester.Call("||", (DataType.VarChar(3), "a"), Char("b")).Type.ToString());
        Assert.Equal("STRING NOT NULL", _tester.Call("||", Char("a"), Text("x")).Type.ToString());
        Assert.Equal("STRING NOT NULL", _tester.Call("CONCAT", Char("a"), Char("b")).Type.ToString());
    }

    [Fact]
    public void A_null_makes_a_concatenation_null() =>
        Assert.Equal(["ab", null, null, ""], _tester.Column("CONCAT", Texts("a", null, "c", ""), Texts("b", "x", null, "")));

    [Fact]
    public void The_operator_concatenates_columns() => Assert.Equal(["éx", null], _tester.Column("||", Texts("é", null), Texts("x", "y")));

    [Fact]
    public void A_separator_stands_only_between_texts_that_are_not_null()
    {
        Assert.Equal("AA~BB~~CC", _tester.Call("CONCAT_WS", Text("~"), Text(null), Text("AA"), Text("BB"), Text(""), Text(null), Text("CC")).Value);
        Assert.Equal("", _tester.Call("CONCAT_WS", Text(","), Text(null)).Value);
        Assert.Equal("", _tester.Call("CONCAT_WS", Text(",")).Value);
        Assert.Equal(["a-b", null, "b"], _tester.Column("CONCAT_WS", Texts("-", null, "-"), Texts("a", "a", null), Texts("b", "b", "b")));
    }

    [Fact]
    public void A_null_without_a_type_is_refused() =>
        Assert.Throws<FunctionCallException>(() => _tester.Call("||", Text("a"), (DataType.Null, null)));

    [Fact]
    public void Numbers_and_bytes_are_not_taken()
    {
        Assert.Throws<InvalidOperationException>(() => _tester.Call("CONCAT", Text("a"), Int(1)));
        Assert.Throws<InvalidOperationException>(() => _tester.Call("||", Bytes(1), Bytes(2)));
        Assert.Throws<InvalidOperationException>(() => _tester.Call("CONCAT"));
    }
}
