using Weir.Engine.Expressions;
using Weir.Engine.Types;
using Weir.Sql.Expressions;
using Weir.Sql.Functions;

namespace Weir.Sql.Tests.Functions.Collections;

public sealed class CollectionFunctionsTests
{
    private static readonly DataType s_ints = DataType.Array(DataType.Int);
    private static readonly DataType s_texts = DataType.Array(DataType.String);
    private static readonly DataType s_doubles = DataType.Array(DataType.Double);
    private static readonly DataType s_map = DataType.Map(DataType.String, DataType.Int);
    private readonly FunctionTester _tester = new();

    [Fact]
    public void CARDINALITY_of_arrays_and_maps()
    {
        Assert.Equal([0, 3, null, 1], _tester.Column("CARDINALITY", (s_ints, [A(), A(1, null, 3), null, A(1)])));
        Assert.Equal([0, 2, null], _tester.Column("CARDINALITY", (s_map, [M(), M(("a", 1), ("b", 2)), null])));
        Assert.Equal(DataType.Int.NotNull(), _tester.Call("CARDINALITY", (s_ints.NotNull(), A())).Type);
    }

    [Fact]
    public void An_element_of_an_array_is_counted_from_one()
    {
        Assert.Equal(
            [1, 3, null, null, null, null, null],
            _tester.Column("ITEM", (s_ints, [A(1, 2, 3), A(1, 2, 3), A(1, 2, 3), A(1, 2), A((object?)null), null, A(5)]), (DataType.Int, [1, 3, 4, 0, 1, 1, -1])));
        Assert.Equal(DataType.Int, _tester.Call("ITEM", (DataType.Array(DataType.Int.NotNull()).NotNull(), A(1)), (DataType.Int.NotNull(), 1)).Type);
        Assert.Throws<FunctionCallException>(() => _tester.Call("ITEM", (s_ints, A(1)), (DataType.Int, 0)));
        Assert.Throws<FunctionCallException>(() => _tester.Call("ITEM", (s_ints, A(1)), (DataType.BigInt, 1L)));
    }

    [Fact]
    public void A_value_of_a_map_by_key()
    {
        Assert.Equal([1, null, null, null, null], _tester.Column("ITEM", (s_map, [M(("a", 1)), M(("a", 1)), M(("a", null)), null, M((null, 1))]), (DataType.String, ["a", "b", "a", "a", null])));
        Assert.Equal("x", _tester.Call("ITEM", (DataType.Map(DataType.Int, DataType.String), M((5, "x"))), (DataType.BigInt, 5L)).Value);
        Assert.Null(_tester.Call("ITEM", (DataType.Map(DataType.Int, DataType.String), M((5, "x"))), (DataType.BigInt, 5L + (1L << 32))).Value);
        Assert.Null(Resolve("ITEM", s_map, DataType.Int));
    }

    [Fact]
    public void A_field_of_a_row_by_name_or_position()
    {
        DataType row = DataType.Row(new RowField("a", DataType.Int.NotNull()), new RowField("b", DataType.String));
        Assert.Equal((DataType.Int.NotNull(), 1), _tester.Call("ITEM", (row.NotNull(), A(1, "x")), (DataType.Char(1), "a")));
        Assert.Equal((DataType.Int, null), _tester.Call("ITEM", (row, null), (DataType.Int, 1)));
        Assert.Equal("x", _tester.Call("ITEM", (row, A(1, "x")), (DataType.Int, 2)).Value);
        Assert.Throws<FunctionCallException>(() => _tester.Call("ITEM", (row, A(1, "x")), (DataType.Int, 3)));
        Assert.Throws<FunctionCallException>(() => _tester.Call("ITEM", (row, A(1, "x")), (DataType.String, "c")));
    }

    [Fact]
    public void ELEMENT_is_the_only_one()
    {
        Assert.Equal([7, null, null, null], _tester.Column("ELEMENT", (s_ints, [A(7), A(), null, A((object?)null)])));
        Assert.Throws<EvaluationException>(() => _tester.Call("ELEMENT", (s_ints, A(1, 2))));
    }

