using Weir.Engine.Batches;
using Weir.Engine.Expressions;
using Weir.Engine.Types;
using Weir.Sql.Expressions;
using Weir.Sql.Functions;
using Weir.Sql.Tests.Functions.Arithmetic;

namespace Weir.Sql.Tests.Functions.Comparison;

public sealed class RangeAndListTests
{
    private static readonly DataType s_int = DataType.Int;
    private readonly FunctionTester _tester = new();

    [Fact]
    public void BETWEEN_includes_its_bounds_and_decides_for_FALSE_by_one_of_them()
    {
        object?[] x = [1, 3, 5, 6, 3, 3, null];
        object?[] low = [1, 1, 1, 1, null, null, 1];
        object?[] high = [5, 5, 5, 5, 1, 5, 5];
        object?[] expected = [true, true, true, false, false, null, null];
        Assert.Equal(expected, _tester.Column("BETWEEN", (s_int, x), (s_int, low), (s_int, high)));
        Assert.Equal(expected.Select(v => v is bool b ? !b : v), _tester.Column("NOT BETWEEN", (s_int, x), (s_int, low), (s_int, high)));
        Assert.Equal([true, false, null], Constants("BETWEEN", s_int, [3, 6, null], 1, 5));
        Assert.Equal([false, true, null], Constants("NOT BETWEEN", s_int, [3, 6, null], 1, 5));
    }

    [Fact]
    public void BETWEEN_SYMMETRIC_takes_its_bounds_in_either_order()
    {
        Assert.Equal([true, true, false, null], _tester.Column("BETWEEN SYMMETRIC", (s_int, [3, 3, 9, 3]), (s_int, [5, 1, 5, null]), (s_int, [1, 5, 1, 5])));
        Assert.Equal([false, true], _tester.Column("NOT BETWEEN SYMMETRIC", (s_int, [3, 9]), (s_int, [5, 5]), (s_int, [1, 1])));
        Assert.Equal([true, false], _tester.Column("BETWEEN", (DataType.String, ["b", "d"]), (DataType.String, ["a", "a"]), (DataType.String, ["c", "c"])));
    }

    [Fact]
    public void IN_a_list_of_constants_is_unknown_when_a_NULL_might_have_matched()
    {
        Assert.Equal([true, false, null], Constants("IN", s_int, [3, 4, null], 1, 3));
        Assert.Equal([true, null, null], Constants("IN", s_int, [3, 4, null], 1, 3, null));
        Assert.Equal([false, null, null], Constants("NOT IN", s_int, [3, 4, null], 1, 3, null));
        object?[] many = [.. Enumerable.Range(0, 40).Select(i => (object?)(i * 2))];
        Assert.Equal([true, false, true], Constants("IN", s_int, [78, 79, 0], many));
        Assert.Equal([true, false, null], Constants("IN", DataType.String, ["b", "c", null], "a", "b"));
        Assert.Equal([false, true], Constants("IN", DataType.Double, [double.NaN, -0.0], double.NaN, 0.0));
    }

    [Fact]
    public void IN_a_list_of_columns_agrees()
    {
        Assert.Equal([true, false, null, null, true], _tester.Column("IN", (s_int, [1, 1, 1, null, 1]), (s_int, [1, 2, 2, 1, null]), (s_int, [2, 3, null, 1, 1])));
        Assert.Equal([false, true, null], _tester.Column("NOT IN", (DataType.String, ["a", "a", "a"]), (DataType.String, ["a", "b", "b"]), (DataType.String, ["b", "c", null])));
        Assert.Equal(
            [DataType.Decimal(11, 3), DataType.Decimal(11, 3), null],
            TestTypes.Resolve("IN", DataType.Decimal(10, 2), DataType.Decimal(3, 1), DataType.Decimal(11, 3)).ArgumentTypes);
        Assert.Equal([null, null, DataType.Int], TestTypes.Resolve("IN", s_int, s_int, DataType.Decimal(2, 1)).ArgumentTypes);
    }

    [Fact]
    public void GREATEST_and_LEAST_are_NULL_when_a_value_is()
    {
        Assert.Equal([3, null, 2], _tester.Column("GREATEST", (s_int, [1, 1, 2]), (s_int, [3, null, -2]), (s_int, [2, 2, 0])));
        Assert.Equal([1, null, -2], _tester.Column("LEAST", (s_int, [1, 1, 2]), (s_int, [3, null, -2]), (s_int, [2, 2, 0])));
        Assert.Equal(["b", null], _tester.Column("GREATEST", (DataType.String, ["a", "a"]), (DataType.String, ["b", null])));
        Assert.Equal([double.NaN, 0.0], _tester.Column("GREATEST", (DataType.Double, [double.NaN, -0.0]), (DataType.Double, [1.0, 0.0])));
        Assert.Equal([1.0, 2.5], _tester.Column("LEAST", (DataType.Double, [double.NaN, 2.5]), (DataType.Double, [1.0, double.NaN])));
        Assert.Throws<FunctionCallException>(() => TestTypes.Resolve("LEAST", s_int, DataType.String));
    }

    [Fact]
    public void Truth_is_told_from_falsehood_and_the_unknown()
    {
        object?[] values = [true, false, null];
        (string Name, object?[] Expected)[] tests =
        [
            ("NOT", [false, true, null]), ("IS TRUE", [true, false, false]), ("IS NOT TRUE", [false, true, true]), ("IS FALSE", [false, true, false]),
            ("IS NOT FALSE", [true, false, true]), ("IS UNKNOWN", [false, false, true]), ("IS NOT UNKNOWN", [true, true, false]),
        ];
        foreach ((string name, object?[] expected) in tests)
        {
            Assert.Equal(expected, _tester.Column(name, (DataType.Boolean, values)));
            Assert.Equal(expected[..2], _tester.Column(name, (DataType.Boolean, values[..2])));
        }

        Assert.Throws<InvalidOperationException>(() => TestTypes.Resolve("IS TRUE", DataType.Int));
    }

    private static object?[] Constants(string name, DataType type, object?[] values, params object?[] constants)
    {
        BoundExpression[] arguments = [new BoundColumn(0, type, "c"), .. constants.Select(c => new BoundLiteral(c, type))];
        ResolvedFunction resolved = FunctionTester.Resolve(new FunctionCall(name, arguments, new Session()));
        Column column = ColumnFactory.Create(type, values.Length);
        for (int row = 0; row < values.Length; row++)
        {
            ColumnValues.Set(column, type, row, values[row]);
        }

        EvaluationContext context = new(new BatchPool(), TimeProvider.System, TimeZoneInfo.Utc);
        Expression[] inputs = [new ColumnExpression(0, type), .. constants.Select(c => new LiteralExpression(c, type))];
        Column result = new CallExpression(resolved.ReturnType, inputs, resolved.Kernel(), resolved.Nulls).Evaluate(context, new Batch([column], values.Length), new Selection(values.Length));
        return [.. Enumerable.Range(0, values.Length).Select(row => ColumnValues.Get(result, resolved.ReturnType, row))];
    }
}
