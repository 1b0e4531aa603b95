using Weir.Sql.Compilation;
using Weir.Sql.Descriptors;
using Weir.Sql.Functions;

namespace Weir.Sql.Tests.Planning;

/// <summary>STATE_TTL: names and values as Flink takes them (FlinkHints, StateTtlHint), and the aggregation that it is for.</summary>
public sealed class StateTtlHintTests
{
    private const string Tables = "CREATE TABLE s (a INT, b BIGINT) WITH ('connector' = 'datagen'); CREATE TABLE o (b BIGINT, n BIGINT) WITH ('connector' = 'print'); CREATE VIEW v AS SELECT * FROM s;";

    [Theory]
    [InlineData("SELECT /*+ STATE_TTL('s' = '1 s') */ b, COUNT(*) FROM s GROUP BY b", true)]
    [InlineData("SELECT /*+ STATE_TTL('t' = '1 s') */ b, COUNT(*) FROM s AS t GROUP BY b", true)]
    [InlineData("SELECT /*+ STATE_TTL('v' = '1 s') */ b, COUNT(*) FROM v GROUP BY b", true)]
    [InlineData("SELECT /*+ STATE_TTL('q' = '1 s') */ b, COUNT(*) FROM (SELECT * FROM s WHERE a > 0) AS q GROUP BY b", true)]
    [InlineData("SELECT /*+ STATE_TTL('s' = '0 s') */ b, COUNT(*) FROM s GROUP BY b", false)]
    [InlineData("SELECT b, COUNT(*) FROM s GROUP BY b", false)]
    [InlineData("SELECT b, n FROM (SELECT /*+ STATE_TTL('s' = '1 s') */ b, COUNT(*) AS n FROM s GROUP BY b)", true)]
    [InlineData("SELECT /*+ STATE_TTL('q' = '1 s') */ b, n FROM (SELECT b, COUNT(*) AS n FROM s GROUP BY b) AS q", false)]
    public void The_aggregation_of_its_SELECT_keeps_state_as_long_as_the_hint_says(string query, bool expires)
    {
        CompiledScript script = Compile(query);
        Assert.Empty(script.Diagnostics);
        Assert.Contains($"ttl={expires}", Assert.Single(Assert.Single(script.Jobs).Plan.Operators, o => o.Name == "GroupAggregate").Shape, StringComparison.Ordinal);
    }

    [Fact]
    public void The_hint_goes_before_the_setting()
    {
        CompiledScript script = Compile("SELECT /*+ STATE_TTL('s' = '0 s') */ b, COUNT(*) FROM s GROUP BY b", "SET 'table.exec.state.ttl' = '1 h';");
        Assert.Contains("ttl=False", Assert.Single(Assert.Single(script.Jobs).Plan.Operators, o => o.Name == "GroupAggregate").Shape, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SELECT /*+ STATE_TTL('nope' = '1 s') */ b, COUNT(*) FROM s GROUP BY b", "The options of following hints cannot match the name of input tables or views: `nope` in `STATE_TTL`.")]
    [InlineData("SELECT /*+ STATE_TTL('s' = '1 s') */ b, COUNT(*) FROM s AS t GROUP BY b", "The options of following hints cannot match the name of input tables or views: `s` in `STATE_TTL`.")]
    [InlineData("SELECT /*+ STATE_TTL('s' = 'soon') */ b, COUNT(*) FROM s GROUP BY b", "Invalid STATE_TTL hint value: 'soon'.")]
    [InlineData("SELECT /*+ STATE_TTL('s') */ b, COUNT(*) FROM s GROUP BY b", "STATE_TTL takes pairs: STATE_TTL('table'='1 d').")]
    public void A_hint_that_names_no_table_of_its_FROM_or_no_duration_is_refused(string query, string message) =>
        Assert.Equal(message, Assert.Single(Compile(query).Diagnostics).Message);

    private static CompiledScript Compile(string query, string before = "") =>
        new SqlEnvironment(BuiltInDescriptors.Create(), FunctionRegistry.CreateBuiltIn()).Compile($"{Tables} {before} INSERT INTO o {query};");
}