    [Fact]
    public void ARRAY_CONTAINS_finds_NULL_too()
    {
        Assert.Equal([true, false, true, false, null], _tester.Column("ARRAY_CONTAINS", (s_ints, [A(1, 2), A(1, 2), A(1, null), A(1), null]), (DataType.Int, [2, 3, null, null, 1])));
        Assert.Equal(DataType.Boolean.NotNull(), _tester.Call("ARRAY_CONTAINS", (s_ints.NotNull(), A(1)), (DataType.Int, null)).Type);
        Assert.Equal(false, _tester.Call("ARRAY_CONTAINS", (s_doubles, A(double.NaN)), (DataType.Double, double.NaN)).Value);
        Assert.Equal(true, _tester.Call("ARRAY_CONTAINS", (s_doubles, A(0.0)), (DataType.Double, -0.0)).Value);
        DataType rows = DataType.Array(DataType.Row(new RowField("a", DataType.Int), new RowField("b", s_map)));
        Assert.Equal(true, _tester.Call("ARRAY_CONTAINS", (rows, A(A(1, M(("x", 1), ("y", null))), null)), (rows.Element, A(1, M(("y", null), ("x", 1))))).Value);
    }

    [Fact]
    public void A_needle_is_cast_to_the_element_when_nothing_is_lost()
    {
        Assert.Equal(DataType.Int.NotNull(), Resolve("ARRAY_CONTAINS", s_ints, DataType.TinyInt.NotNull())!.ArgumentTypes[1]);
        Assert.Equal(DataType.Double, Resolve("ARRAY_CONTAINS", s_doubles, DataType.Int)!.ArgumentTypes[1]);
        Assert.Equal(DataType.Char(1).NotNull(), Resolve("ARRAY_APPEND", DataType.Array(DataType.Char(1)), DataType.Char(3).NotNull())!.ArgumentTypes[1]);
        Assert.Null(Resolve("ARRAY_CONTAINS", s_ints, DataType.BigInt));
        Assert.Null(Resolve("ARRAY_CONTAINS", s_ints, DataType.String));
        Assert.Null(Resolve("ARRAY_CONTAINS", DataType.Int, DataType.Int));
    }

    [Fact]
    public void ARRAY_POSITION_over_a_column()
    {
        Assert.Equal([2, 0, null, null], _tester.Column("ARRAY_POSITION", (s_ints, [A(null, 2, 2), A(1), A(1, null), null]), (DataType.Int, [2, 2, null, 1])));
        Assert.Equal(DataType.Int.NotNull(), _tester.Call("ARRAY_POSITION", (s_ints.NotNull(), A(1)), (DataType.Int.NotNull(), 1)).Type);
    }

    [Fact]
    public void ARRAY_APPEND_PREPEND_and_REMOVE_take_NULL_for_an_element()
    {
        Assert.Equal([A(1, 2), A(1, null), null, A(3)], _tester.Column("ARRAY_APPEND", (s_ints, [A(1), A(1), null, A()]), (DataType.Int, [2, null, 1, 3])));
        Assert.Equal([A(2, 1), A(null, 1), null, A(3)], _tester.Column("ARRAY_PREPEND", (s_ints, [A(1), A(1), null, A()]), (DataType.Int, [2, null, 1, 3])));
        Assert.Equal([A(2), A(1), null, A(1, null)], _tester.Column("ARRAY_REMOVE", (s_ints, [A(1, 2, 1), A(1, null), null, A(1, null)]), (DataType.Int, [1, null, 1, 3])));
        DataType notNull = DataType.Array(DataType.Int.NotNull()).NotNull();
        Assert.Equal(notNull, _tester.Call("ARRAY_APPEND", (notNull, A(1)), (DataType.Int.NotNull(), 1)).Type);
        Assert.Equal(s_ints, _tester.Call("ARRAY_APPEND", (notNull, A(1)), (DataType.Int, null)).Type);
        Assert.Equal(notNull, _tester.Call("ARRAY_REMOVE", (notNull, A(1)), (DataType.Int, null)).Type);
    }

    [Fact]
    public void ARRAY_DISTINCT_and_REVERSE()
    {
        Assert.Equal([A(1, null, 2), A(), null], _tester.Column("ARRAY_DISTINCT", (s_ints, [A(1, null, 1, null, 2), A(), null])));
        Assert.Equal([A(null, 2, 1), A(), null], _tester.Column("ARRAY_REVERSE", (s_ints, [A(1, 2, null), A(), null])));
        Assert.Equal(A(0.0, double.NaN, double.NaN), _tester.Call("ARRAY_DISTINCT", (s_doubles, A(0.0, double.NaN, -0.0, double.NaN))).Value);
        object?[] many = [.. Enumerable.Range(0, 500).Select(i => (object?)(i % 250))];
        Assert.Equal(many[..250], _tester.Call("ARRAY_DISTINCT", (s_ints, many)).Value);
        Assert.Null(Resolve("ARRAY_DISTINCT", DataType.Null));
    }

