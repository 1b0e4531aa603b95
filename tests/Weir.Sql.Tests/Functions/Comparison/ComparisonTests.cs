using Weir.Engine.Types;
using Weir.Sql.Expressions;
using Weir.Sql.Functions;
using Weir.Sql.Tests.Functions.Arithmetic;

namespace Weir.Sql.Tests.Functions.Comparison;

public sealed class ComparisonTests
{
    private readonly FunctionTester _tester = new();

    [Theory]
    [InlineData("=", false, true, false)]
    [InlineData("<>", true, false, true)]
    [InlineData("<", true, false, false)]
    [InlineData("<=", true, true, false)]
    [InlineData(">", false, false, true)]
    [InlineData(">=", false, true, true)]
    public void Each_operator_compares_columns_and_constants_on_either_side(string op, bool less, bool equal, bool greater)
    {
        object?[] expected = [less, equal, greater, null, null];
        foreach ((DataType type, object? low, object? middle, object? high) in Ordered())
        {
            Assert.Equal(expected, _tester.Column(op, (type, [low, middle, high, null, low]), (type, [middle, middle, middle, middle, null])));
            Assert.Equal(less, _tester.Call(op, (type.NotNull(), low), (type.NotNull(), middle)).Value);
            Assert.Equal(equal, _tester.Call(op, (type, middle), (type, middle)).Value);
            Assert.Equal((DataType.Boolean.NotNull(), greater), _tester.Call(op, (type.NotNull(), high), (type.NotNull(), middle)));
        }
    }

    [Theory]
    [InlineData("=")]
    [InlineData(">")]
    public void A_constant_on_one_side_only_is_not_read_as_a_column(string op)
    {
        foreach ((DataType type, object? low, object? middle, object? high) in Ordered())
        {
            Assert.Equal(_tester.Column(op, (type, [low, middle, high]), (type, [middle, middle, middle])), Mixed.Right(op, type, [low, middle, high], middle));
            Assert.Equal(_tester.Column(op, (type, [middle, middle, middle]), (type, [low, middle, high])), Mixed.Left(op, type, middle, [low, middle, high]));
        }
    }

    [Fact]
    public void Blanks_at_the_end_of_a_string_count()
    {
        Assert.Equal(false, _tester.Call("=", (DataType.Char(3), "abc"), (DataType.Char(5), "abc  ")).Value);
        Assert.Equal([true, false], _tester.Column("<", (DataType.String, ["abc", "é"]), (DataType.String, ["abc ", "z"])));
    }

    [Fact]
    public void NaN_equals_nothing_among_doubles_and_is_above_all_decimals()
    {
        Assert.Equal([false, true], _tester.Column("=", (DataType.Double, [double.NaN, -0.0]), (DataType.Double, [double.NaN, 0.0])));
        ResolvedFunction order = TestTypes.Resolve(">", DataType.Double, DataType.Decimal(10, 2));
        Assert.Equal([null, DataType.Double], order.ArgumentTypes);
        ResolvedFunction equality = TestTypes.Resolve("=", DataType.Decimal(10, 2), DataType.Double);
        Assert.Equal([DataType.Double, null], equality.ArgumentTypes);
    }

    [Fact]
    public void Equality_of_FLOAT_and_DOUBLE_takes_the_type_of_the_first_and_an_order_the_wider()
    {
        Assert.Equal([null, DataType.Float], TestTypes.Resolve("=", DataType.Float, DataType.Double).ArgumentTypes);
        Assert.Equal([null, DataType.Double], TestTypes.Resolve("<>", DataType.Double, DataType.Float).ArgumentTypes);
        Assert.Equal([DataType.Double, null], TestTypes.Resolve("<", DataType.Float, DataType.Double).ArgumentTypes);
        Assert.Equal([DataType.Float, null], TestTypes.Resolve(">", DataType.Int, DataType.Float).ArgumentTypes);
    }

    [Fact]
    public void Decimals_of_two_scales_compare_by_value()
    {
        DataType a = DataType.Decimal(10, 1);
        DataType b = DataType.Decimal(38, 30);
        Int128 four = 4 * Weir.Engine.Functions.Arithmetic.PowersOfTen.Of(30);
        Assert.Equal([true, false, false, null], _tester.Column("=", (a, [(Int128)40, (Int128)(-40), (Int128)41, null]), (b, [four, four, four, four])));
        Assert.Equal([false, true, false], _tester.Column("<", (a, [(Int128)40, (Int128)(-40), (Int128)41]), (b, [four, four, four])));
        Assert.Equal([true, false], Mixed.Right("=", a, [(Int128)40, (Int128)41], DataType.Decimal(10, 2), (Int128)400));
        Assert.Equal([true, false], Mixed.Right("=", a, [(Int128)40, (Int128)41], DataType.Int, 4));
    }

    [Fact]
    public void A_string_is_cast_to_what_it_is_compared_with()
    {
        ResolvedFunction equality = TestTypes.Resolve("=", DataType.Date, DataType.String);
        Assert.True(equality.FailedCastsAreNull);
        Assert.Equal([null, DataType.Date], equality.ArgumentTypes);
        Assert.False(TestTypes.Resolve("<", DataType.Date, DataType.String).FailedCastsAreNull);
        Assert.Equal([null, DataType.Double], TestTypes.Resolve(">", DataType.Double, DataType.String).ArgumentTypes);
        Assert.Equal([DataType.BigInt, DataType.BigInt], TestTypes.Resolve(">", DataType.Int, DataType.String).ArgumentTypes);
        Assert.Throws<FunctionCallException>(() => TestTypes.Resolve("=", DataType.Int, DataType.String));
        Assert.Throws<FunctionCallException>(() => TestTypes.Resolve("<>", DataType.String, DataType.Boolean));
    }

