using Weir.Engine.Batches;
using Weir.Engine.Expressions;
using Weir.Engine.Types;

namespace Weir.Sql.Tests.Aggregates;

public sealed class ValueAggregateTests
{
    [Fact]
    public void Extremes_of_every_layout_pass_over_NULL()
    {
        Assert.Equal(-3, Min(DataType.Int, 2, null, -3, 1));
        Assert.Equal((sbyte)2, Max(DataType.TinyInt, (sbyte)2, null, (sbyte)-3));
        Assert.Equal((short)2, Max(DataType.SmallInt, (short)2, (short)-3));
        Assert.Equal(long.MaxValue, Max(DataType.BigInt, 0L, long.MaxValue));
        Assert.Equal((Int128)(-5), Min(DataType.Decimal(10, 2), (Int128)7, (Int128)(-5)));
        Assert.Equal((Int128)9, Max(DataType.Timestamp(9), (Int128)7, (Int128)9));
        Assert.Equal(3, Max(DataType.Date, 3, 1));
        Assert.Equal(false, Min(DataType.Boolean, true, false, null));
        Assert.Equal(true, Max(DataType.Boolean, false, true));
        Assert.Equal("aa", Min(DataType.String, "b", "aa", null, "aab"));
        Assert.Equal("\u00e9", Max(DataType.String, "z", "\u00e9", "e"));
        Assert.Equal("", Min(DataType.String, "b", ""));
        Assert.Null(Min(DataType.String, null, null));
        Assert.Null(Max(DataType.Int));
    }

    [Fact]
    public void Floating_point_is_in_the_order_of_Java()
    {
        Assert.Equal(double.NaN, Max(DataType.Double, 1.0, double.NaN, double.PositiveInfinity));
        Assert.Equal(1.0, Min(DataType.Double, double.NaN, 1.0));
        Assert.True(double.IsNegative((double)Min(DataType.Double, 0.0, -0.0)!));
        Assert.False(float.IsNegative((float)Max(DataType.Float, -0f, 0f)!));
    }

    [Fact]
    public void An_extreme_that_is_taken_back_gives_way_to_the_next()
    {
        AggregateTester max = new("MAX", [DataType.String]);
        Assert.Equal("b", max.Changes([(RowKind.Insert, ["a"]), (RowKind.Insert, ["c"]), (RowKind.Insert, ["b"]), (RowKind.Delete, ["c"])]));
        Assert.Equal("c", max.Changes([(RowKind.Insert, ["c"]), (RowKind.Insert, ["c"]), (RowKind.Delete, ["c"])]));
        Assert.Null(max.Changes([(RowKind.Insert, ["c"]), (RowKind.Delete, ["c"])]));
        Assert.Equal("a", max.Changes([(RowKind.Delete, ["z"]), (RowKind.Insert, ["a"]), (RowKind.Insert, ["z"])]));
    }

    [Fact]
    public void First_and_last_pass_over_NULL_whatever_the_type()
    {
        Assert.Equal(2, new AggregateTester("FIRST_VALUE", [DataType.Int]).Of(null, 2, 3));
        Assert.Equal(3, new AggregateTester("LAST_VALUE", [DataType.Int]).Of(2, 3, null));
        Assert.Equal("bb", new AggregateTester("FIRST_VALUE", [DataType.String]).Of(null, "bb", "a"));
        Assert.Equal("a", new AggregateTester("LAST_VALUE", [DataType.String]).Of("bb", "a"));
        Assert.Equal("ccc", new AggregateTester("LAST_VALUE", [DataType.String]).Of("bb", "a", "ccc"));
        Assert.Equal(new object?[] { 1, null }, new AggregateTester("LAST_VALUE", [DataType.Array(DataType.Int)]).Of(new object?[] { 7 }, new object?[] { 1, null }, null));
        Assert.Null(new AggregateTester("LAST_VALUE", [DataType.Array(DataType.Int)]).Of(null, null));
    }

    [Fact]
    public void First_and_last_are_those_that_are_still_there()
    {
        (RowKind, object?[])[] rows =
        [
            (RowKind.Insert, ["a"]), (RowKind.Insert, ["b"]), (RowKind.Insert, ["a"]), (RowKind.Insert, ["c"]), (RowKind.Delete, ["a"]), (RowKind.UpdateBefore, ["c"]),
        ];
        Assert.Equal("b", new AggregateTester("FIRST_VALUE", [DataType.String]).Changes(rows));
        Assert.Equal("a", new AggregateTester("LAST_VALUE", [DataType.String]).Changes(rows));
    }

    [Fact]
    public void A_single_value_is_the_one_there_is_and_a_second_is_an_error()
    {
        AggregateTester single = new("SINGLE_VALUE", [DataType.String]);
        Assert.Null(single.Of());
        Assert.Equal("a", single.Of("a"));
        Assert.Null(single.Of([null]));
        Assert.Throws<EvaluationException>(() => single.Of("a", "a"));
        Assert.Equal("b", single.Changes([(RowKind.Insert, ["a"]), (RowKind.UpdateBefore, ["a"]), (RowKind.UpdateAfter, ["b"])]));
        Assert.Equal("b", single.Merged([(RowKind.Insert, ["a"]), (RowKind.UpdateBefore, ["a"]), (RowKind.UpdateAfter, ["b"])], [1], true));
        Assert.Null(single.Merged([(RowKind.Insert, ["a"]), (RowKind.Delete, ["a"])], [1], true));
        Assert.Throws<EvaluationException>(() => single.Merged([(RowKind.Insert, ["a"]), (RowKind.Insert, ["b"])], [1], false));
    }

    private static object? Min(DataType type, params object?[] values) => new AggregateTester("MIN", [type]).Of(values);

    private static object? Max(DataType type, params object?[] values) => new AggregateTester("MAX", [type], distinct: true).Of(values);
}
