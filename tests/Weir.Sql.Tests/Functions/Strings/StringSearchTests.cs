using Weir.Engine.Expressions;
using Weir.Engine.Types;
using static Weir.Sql.Tests.Functions.Arguments;

namespace Weir.Sql.Tests.Functions.Strings;

public sealed class StringSearchTests
{
    private readonly FunctionTester _tester = new();

    [Theory]
    [InlineData("CHAR_LENGTH", "a😀é中", 4)]
    [InlineData("CHARACTER_LENGTH", "", 0)]
    [InlineData("CHAR_LENGTH", "éééééééééééééééééééé-éééééééééééééééé", 37)]
    [InlineData("ASCII", "abc", 97)]
    [InlineData("ASCII", "", 0)]
    [InlineData("ASCII", "é", -61)]
    public void A_text_is_measured(string function, string text, int expected) => Assert.Equal(expected, _tester.Call(function, Text(text)).Value);

    [Theory]
    [InlineData("b", "abcb", 1, 2)]
    [InlineData("b", "abcb", 3, 4)]
    [InlineData("b", "abcb", -5, 2)]
    [InlineData("b", "abcb", 30, 0)]
    [InlineData("", "abc", 30, 1)]
    [InlineData("", "", 1, 1)]
    [InlineData("😀", "é😀", 1, 2)]
    [InlineData("x", "é", 1, 0)]
    public void A_position_counts_characters_from_one(string sought, string text, int start, int expected)
    {
        Assert.Equal(expected, _tester.Call("LOCATE", Text(sought), Text(text), Int(start)).Value);
        Assert.Equal(expected, _tester.Call("POSITION", Text(sought), Text(text), Int(start)).Value);
    }

    [Fact]
    public void The_start_of_a_search_may_be_left_out()
    {
        Assert.Equal([2, null, null, 0], _tester.Column("POSITION", Texts("b", null, "b", "z"), Texts("abb", "a", null, "abb")));
        Assert.Equal([2, 0], _tester.Column("LOCATE", Texts("b", "z"), Texts("abb", "abb")));
        Assert.Equal([2, null], _tester.Column("INSTR", Texts("abb", null), Texts("b", "b")));
    }

    [Theory]
    [InlineData("Corporate Floor", "or", 3, 2, 14)]
    [InlineData("Corporate Floor", "or", -3, 2, 2)]
    [InlineData("aaaa", "aa", 1, 2, 2)]
    [InlineData("aaaa", "aa", -1, 2, 2)]
    [InlineData("é😀é", "é", -1, 1, 3)]
    [InlineData("é😀é", "é", -2, 1, 1)]
    [InlineData("abcabc", "bc", -1, 1, 5)]
    [InlineData("abc", "", 2, 2, 1)]
    [InlineData("abc", "", -1, 1, 4)]
    [InlineData("abc", "c", 0, 1, 0)]
    [InlineData("abc", "c", -9, 1, 0)]
    [InlineData("abc", "c", 1, 2, 0)]
    public void The_nth_occurrence_is_found_from_either_end(string text, string sought, int start, int nth, int expected) =>
        Assert.Equal(expected, _tester.Call("INSTR", Text(text), Text(sought), Int(start), Int(nth)).Value);

    [Fact]
    public void An_occurrence_that_is_not_positive_fails() =>
        Assert.Throws<EvaluationException>(() => _tester.Call("INSTR", Text("a"), Text("a"), Int(1), Int(0)));

    [Fact]
    public void Starts_and_ends_are_compared_as_texts_or_as_bytes()
    {
        Assert.Equal([true, true, false, null], _tester.Column("STARTSWITH", Texts("abc", "abc", "abc", null), Texts("ab", "", "b", "a")));
        Assert.Equal([true, true, false, null], _tester.Column("ENDSWITH", Texts("abc", "abc", "abc", "a"), Texts("bc", "", "b", null)));
        Assert.Equal((DataType.Boolean.NotNull(), (object?)true), _tester.Call("STARTSWITH", Bytes(1, 2, 3), Bytes(1, 2)));
        Assert.Equal((DataType.Boolean.NotNull(), (object?)false), _tester.Call("ENDSWITH", Bytes(1, 2, 3), Bytes(1, 2)));
        Assert.Throws<InvalidOperationException>(() => _tester.Call("STARTSWITH", Text("a"), Bytes(1)));
    }

    [Fact]
    public void A_choice_by_index_has_the_common_type_and_may_be_null()
    {
        Assert.Equal("VARCHAR(3)", _tester.Call("ELT", Long(1), Char("a"), Char("bcd")).Type.ToString());
        Assert.Equal("CHAR(1)", _tester.Call("ELT", Long(3), Char("a"), Char("b")).Type.ToString());
        Assert.Equal("VARCHAR(1)", Arguments.TypeOf("ELT", DataType.Int, DataType.Null).ToString());
        Assert.Equal(["a", "y", null, null, null], _tester.Column("ELT", Longs(1, 2, 0, 3, null), Texts("a", "b", "c", "d", "e"), Texts("x", "y", "z", "u", "v")));
        Assert.Equal(new byte[] { 7 }, _tester.Call("ELT", Long(2), Bytes(1), Bytes(7)).Value);
        Assert.Throws<InvalidOperationException>(() => _tester.Call("ELT", Long(1)));
        Assert.Throws<InvalidOperationException>(() => _tester.Call("ELT", Text("1"), Text("a")));
    }
}
