using Weir.Engine.Expressions;
using Weir.Engine.Types;
using Weir.Sql.Functions;

namespace Weir.Sql.Tests.Functions.Arithmetic;

public sealed class OperatorTests
{
    private static readonly DataType s_long = DataType.BigInt;
    private readonly FunctionTester _tester = new();

    [Theory]
    [InlineData("+", 12L)]
    [InlineData("-", 4L)]
    [InlineData("*", 32L)]
    [InlineData("/", 2L)]
    [InlineData("%", 0L)]
    public void Integers_are_combined_over_columns_and_constants(string op, long expected)
    {
        object?[] left = [8L, null, 8L, 8L, 8L];
        object?[] right = [4L, 4L, null, 4L, 4L];
        Assert.Equal([expected, null, null, expected, expected], _tester.Column(op, (s_long, left), (s_long, right)));
        Assert.Equal(expected, _tester.Call(op, (s_long.NotNull(), 8L), (s_long.NotNull(), 4L)).Value);
    }

    [Theory]
    [InlineData("+")]
    [InlineData("-")]
    [InlineData("*")]
    public void A_batch_longer_than_a_vector_has_the_same_results_in_every_row(string op)
    {
        object?[] left = [.. Enumerable.Range(0, 103).Select(i => (object?)(i * 7))];
        object?[] right = [.. Enumerable.Range(0, 103).Select(i => (object?)(i - 50))];
        object?[] expected = [.. Enumerable.Range(0, 103).Select(i => (object?)(op == "+" ? (i * 7) + i - 50 : op == "-" ? (i * 7) - (i - 50) : i * 7 * (i - 50)))];
        Assert.Equal(expected, _tester.Column(op, (DataType.Int, left), (DataType.Int, right)));
    }

    [Fact]
    public void Integers_wrap_at_their_ends()
    {
        Assert.Equal((DataType.TinyInt.NotNull(), (sbyte)-128), _tester.Call("+", (DataType.TinyInt.NotNull(), (sbyte)127), (DataType.TinyInt.NotNull(), (sbyte)1)));
        Assert.Equal(int.MinValue, _tester.Call("/", (DataType.Int, int.MinValue), (DataType.Int, -1)).Value);
        Assert.Equal(long.MinValue, _tester.Call("UNARY -", (DataType.BigInt, long.MinValue)).Value);
        Assert.Equal([long.MinValue], _tester.Column("/", (s_long, [long.MinValue]), (s_long, [-1L])));
        Assert.Equal([0L], _tester.Column("%", (s_long, [long.MinValue]), (s_long, [-1L])));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("%")]
    public void A_division_of_integers_by_zero_fails_unless_the_row_is_null(string op)
    {
        Assert.Throws<EvaluationException>(() => _tester.Column(op, (DataType.Int, [1]), (DataType.Int, [0])));
        Assert.Throws<EvaluationException>(() => _tester.Call(op, (DataType.Int, 1), (DataType.Int, 0)));
        Assert.Equal([null, 1], _tester.Column(op, (DataType.Int, [null, 3]), (DataType.Int, [0, 2])).Select(v => op == "%" || v is null ? v : 1));
    }

    [Fact]
    public void A_division_of_doubles_by_zero_is_infinite()
    {
        Assert.Equal([double.PositiveInfinity, double.NaN, 2.5], _tester.Column("/", (DataType.Double, [1.0, 0.0, 5.0]), (DataType.Double, [0.0, 0.0, 2.0])));
        Assert.Equal([-1.5f, 0.5f], _tester.Column("-", (DataType.Float, [0.5f, 1.5f]), (DataType.Float, [2f, 1f])));
    }

    [Theory]
    [InlineData("+", "TINYINT", "SMALLINT", "SMALLINT")]
    [InlineData("*", "INT", "BIGINT", "BIGINT")]
    [InlineData("+", "INT", "FLOAT", "FLOAT")]
    [InlineData("+", "FLOAT", "DOUBLE", "FLOAT")]
    [InlineData("+", "DOUBLE", "FLOAT", "DOUBLE")]
    [InlineData("-", "DECIMAL(10, 2)", "FLOAT", "DOUBLE")]
    [InlineData("+", "DECIMAL(10, 2)", "INT", "DECIMAL(13, 2)")]
    [InlineData("+", "DECIMAL(10, 2)", "BIGINT", "DECIMAL(22, 2)")]
    [InlineData("+", "DECIMAL(38, 10)", "DECIMAL(10, 2)", "DECIMAL(38, 9)")]
    [InlineData("*", "DECIMAL(10, 2)", "DECIMAL(10, 2)", "DECIMAL(21, 4)")]
    [InlineData("*", "DECIMAL(38, 10)", "DECIMAL(38, 10)", "DECIMAL(38, 6)")]
    [InlineData("*", "DECIMAL(38, 37)", "DECIMAL(38, 37)", "DECIMAL(38, 35)")]
    [InlineData("/", "DECIMAL(10, 2)", "DECIMAL(10, 2)", "DECIMAL(23, 13)")]
    [InlineData("/", "INT", "DECIMAL(10, 2)", "DECIMAL(23, 11)")]
    [InlineData("%", "BIGINT", "INT", "INT")]
    [InlineData("%", "TINYINT", "BIGINT", "BIGINT")]
    [InlineData("%", "DECIMAL(10, 2)", "INT", "DECIMAL(10, 2)")]
    [InlineData("%", "DECIMAL(10, 0)", "INT", "INT")]
    [InlineData("%", "BIGINT", "DECIMAL(10, 0)", "DECIMAL(10, 0)")]
    public void The_type_of_the_result_is_the_one_of_Flink(string op, string left, string right, string expected)
    {
        ResolvedFunction resolved = TestTypes.Resolve(op, TestTypes.Parse(left), TestTypes.Parse(right));
        Assert.Equal(expected + " NOT NULL", resolved.ReturnType.ToString());
    }

    [Fact]
    public void What_has_no_arithmetic_is_refused()
    {
        Assert.Throws<InvalidOperationException>(() => TestTypes.Resolve("+", DataType.String, DataType.Int));
        Assert.Throws<InvalidOperationException>(() => TestTypes.Resolve("%", DataType.Double, DataType.Int));
        Assert.Throws<InvalidOperationException>(() => TestTypes.Resolve("+", DataType.Date, DataType.Int));
        Assert.Throws<InvalidOperationException>(() => TestTypes.Resolve("*", DataType.IntervalDayTime, DataType.Double));
        Assert.Throws<FunctionCallException>(() => TestTypes.Resolve("+", DataType.Null, DataType.Int));
        Assert.Throws<FunctionCallException>(() => TestTypes.Resolve("-", DataType.Timestamp(3), DataType.Timestamp(3)));
    }
}