    [Fact]
    public void ARRAY_UNION_INTERSECT_EXCEPT_and_CONCAT()
    {
        object?[] left = [A(1, 1, null, 2, 3, null), A(1), null, A(1), A()];
        object?[] right = [A(4, 3, 3), A(null, 1), A(1), null, A(2)];
        Assert.Equal([A(1, null, 2, 3, 4), A(1, null), null, null, A(2)], _tester.Column("ARRAY_UNION", (s_ints, left), (s_ints, right)));
        Assert.Equal([A(3), A(1), null, null, A()], _tester.Column("ARRAY_INTERSECT", (s_ints, left), (s_ints, right)));
        Assert.Equal([A(1, null, 2), A(), null, null, A()], _tester.Column("ARRAY_EXCEPT", (s_ints, left), (s_ints, right)));
        Assert.Equal([A(1, 1, null, 2, 3, null, 4, 3, 3), A(1, null, 1), null, null, A(2)], _tester.Column("ARRAY_CONCAT", (s_ints, left), (s_ints, right)));
        Assert.Equal(A(1), _tester.Call("ARRAY_CONCAT", (s_ints, A(1))).Value);
        Assert.Null(Resolve("ARRAY_UNION", s_ints, DataType.Boolean));
        Assert.Null(Resolve("ARRAY_UNION", s_ints, s_map));
    }

    [Fact]
    public void ARRAY_MAX_and_MIN_pass_NULL_over()
    {
        Assert.Equal([3, null, null, null], _tester.Column("ARRAY_MAX", (s_ints, [A(1, null, 3, 2), A(), A((object?)null), null])));
        Assert.Equal(["a", null], _tester.Column("ARRAY_MIN", (s_texts, [A("b", "a", null, "ab"), null])));
        Assert.Equal(1.0, _tester.Call("ARRAY_MAX", (s_doubles, A(1.0, double.NaN, 0.0))).Value);
        Assert.Equal(double.NaN, _tester.Call("ARRAY_MAX", (s_doubles, A(double.NaN, 5.0))).Value);
        Assert.Equal(DataType.Int, _tester.Call("ARRAY_MIN", (DataType.Array(DataType.Int.NotNull()).NotNull(), A(1))).Type);
        Assert.Null(Resolve("ARRAY_MAX", DataType.Array(DataType.Boolean)));
        Assert.Null(Resolve("ARRAY_MAX", DataType.Array(DataType.IntervalDayTime)));
        Assert.Null(Resolve("ARRAY_MAX", DataType.Array(s_ints)));
    }

    [Fact]
    public void ARRAY_SORT_puts_NULL_where_told()
    {
        object?[] array = [A(2, null, 1, 2), null];
        Assert.Equal([A(null, 1, 2, 2), null], _tester.Column("ARRAY_SORT", (s_ints, array)));
        Assert.Equal([A(2, 2, 1, null), null], _tester.Column("ARRAY_SORT", (s_ints, array), (DataType.Boolean, [false, true])));
        Assert.Equal(A(1, 2, 2, null), _tester.Call("ARRAY_SORT", (s_ints, array[0]), (DataType.Boolean, true), (DataType.Boolean, false)).Value);
        Assert.Equal(A(null, 2, 2, 1), _tester.Call("ARRAY_SORT", (s_ints, array[0]), (DataType.Boolean, false), (DataType.Boolean, true)).Value);
        Assert.Null(_tester.Call("ARRAY_SORT", (s_ints, array[0]), (DataType.Boolean, null)).Value);
        Assert.Equal(A(-1.0, 0.0, double.NaN), _tester.Call("ARRAY_SORT", (s_doubles, A(double.NaN, 0.0, -1.0))).Value);
        Assert.Null(Resolve("ARRAY_SORT", s_ints, DataType.String));
        Assert.Null(Resolve("ARRAY_SORT", DataType.Array(DataType.Boolean)));
    }

    [Theory]
    [InlineData(-99, null, "a,b,c,d,e")]
    [InlineData(0, null, "a,b,c,d,e")]
    [InlineData(-3, null, "c,d,e")]
    [InlineData(9, null, "")]
    [InlineData(-5, -5, "a")]
    [InlineData(-6, -5, "a")]
    [InlineData(5, 6, "e")]
    [InlineData(2, 3, "b,c")]
    [InlineData(3, 2, "")]
    [InlineData(1, 0, "a")]
    [InlineData(-99, 99, "a,b,c,d,e")]
    [InlineData(-99, -99, "")]
    [InlineData(int.MinValue, int.MaxValue, "a,b,c,d,e")]
    public void ARRAY_SLICE_counts_from_either_end(int start, int? end, string expected)
    {
        (DataType, object?) array = (s_texts, A("a", "b", "c", "d", "e"));
        object? slice = end is null ? _tester.Call("ARRAY_SLICE", array, (DataType.Int, start)).Value : _tester.Call("ARRAY_SLICE", array, (DataType.Int, start), (DataType.Int, end)).Value;
        Assert.Equal(expected.Length == 0 ? [] : expected.Split(','), Assert.IsType<object?[]>(slice));
    }

