using Weir.Engine.Types;
using Weir.Sql.Functions;
using Weir.Sql.Tests.Functions.Arithmetic;

namespace Weir.Sql.Tests.Functions.Conditional;

public sealed class ConditionalFunctionTests
{
    private readonly FunctionTester _tester = new();

    [Fact]
    public void IF_takes_the_other_value_when_the_condition_is_not_TRUE()
    {
        Assert.Equal([1, 20, 30, null], _tester.Column("IF", (DataType.Boolean, [true, false, null, true]), (DataType.Int, [1, 2, 3, null]), (DataType.Int, [10, 20, 30, 40])));
        Assert.Equal(["a", "y"], _tester.Column("IF", (DataType.Boolean, [true, false]), (DataType.String, ["a", "b"]), (DataType.String, ["x", "y"])));
        Assert.Equal(DataType.Timestamp(3), TestTypes.Resolve("IF", DataType.Boolean, DataType.Timestamp(3), DataType.Timestamp(6)).ReturnType);
        Assert.Throws<InvalidOperationException>(() => TestTypes.Resolve("IF", DataType.Boolean, DataType.Int, DataType.String));
        Assert.Throws<InvalidOperationException>(() => TestTypes.Resolve("IF", DataType.Int, DataType.Int, DataType.Int));
        Assert.Throws<InvalidOperationException>(() => TestTypes.Resolve("IF", DataType.Boolean, DataType.Array(DataType.Int), DataType.Array(DataType.Int)));
        Assert.Throws<FunctionCallException>(() => TestTypes.Resolve("IF", DataType.Boolean, DataType.Null, DataType.Int));
    }

    [Fact]
    public void IFNULL_and_COALESCE_take_the_first_value()
    {
        Assert.Equal([1, 20, null], _tester.Column("IFNULL", (DataType.Int, [1, null, null]), (DataType.Int, [10, 20, null])));
        Assert.Equal(["a", "y", "2", null], _tester.Column("COALESCE", (DataType.String, ["a", null, null, null]), (DataType.String, [null, "y", null, null]), (DataType.String, ["0", "1", "2", null])));
        Assert.Equal(DataType.Int.NotNull(), TestTypes.Resolve("IFNULL", DataType.Int, DataType.Int.NotNull()).ReturnType);
        Assert.Equal(DataType.Int.NotNull(), TestTypes.Resolve("IFNULL", DataType.Null, DataType.Int.NotNull()).ReturnType);
        Assert.Equal(DataType.Int.NotNull(), TestTypes.Resolve("COALESCE", DataType.Int, DataType.Int.NotNull()).ReturnType);
        Assert.Equal(DataType.Int, TestTypes.Resolve("COALESCE", DataType.Int, DataType.Int).ReturnType);
        Assert.Throws<InvalidOperationException>(() => TestTypes.Resolve("COALESCE", DataType.Int, DataType.String));
    }

    [Fact]
    public void NULLIF_gives_up_a_value_that_equals_the_other()
    {
        Assert.Equal([null, 2, null, 4], _tester.Column("NULLIF", (DataType.Int, [1, 2, null, 4]), (DataType.Int, [1, 1, 1, null])));
        Assert.Equal((DataType.String, "x"), _tester.Call("NULLIF", (DataType.String.NotNull(), "x"), (DataType.String.NotNull(), "y")));
    }

    [Theory]
    [InlineData("IS_ALPHA", "abc", true)]
    [InlineData("IS_ALPHA", "äé", true)]
    [InlineData("IS_ALPHA", "a b", false)]
    [InlineData("IS_ALPHA", "", false)]
    [InlineData("IS_ALPHA", null, false)]
    [InlineData("IS_DIGIT", "123", true)]
    [InlineData("IS_DIGIT", "٣", true)]
    [InlineData("IS_DIGIT", "11.4445", false)]
    [InlineData("IS_DIGIT", null, false)]
    [InlineData("IS_DECIMAL", "1.2", true)]
    [InlineData("IS_DECIMAL", "-1e5", true)]
    [InlineData("IS_DECIMAL", " .5 ", true)]
    [InlineData("IS_DECIMAL", "5.", true)]
    [InlineData("IS_DECIMAL", "1d", true)]
    [InlineData("IS_DECIMAL", "NaN", true)]
    [InlineData("IS_DECIMAL", "-Infinity", true)]
    [InlineData("IS_DECIMAL", "0x1p3", true)]
    [InlineData("IS_DECIMAL", "0x1", false)]
    [InlineData("IS_DECIMAL", "1e", false)]
    [InlineData("IS_DECIMAL", ".", false)]
    [InlineData("IS_DECIMAL", "abc", false)]
    [InlineData("IS_DECIMAL", "", false)]
    [InlineData("IS_DECIMAL", null, false)]
    public void Text_is_told_by_its_characters(string name, string? text, bool expected) =>
        Assert.Equal([expected, expected], _tester.Column(name, (DataType.String, [text, text])));

    [Fact]
    public void Numbers_are_told_by_their_type()
    {
        Assert.Equal([true, true], _tester.Column("IS_DIGIT", (DataType.Int, [1, null])));
        Assert.Equal([false], _tester.Column("IS_DIGIT", (DataType.Double, [1.0])));
        Assert.Equal([false], _tester.Column("IS_ALPHA", (DataType.Int, [1])));
        Assert.Equal([true], _tester.Column("IS_DECIMAL", (DataType.Double, [1.0])));
        Assert.Equal([false], _tester.Column("IS_DECIMAL", (DataType.Decimal(3, 1), [(Int128)1])));
        Assert.Throws<InvalidOperationException>(() => TestTypes.Resolve("IS_ALPHA", DataType.Boolean));
    }
}
