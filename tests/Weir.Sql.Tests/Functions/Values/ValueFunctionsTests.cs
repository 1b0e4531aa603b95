using Weir.Engine.Types;
using Weir.Sql.Expressions;
using Weir.Sql.Functions;

namespace Weir.Sql.Tests.Functions.Values;

public sealed class ValueFunctionsTests
{
    private readonly FunctionTester _tester = new();

    [Fact]
    public void ARRAY_of_columns_has_their_common_type()
    {
        Assert.Equal([A(1, 2), A(null, 3)], _tester.Column("ARRAY", (DataType.Int, [1, null]), (DataType.Int.NotNull(), [2, 3])));
        Assert.Equal("ARRAY<INT> NOT NULL", _tester.Call("ARRAY", (DataType.Int, 1), (DataType.Int.NotNull(), 2)).Type.ToString());
        Assert.Equal("ARRAY<INT NOT NULL> NOT NULL", _tester.Call("ARRAY", (DataType.Int.NotNull(), 1)).Type.ToString());
    }

    [Fact]
    public void ARRAY_of_nothing_or_of_NULL_alone_is_refused()
    {
        Assert.Throws<FunctionCallException>(() => Resolve("ARRAY"));
        Assert.Throws<FunctionCallException>(() => Resolve("ARRAY", DataType.Null));
        Assert.Throws<FunctionCallException>(() => Resolve("ARRAY", DataType.Int, DataType.String));
    }

    [Fact]
    public void MAP_of_columns_keeps_the_last_value_of_a_key()
    {
        Assert.Equal(
            [M(("a", 1), ("b", 2)), M(("x", 4)), M((null, null))],
            _tester.Column("MAP", (DataType.String, ["a", "x", null]), (DataType.Int, [1, 3, 5]), (DataType.String, ["b", "x", null]), (DataType.Int, [2, 4, null])));
        Assert.Equal("MAP<STRING NOT NULL, INT> NOT NULL", _tester.Call("MAP", (DataType.String.NotNull(), "a"), (DataType.Int, null)).Type.ToString());
        Assert.Throws<FunctionCallException>(() => Resolve("MAP"));
        Assert.Throws<FunctionCallException>(() => Resolve("MAP", DataType.Int, DataType.Int, DataType.Int));
    }

    [Fact]
    public void ROW_of_columns()
    {
        Assert.Equal([A(1, "x"), A(null, null)], _tester.Column("ROW", (DataType.Int, [1, null]), (DataType.String, ["x", null])));
        Assert.Equal("ROW<`EXPR$0` INT, `EXPR$1` CHAR(1) NOT NULL> NOT NULL", _tester.Call("ROW", (DataType.Int, 1), (DataType.Char(1).NotNull(), "a")).Type.ToString());
        Assert.Throws<FunctionCallException>(() => Resolve("ROW", DataType.Int, DataType.Null));
    }

    [Fact]
    public void MULTISET_counts_its_values() =>
        Assert.Equal([M((1, 2), (2, 1)), M((null, 3))], _tester.Column("MULTISET", (DataType.Int, [1, null]), (DataType.Int, [2, null]), (DataType.Int, [1, null])));

    [Fact]
    public void A_field_is_NULL_where_its_row_is()
    {
        DataType row = DataType.Row(new RowField("a", DataType.Int.NotNull()), new RowField("b", DataType.Array(DataType.String)));
        ResolvedFunction first = Field(row, 0);
        Assert.Equal(DataType.Int, first.ReturnType);
        Assert.Equal(DataType.Int.NotNull(), Field(row.NotNull(), 0).ReturnType);
        Assert.Equal(DataType.Array(DataType.String), Field(row.NotNull(), 1).ReturnType);
        Assert.Equal((DataType.Int, 7), _tester.Call("FIELD", (row, A(7, null)), (DataType.Int.NotNull(), 0)));
        Assert.Equal(A("x", null), _tester.Call("FIELD", (row, A(7, A("x", null))), (DataType.Int.NotNull(), 1)).Value);
        Assert.Null(_tester.Call("FIELD", (row, null), (DataType.Int.NotNull(), 0)).Value);
    }

    [Theory]
    [InlineData(false, "INT NOT NULL", "STRING", "TIMESTAMP_LTZ(3)", "ARRAY<BYTES NOT NULL>")]
    [InlineData(true, "INT NOT NULL", "VARCHAR(2147483647)", "TIMESTAMP(3) WITH LOCAL TIME ZONE", "ARRAY<VARBINARY(2147483647) NOT NULL>")]
    public void TYPEOF_gives_the_type_as_text(bool serializable, params string[] expected)
    {
        DataType[] types = [DataType.Int.NotNull(), DataType.String, DataType.TimestampLtz(3), DataType.Array(DataType.Bytes.NotNull())];
        for (int t = 0; t < types.Length; t++)
        {
            object? value = t == 0 ? 1 : null;
            Assert.Equal((DataType.String, expected[t]), _tester.Call("TYPEOF", (types[t], value), (DataType.Boolean.NotNull(), serializable)));
        }
    }

    [Fact]
    public void TYPEOF_of_a_column_and_of_NULL()
    {
        Assert.Equal(["INT", "INT"], _tester.Column("TYPEOF", (DataType.Int, [1, null])));
        Assert.Equal("NULL", _tester.Call("TYPEOF", (DataType.Null, null)).Value);
        Assert.Equal("ROW<`a` VARCHAR(2147483647), `b` MAP<INT, INT>>", _tester.Call(
            "TYPEOF", (DataType.Row(new RowField("a", DataType.String), new RowField("b", DataType.Map(DataType.Int, DataType.Int))), null), (DataType.Boolean, true)).Value);
        Assert.Null(Resolve("TYPEOF", DataType.Int, DataType.Boolean));
    }

    private static ResolvedFunction Field(DataType row, int index) =>
        FunctionTester.Resolve(new FunctionCall("FIELD", [new BoundColumn(0, row, "r"), new BoundLiteral(index, DataType.Int.NotNull())], new Session()));

    private static ResolvedFunction? Resolve(string name, params DataType[] types) =>
        FunctionRegistry.CreateBuiltIn().Find(name)!.Resolve(new FunctionCall(name, [.. types.Select((t, i) => new BoundColumn(i, t, $"c{i}"))], new Session()));

    private static object?[] A(params object?[] values) => values;

    private static KeyValuePair<object?, object?>[] M(params (object? Key, object? Value)[] entries) => [.. entries.Select(e => new KeyValuePair<object?, object?>(e.Key, e.Value))];
}
