using Weir.Engine.Tests.Casts;
using Weir.Engine.Types;
using Weir.Sql.Aggregates;
using Weir.Sql.Expressions;
using Weir.Sql.Functions;

namespace Weir.Sql.Tests.Aggregates;

public sealed class AggregateTypeTests
{
    [Theory]
    [InlineData("COUNT", "BIGINT", "BIGINT NOT NULL", "BIGINT NOT NULL")]
    [InlineData("SUM", "TINYINT", "TINYINT", "TINYINT")]
    [InlineData("SUM", "INT NOT NULL", "INT NOT NULL", "INT")]
    [InlineData("SUM", "DECIMAL(5, 1) NOT NULL", "DECIMAL(38, 1) NOT NULL", "DECIMAL(38, 1)")]
    [InlineData("AVG", "DECIMAL(10, 2)", "DECIMAL(38, 6)", "DECIMAL(38, 6)")]
    [InlineData("AVG", "FLOAT", "FLOAT", "FLOAT")]
    [InlineData("AVG", "SMALLINT NOT NULL", "SMALLINT NOT NULL", "SMALLINT")]
    [InlineData("VAR_POP", "INT NOT NULL", "INT NOT NULL", "INT")]
    [InlineData("STDDEV_POP", "DECIMAL(5, 1) NOT NULL", "DECIMAL(38, 6) NOT NULL", "DECIMAL(38, 6)")]
    [InlineData("VARIANCE", "BIGINT", "BIGINT", "BIGINT")]
    [InlineData("STDDEV", "DOUBLE NOT NULL", "DOUBLE", "DOUBLE")]
    [InlineData("MIN", "CHAR(4)", "CHAR(4)", "CHAR(4)")]
    [InlineData("MAX", "TIMESTAMP(6) NOT NULL", "TIMESTAMP(6) NOT NULL", "TIMESTAMP(6)")]
    [InlineData("FIRST_VALUE", "INT NOT NULL", "INT NOT NULL", "INT")]
    [InlineData("LAST_VALUE", "VARCHAR(5)", "VARCHAR(5)", "VARCHAR(5)")]
    [InlineData("SINGLE_VALUE", "INT NOT NULL", "INT", "INT")]
    [InlineData("LISTAGG", "STRING NOT NULL", "STRING NOT NULL", "STRING")]
    [InlineData("COLLECT", "INT NOT NULL", "MULTISET<INT NOT NULL> NOT NULL", "MULTISET<INT NOT NULL> NOT NULL")]
    [InlineData("ARRAY_AGG", "INT NOT NULL", "ARRAY<INT NOT NULL> NOT NULL", "ARRAY<INT NOT NULL>")]
    [InlineData("ARRAY_AGG", "STRING", "ARRAY<STRING>", "ARRAY<STRING>")]
    [InlineData("JSON_ARRAYAGG", "INT", "VARCHAR(2000) NOT NULL", "VARCHAR(2000) NOT NULL")]
    public void A_result_has_the_type_that_Flink_gives_it_with_and_without_groups(string name, string argument, string grouped, string whole)
    {
        BoundExpression[] arguments = [new BoundColumn(0, TypeReader.Read(argument), "c")];
        Assert.Equal(grouped, AggregateTester.Resolve(name, arguments).ResultType.ToString());
        Assert.Equal(whole, AggregateTester.Resolve(name, arguments, grouped: false).ResultType.ToString());
        Assert.Equal(whole, AggregateTester.Resolve(name, arguments, filtered: true).ResultType.ToString());
    }

    [Theory]
    [InlineData("SUM", "STRING")]
    [InlineData("SUM", "BOOLEAN")]
    [InlineData("AVG", "DATE")]
    [InlineData("VAR_POP", "STRING")]
    [InlineData("MIN", "ARRAY<INT>")]
    [InlineData("MAX", "BYTES")]
    [InlineData("LISTAGG", "INT")]
    [InlineData("PERCENTILE", "INT")]
    public void An_argument_of_another_type_does_not_fit(string name, string argument)
    {
        AggregateCallSyntax call = new(name, [new BoundColumn(0, TypeReader.Read(argument), "c")], new Session());
        Assert.Null(AggregateRegistry.CreateBuiltIn().Find(name)!.Resolve(call));
    }

    [Theory]
    [InlineData("APPROX_COUNT_DISTINCT")]
    [InlineData("LISTAGG")]
    [InlineData("PERCENTILE")]
    [InlineData("JSON_ARRAYAGG")]
    public void What_a_stream_cannot_have_or_must_be_constant_is_refused_in_words(string name)
    {
        DataType type = name == "JSON_ARRAYAGG" ? DataType.Date : name == "LISTAGG" ? DataType.String : DataType.Double;
        BoundExpression[] arguments = [.. Enumerable.Range(0, name is "LISTAGG" or "PERCENTILE" ? 2 : 1).Select(i => new BoundColumn(i, type, "c"))];
        Assert.Throws<FunctionCallException>(() => AggregateTester.Resolve(name, arguments));
    }

    [Fact]
    public void Every_function_but_internal_ones_says_how_it_is_written()
    {
        AggregateRegistry registry = AggregateRegistry.CreateBuiltIn();
        Assert.All(registry.All, d => Assert.StartsWith(d.Name, d.Usage[0], StringComparison.Ordinal));
        Assert.Same(registry.Find("stddev"), registry.Find("STDDEV_SAMP"));
        Assert.Contains("VARIANCE", registry.Names);
        Assert.Null(registry.Find("UPPER"));
    }
}
