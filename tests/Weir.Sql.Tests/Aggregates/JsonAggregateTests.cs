using Weir.Engine.Batches;
using Weir.Engine.Expressions;
using Weir.Engine.Types;
using Weir.Sql.Expressions;
using Weir.Sql.Functions;

namespace Weir.Sql.Tests.Aggregates;

public sealed class JsonAggregateTests
{
    private static readonly DataType[] s_member = [DataType.String, DataType.Int];

    [Fact]
    public void An_object_has_its_members_in_order_of_name()
    {
        Assert.Equal("{\"A\":1,\"B\":null,\"C\":3}", new AggregateTester("JSON_OBJECTAGG", s_member).OfRows(["C", 3], ["A", 1], ["B", null]));
        Assert.Equal("{\"A\":1}", new AggregateTester("JSON_OBJECTAGG", s_member, onNull: "ABSENT").OfRows(["B", null], ["A", 1], ["B", null]));
        Assert.Equal("{}", new AggregateTester("JSON_OBJECTAGG", s_member).OfRows());
        Assert.Equal("{\"a\\\"b\":\"x\\ny\"}", new AggregateTester("JSON_OBJECTAGG", [DataType.String, DataType.String]).OfRows(["a\"b", "x\ny"]));
    }

    [Fact]
    public void A_member_may_go_and_come_again_but_not_twice()
    {
        AggregateTester members = new("JSON_OBJECTAGG", s_member);
        Assert.Equal(
            "{\"A\":1,\"B\":5}", members.Changes([(RowKind.Insert, ["A", 1]), (RowKind.Insert, ["B", null]), (RowKind.UpdateBefore, ["B", null]), (RowKind.UpdateAfter, ["B", 5])]));
        Assert.Throws<EvaluationException>(() => members.OfRows(["A", 1], ["A", 1]));
        Assert.Throws<EvaluationException>(() => members.OfRows([null, 1]));
        Assert.Throws<EvaluationException>(() => members.Merged([(RowKind.Insert, ["A", 1]), (RowKind.Insert, ["A", 2])], [1], true));
        Assert.Equal("{\"C\":3}", members.Merged([(RowKind.Insert, ["A", 1]), (RowKind.Delete, ["A", 1]), (RowKind.Insert, ["C", 3])], [1], true));
        Assert.Equal("{\"C\":3}", members.Merged([(RowKind.Delete, ["A", 1]), (RowKind.Insert, ["A", 1]), (RowKind.Insert, ["C", 3])], [1], true));
    }

    [Fact]
    public void An_array_has_its_values_in_the_order_in_which_they_came()
    {
        Assert.Equal("[\"C\",\"A\"]", new AggregateTester("JSON_ARRAYAGG", [DataType.String]).Of("C", null, "A"));
        Assert.Equal("[3,null,1]", new AggregateTester("JSON_ARRAYAGG", [DataType.Int], onNull: "NULL").Of(3, null, 1));
        Assert.Equal("[]", new AggregateTester("JSON_ARRAYAGG", [DataType.Int]).Of(null, null));
        Assert.Equal("[[1,null]]", new AggregateTester("JSON_ARRAYAGG", [DataType.Array(DataType.Int)]).Of(new object?[] { 1, null }, null));
        Assert.Equal("[1]", new AggregateTester("JSON_ARRAYAGG", [DataType.Int], onNull: "NULL").Changes([(RowKind.Insert, [null]), (RowKind.Insert, [1]), (RowKind.Delete, [null])]));
    }

    [Fact]
    public void What_JSON_functions_made_goes_in_as_it_is()
    {
        FunctionDefinition function = FunctionRegistry.CreateBuiltIn().Find("JSON_ARRAY")!;
        BoundExpression[] inner = [new BoundColumn(0, DataType.Int, "x")];
        BoundCall made = new(function, function.Resolve(new FunctionCall("JSON_ARRAY", inner, new Session()))!, inner);
        Assert.Equal("[[1],[2]]", new AggregateTester("JSON_ARRAYAGG", [made]).Of("[1]", "[2]"));
        Assert.Equal("{\"a\":[1]}", new AggregateTester("JSON_OBJECTAGG", [new BoundColumn(0, DataType.String, "k"), made]).OfRows(["a", "[1]"]));
    }
}