    [Fact]
    public void ARRAY_SLICE_of_NULL_or_by_NULL_is_NULL() =>
        Assert.Equal([null, null, A()], _tester.Column("ARRAY_SLICE", (s_ints, [null, A(1), A()]), (DataType.Int, [1, null, 1]), (DataType.Int, [1, 1, 2])));

    [Fact]
    public void ARRAY_JOIN_leaves_NULL_out_or_replaces_it()
    {
        Assert.Equal(["a-b", "", null, null], _tester.Column("ARRAY_JOIN", (s_texts, [A("a", null, "b"), A(), null, A("a")]), (DataType.String, ["-", "-", "-", null])));
        Assert.Equal(["a-é-b", "a--b", null], _tester.Column("ARRAY_JOIN", (s_texts, [A("a", null, "b"), A("a", null, "b"), A("a")]), (DataType.String, ["-", "-", "-"]), (DataType.String, ["é", "", null])));
        Assert.Null(Resolve("ARRAY_JOIN", s_ints, DataType.String));
    }

    [Fact]
    public void MAP_KEYS_VALUES_and_ENTRIES()
    {
        object?[] maps = [M(("a", 1), (null, null)), M(), null];
        Assert.Equal([A("a", null), A(), null], _tester.Column("MAP_KEYS", (s_map, maps)));
        Assert.Equal([A(1, null), A(), null], _tester.Column("MAP_VALUES", (s_map, maps)));
        Assert.Equal([A(A("a", 1), A(null, null)), A(), null], _tester.Column("MAP_ENTRIES", (s_map, maps)));
        Assert.Equal("ARRAY<ROW<`key` STRING, `value` INT>> NOT NULL", _tester.Call("MAP_ENTRIES", (s_map.NotNull(), M())).Type.ToString());
    }

    [Fact]
    public void MAP_FROM_ARRAYS_needs_arrays_of_one_length()
    {
        Assert.Equal([M(("a", 1), ("b", null)), null, null], _tester.Column("MAP_FROM_ARRAYS", (s_texts, [A("a", "b"), null, A("a")]), (s_ints, [A(1, null), A(1), null])));
        Assert.Throws<EvaluationException>(() => _tester.Call("MAP_FROM_ARRAYS", (s_texts, A("a", "b")), (s_ints, A(1))));
    }

    [Fact]
    public void MAP_UNION_keeps_the_value_of_the_last_map()
    {
        Assert.Equal(
            [M(("a", 3), ("b", 2), (null, 1)), null],
            _tester.Column("MAP_UNION", (s_map, [M(("a", 1), ("b", 2), (null, 0)), null]), (s_map, [M(("a", 3), (null, 1)), M()])).Select(Sorted));
        Assert.Equal(M(("x", 1)), _tester.Call("MAP_UNION", (s_map, M(("x", 1)))).Value);
        Assert.Equal(M(("a", 9), ("b", 2), ("c", 3)), Sorted(_tester.Call("MAP_UNION", (s_map, M(("a", 1), ("b", 1))), (s_map, M(("b", 2), ("c", 3))), (s_map, M(("a", 9)))).Value));
        Assert.Null(Resolve("MAP_UNION", s_map, s_ints));
    }

    private static ResolvedFunction? Resolve(string name, params DataType[] types) =>
        FunctionRegistry.CreateBuiltIn().Find(name)!.Resolve(new FunctionCall(name, [.. types.Select((t, i) => new BoundColumn(i, t, $"c{i}"))], new Session()));

    private static object? Sorted(object? map) => map is KeyValuePair<object?, object?>[] entries ? entries.OrderBy(e => e.Key as string ?? "~", StringComparer.Ordinal).ToArray() : map;

    private static object?[] A(params object?[] values) => values;

    private static KeyValuePair<object?, object?>[] M(params (object? Key, object? Value)[] entries) => [.. entries.Select(e => new KeyValuePair<object?, object?>(e.Key, e.Value))];
}
