using Weir.Engine.Batches;
using Weir.Engine.Types;

namespace Weir.Sql.Tests.Aggregates;

public sealed class ListAggregateTests
{
    private static readonly DataType s_string = DataType.String;

    [Fact]
    public void Texts_are_listed_in_the_order_in_which_they_came()
    {
        Assert.Equal("b,a,b", new AggregateTester("LISTAGG", [s_string]).Of("b", null, "a", "b"));
        Assert.Equal("b", new AggregateTester("LISTAGG", [s_string]).Of("b"));
        Assert.Null(new AggregateTester("LISTAGG", [s_string]).Of(null, null));
        Assert.Equal(",", new AggregateTester("LISTAGG", [s_string]).Of("", ""));
        Assert.Equal("b-|-a", new AggregateTester("LISTAGG", [s_string], literals: ("-|-", DataType.Char(3))).Of("b", "a"));
        Assert.Equal("bab", new AggregateTester("LISTAGG", [s_string], literals: ("", DataType.Char(0))).Of("b", "a", "b"));
        Assert.Equal("b,a", new AggregateTester("LISTAGG", [s_string], distinct: true).Of("b", "a", "b"));
    }

    [Fact]
    public void A_text_that_is_taken_back_goes_from_its_first_place()
    {
        AggregateTester list = new("LISTAGG", [s_string]);
        Assert.Equal("a,b", list.Changes([(RowKind.Insert, ["b"]), (RowKind.Insert, ["a"]), (RowKind.Insert, ["b"]), (RowKind.Delete, ["b"])]));
        Assert.Null(list.Changes([(RowKind.Insert, ["b"]), (RowKind.Delete, ["b"]), (RowKind.Delete, [null])]));
        Assert.Equal("c", list.Merged([(RowKind.Insert, ["b"]), (RowKind.Delete, ["b"]), (RowKind.Insert, ["c"])], [1], true));
        Assert.Equal("c", list.Merged([(RowKind.Delete, ["b"]), (RowKind.Insert, ["b"]), (RowKind.Insert, ["c"])], [1], true));
    }

    [Fact]
    public void A_multiset_counts_what_is_not_NULL()
    {
        Assert.Equal(Multiset(("b", 2), ("a", 1)), new AggregateTester("COLLECT", [s_string]).Of("b", "a", null, "b"));
        Assert.Equal(Multiset(("b", 1), ("a", 1)), new AggregateTester("COLLECT", [s_string], distinct: true).Of("b", "a", null, "b"));
        Assert.Equal(Multiset(), new AggregateTester("COLLECT", [s_string]).Of(null, null));
        Assert.Equal(Multiset(("a", 1)), new AggregateTester("COLLECT", [s_string]).Changes([(RowKind.Insert, ["b"]), (RowKind.Insert, ["a"]), (RowKind.Delete, ["b"])]));
    }

    [Fact]
    public void An_array_holds_NULL_unless_it_is_ignored()
    {
        Assert.Equal(new object?[] { "b", null, "b" }, new AggregateTester("ARRAY_AGG", [s_string]).Of("b", null, "b"));
        Assert.Equal(new object?[] { "b", "b" }, new AggregateTester("ARRAY_AGG", [s_string], ignoreNulls: true).Of("b", null, "b"));
        Assert.Equal(new object?[] { "b", null }, new AggregateTester("ARRAY_AGG", [s_string], distinct: true).Of("b", null, "b", null));
        Assert.Equal(new object?[] { null }, new AggregateTester("ARRAY_AGG", [s_string]).Of([null]));
        Assert.Null(new AggregateTester("ARRAY_AGG", [s_string], ignoreNulls: true).Of([null]));
        Assert.Null(new AggregateTester("ARRAY_AGG", [s_string]).Of());
        Assert.Equal(
            new object?[] { new object?[] { 1, 2 }, null }, new AggregateTester("ARRAY_AGG", [DataType.Array(DataType.Int)]).Of(new object?[] { 1, 2 }, null));
        Assert.Equal(new object?[] { 2 }, new AggregateTester("ARRAY_AGG", [DataType.Int]).Changes([(RowKind.Insert, [null]), (RowKind.Insert, [2]), (RowKind.Delete, [null])]));
    }

    private static KeyValuePair<object?, object?>[] Multiset(params (object? Value, int Count)[] entries) => [.. entries.Select(e => new KeyValuePair<object?, object?>(e.Value, e.Count))];
}