    [Fact]
    public void Of_two_constants_of_other_types_the_left_is_cast_and_the_right_taken_in()
    {
        BoundLiteral whole = new(3, DataType.Int.NotNull());
        BoundLiteral real = new(3.0, DataType.Double.NotNull());
        foreach (string op in new[] { "=", "<", "+", "POWER" })
        {
            Assert.Equal([DataType.Double.NotNull(), null], TestTypes.Resolve(op, whole, real).ArgumentTypes);
            Assert.Equal([null, null], TestTypes.Resolve(op, real, whole).ArgumentTypes);
        }
    }

    [Fact]
    public void What_does_not_compare_is_refused()
    {
        Assert.Throws<InvalidOperationException>(() => TestTypes.Resolve("=", DataType.Date, DataType.Timestamp(3)));
        Assert.Throws<InvalidOperationException>(() => TestTypes.Resolve("=", DataType.Boolean, DataType.Int));
        Assert.Throws<InvalidOperationException>(() => TestTypes.Resolve("<", DataType.IntervalDayTime, DataType.IntervalYearMonth));
        Assert.Throws<InvalidOperationException>(() => TestTypes.Resolve("=", DataType.Bytes, DataType.String));
        Assert.Throws<InvalidOperationException>(() => TestTypes.Resolve("<", DataType.Array(DataType.Int), DataType.Array(DataType.Int)));
    }

    [Fact]
    public void A_TIMESTAMP_compares_with_a_TIMESTAMP_LTZ_as_one()
    {
        Assert.Equal([DataType.TimestampLtz(6), DataType.TimestampLtz(6)], TestTypes.Resolve("=", DataType.Timestamp(6), DataType.TimestampLtz(3)).ArgumentTypes);
        Assert.Equal([null, null], TestTypes.Resolve("=", DataType.Timestamp(0), DataType.Timestamp(3)).ArgumentTypes);
    }

    [Fact]
    public void Nested_values_are_equal_when_all_parts_are()
    {
        DataType array = DataType.Array(DataType.Int);
        Assert.Equal(
            [true, false, false, true, null],
            _tester.Column("=", (array, [A(1, 2), A(1, 2), A(1), A(1, null), null]), (array, [A(1, 2), A(1, 3), A(1, 1), A(1, null), A()])));
        DataType map = DataType.Map(DataType.String, DataType.Int);
        object?[] m = [new KeyValuePair<object?, object?>("a", 1), new KeyValuePair<object?, object?>("b", null)];
        object?[] reversed = [m[1], m[0]];
        KeyValuePair<object?, object?>[] M(object?[] entries) => [.. entries.Select(e => (KeyValuePair<object?, object?>)e!)];
        Assert.Equal([true, false], _tester.Column("=", (map, [M(m), M(m)]), (map, [M(reversed), M([m[0]])])));
        DataType row = DataType.Row(new RowField("a", DataType.Int), new RowField("b", DataType.String));
        Assert.Equal([false, true], _tester.Column("<>", (row, [A(1, "x"), A(1, "x")]), (row, [A(1, "x"), A(1, "y")])));
    }

    [Fact]
    public void Null_tests_and_distinct_know_NULL()
    {
        Assert.Equal([true, false, true], _tester.Column("IS NULL", (DataType.String, [null, "", null])));
        Assert.Equal([false, true, false], _tester.Column("IS NOT NULL", (DataType.Int, [null, 1, null])));
        Assert.Equal([true, true], _tester.Column("IS NOT NULL", (DataType.Int, [2, 1])));
        (DataType, object?[]) left = (DataType.Int, [1, 1, null, null]);
        (DataType, object?[]) right = (DataType.Int, [1, 2, 1, null]);
        Assert.Equal([false, true, true, false], _tester.Column("IS DISTINCT FROM", left, right));
        Assert.Equal([true, false, false, true], _tester.Column("IS NOT DISTINCT FROM", left, right));
    }

    private static object?[] A(params object?[] values) => values;

    private static IEnumerable<(DataType Type, object? Low, object? Middle, object? High)> Ordered()
    {
        yield return (DataType.TinyInt, (sbyte)-1, (sbyte)0, (sbyte)1);
        yield return (DataType.Int, -5, 3, 4);
        yield return (DataType.BigInt, long.MinValue, 3L, long.MaxValue);
        yield return (DataType.Double, -1.5, 0.0, double.PositiveInfinity);
        yield return (DataType.Float, -1.5f, 0f, 2f);
        yield return (DataType.Decimal(10, 2), (Int128)(-1), (Int128)1, (Int128)100);
        yield return (DataType.Timestamp(9), (Int128)(-1), (Int128)0, (Int128)5);
        yield return (DataType.String, "a", "ab", "b");
        yield return (DataType.Bytes, new byte[] { 1 }, new byte[] { 0x7f, 0 }, new byte[] { 0x80 });
    }
}
