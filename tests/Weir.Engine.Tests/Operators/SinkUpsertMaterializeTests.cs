using Weir.Engine.Batches;
using Weir.Engine.Operators;
using Weir.Engine.Tests.Runtime;
using Weir.Engine.Types;
using static Weir.Engine.Tests.Runtime.OperatorHarness;

namespace Weir.Engine.Tests.Operators;

public sealed class SinkUpsertMaterializeTests
{
    private static readonly DataType[] s_types = [DataType.BigInt, DataType.Int, DataType.String];

    [Fact]
    public void Rows_are_told_apart_by_their_values_and_the_last_one_counts()
    {
        using OperatorHarness harness = Create([]);
        Step(harness, Insert(1L, 1, "a1"), "+I[1, 1, a1]");
        Step(harness, After(2L, 1, "a2"), "+U[2, 1, a2]");
        Step(harness, Insert(3L, 1, "a3"), "+U[3, 1, a3]");
        Step(harness, Delete(2L, 1, "a2"));
        Step(harness, Delete(3L, 1, "a3"), "+U[1, 1, a1]");
        Step(harness, Delete(1L, 1, "a1"), "-D[1, 1, a1]");
        Step(harness, Insert(4L, 1, "a4"), "+I[4, 1, a4]");
        Step(harness, Before(9L, 1, "a4"));
        Step(harness, Before(4L, 1, "a4"), "-D[4, 1, a4]");
    }

    [Fact]
    public void The_same_row_may_be_there_several_times_and_the_first_is_taken_back_first()
    {
        using OperatorHarness harness = Create([]);
        harness.Send([Insert(1L, 1, "a"), Insert(2L, 1, "b"), Insert(1L, 1, "a")]);
        Assert.Equal(["+I[1, 1, a]", "+U[2, 1, b]", "+U[1, 1, a]"], harness.Take());
        Step(harness, Delete(1L, 1, "a"));
        Step(harness, Delete(1L, 1, "a"), "+U[2, 1, b]");
    }

    [Fact]
    public void A_row_of_the_same_upsert_key_takes_the_place_of_the_one_before_it()
    {
        using OperatorHarness harness = Create([0]);
        Step(harness, Insert(1L, 1, "a1"), "+I[1, 1, a1]");
        Step(harness, Insert(2L, 1, "b1"), "+U[2, 1, b1]");
        Step(harness, After(1L, 1, "a2"), "+U[1, 1, a2]");
        Step(harness, Delete(2L, 1, "nothing but the key counts"), "+U[1, 1, a2]");
        Step(harness, Delete(1L, 1, "a2"), "-D[1, 1, a2]");
    }

    [Fact]
    public void A_replaced_row_keeps_its_place_so_that_taking_it_back_tells_nothing_while_a_later_one_is_there()
    {
        using OperatorHarness harness = Create([0]);
        harness.Send([Insert(1L, 1, "a1"), Insert(2L, 1, "b1"), Insert(1L, 1, "a2"), Delete(1L, 1, "a2"), Insert(3L, 1, "c1"), Delete(3L, 1, "c1"), Delete(2L, 1, "b1")]);
        Assert.Equal(["+I[1, 1, a1]", "+U[2, 1, b1]", "+U[1, 1, a2]", "+U[3, 1, c1]", "+U[2, 1, b1]", "-D[2, 1, b1]"], harness.Take());
    }

    [Fact]
    public void Keys_of_the_sink_do_not_meet()
    {
        using OperatorHarness harness = Create([0]);
        harness.Send([Insert(1L, 1, "a"), Insert(1L, 2, "b"), Insert(1L, null, "c"), Delete(1L, 1, "a"), Insert(2L, null, null), Delete(2L, null, null)], true);
        Assert.Equal(["+I[1, 1, a]", "+I[1, 2, b]", "+I[1, NULL, c]", "-D[1, 1, a]", "+U[2, NULL, NULL]", "+U[1, NULL, c]"], harness.Take());
    }

    private static void Step(OperatorHarness harness, (RowKind, object?[]) row, params string[] expected)
    {
        harness.Send([row]);
        Assert.Equal(expected, harness.Take());
    }

    private static (RowKind Kind, object?[] Values) After(params object?[] values) => (RowKind.UpdateAfter, values);

    private static (RowKind Kind, object?[] Values) Before(params object?[] values) => (RowKind.UpdateBefore, values);

    private static OperatorHarness Create(int[] upsertKey) =>
        new(new SinkUpsertMaterializeOperator(new SinkUpsertMaterializeSpec { Keys = [1], Types = s_types, UpsertKey = upsertKey }), s_types, s_types);
}
