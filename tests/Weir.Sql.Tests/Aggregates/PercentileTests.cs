using Weir.Engine.Batches;
using Weir.Engine.Types;
using Weir.Sql.Expressions;
using Weir.Sql.Functions;

namespace Weir.Sql.Tests.Aggregates;

public sealed class PercentileTests
{
    private static readonly BoundLiteral s_half = new((Int128)5, DataType.Decimal(2, 1));

    [Fact]
    public void A_percentile_is_interpolated_between_neighbours()
    {
        Assert.Equal(2.0, Percentile(s_half).Of(3.0, null, 1.0, 2.0));
        Assert.Equal(2.5, Percentile(s_half).Of(4.0, 3.0, 1.0, 2.0));
        Assert.Equal(4.0, Percentile(new BoundLiteral(1, DataType.Int)).Of(4.0, 3.0, 1.0, 2.0));
        Assert.Equal(1.0, Percentile(new BoundLiteral(0.0, DataType.Double)).Of(4.0, 3.0, 1.0, 2.0));
        Assert.Equal(7.0, Percentile(s_half).Of(7.0));
        Assert.Null(Percentile(s_half).Of(null, null));
        Assert.Equal(1.0, Percentile(s_half).Changes([(RowKind.Insert, [9.0]), (RowKind.Insert, [1.0]), (RowKind.Delete, [9.0])]));
    }

    [Fact]
    public void Several_percentages_give_an_array_in_their_order()
    {
        DataType array = DataType.Array(DataType.Decimal(2, 1));
        BoundLiteral percentages = new(new object?[] { (Int128)10, (Int128)0, (Int128)5 }, array);
        Assert.Equal(new object?[] { 4.0, 1.0, 2.5 }, Percentile(percentages).Of(4.0, 3.0, 1.0, 2.0));
        Assert.Null(Percentile(percentages).Of());
        Assert.Null(Percentile(new BoundLiteral(Array.Empty<object?>(), array)).Of(1.0));
        Assert.Equal("ARRAY<DOUBLE>", Percentile(percentages).Resolved.ResultType.ToString());
    }

    [Fact]
    public void Percentages_may_be_made_by_functions_of_constants()
    {
        BoundExpression[] elements = [s_half, new BoundLiteral((Int128)10, DataType.Decimal(2, 1))];
        FunctionDefinition array = FunctionRegistry.CreateBuiltIn().Find("ARRAY")!;
        ResolvedFunction resolved = array.Resolve(new FunctionCall("ARRAY", elements, new Session()))!;
        Assert.Equal(new object?[] { 1.5, 2.0 }, Percentile(new BoundCall(array, resolved, elements)).Of(2.0, 1.0));
    }

    [Fact]
    public void A_number_counts_as_often_as_its_frequency_says()
    {
        AggregateTester tester = Percentile(s_half, new BoundColumn(2, DataType.Int, "weight"));
        Assert.Equal([0, 2], tester.Resolved.ColumnArguments);
        Assert.Equal(DataType.BigInt, tester.Resolved.ArgumentTypes[2]);
        Assert.Equal(3.0, tester.OfRows([1.0, 1L], [5.0, 2L], [4.0, 1L], [2.0, 4L], [9.0, 3L], [1.0, 2L], [4.0, 1L]));
        Assert.Equal(6.0, tester.OfRows([3.0, null], [2.0, -1L], [6.0, 2L], [null, 4L], [1.0, 0L]));
        Assert.Equal(1.0, tester.Changes([(RowKind.Insert, [9.0, 3L]), (RowKind.Insert, [1.0, 1L]), (RowKind.Delete, [9.0, 3L])]));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(2)]
    public void A_percentage_outside_of_0_to_1_is_refused(int percentage) =>
        Assert.Throws<FunctionCallException>(() => Percentile(new BoundLiteral(percentage, DataType.Int)));

    private static AggregateTester Percentile(BoundExpression percentage, params BoundExpression[] more) =>
        new("PERCENTILE", [new BoundColumn(0, DataType.Double, "x"), percentage, .. more]);
}
