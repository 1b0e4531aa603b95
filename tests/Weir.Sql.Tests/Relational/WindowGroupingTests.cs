using Weir.Sql.Compilation;
using Weir.Sql.Descriptors;
using Weir.Sql.Functions;

namespace Weir.Sql.Tests.Relational;

/// <summary>Which groupings become window aggregations, whose rows come once when the window is over, and which stay groupings with changes.</summary>
public sealed class WindowGroupingTests
{
    private const string Columns = "ms BIGINT, k STRING, n INT, ts AS TO_TIMESTAMP_LTZ(ms, 3), pt AS PROCTIME(), WATERMARK FOR ts AS ts";

    private const string Tumble = "TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '5' SECOND))";

    private static QueryTester Rows() => new QueryTester().With("t", Columns, ["+I", 1000, "a", 1], ["+I", 2000, "b", 2], ["+I", 3000, "a", 4], ["+I", 7000, "a", 8]);

    [Fact]
    public void Windows_that_only_some_grouping_sets_keep_give_changes()
    {
        string[] rows = Rows().Run($"SELECT k, SUM(n) FROM {Tumble} GROUP BY GROUPING SETS ((k, window_start), (window_start, window_end))");
        Assert.Equal(
            ["+I[a, 1]", "+I[a, 8]", "+I[b, 2]", "+I[null, 1]", "+I[null, 8]", "+U[a, 5]", "+U[null, 3]", "+U[null, 7]", "-U[a, 1]", "-U[null, 1]", "-U[null, 3]"], rows);
    }

    [Fact]
    public void Windows_that_all_grouping_sets_keep_give_one_row_each() =>
        Assert.Equal(
            ["+I[a, 5]", "+I[a, 8]", "+I[b, 2]", "+I[null, 7]", "+I[null, 8]"],
            Rows().Run($"SELECT k, SUM(n) FROM {Tumble} GROUP BY GROUPING SETS ((k), ()), window_start, window_end"));

    [Theory]
    [InlineData("PARTITION BY k", "k, ", true)]
    [InlineData("PARTITION BY k", "", false)]
    [InlineData("PARTITION BY k", "k, n, ", false)]
    [InlineData("", "k, ", false)]
    [InlineData("", "", true)]
    public void Sessions_are_aggregated_as_windows_only_by_the_keys_of_their_table(string partition, string keys, bool isWindow)
    {
        string plan = Plan($"SELECT COUNT(*) FROM TABLE(SESSION(TABLE t {partition}, DESCRIPTOR(ts), INTERVAL '2' SECOND)) GROUP BY {keys}window_start, window_end");
        Assert.Equal(isWindow, plan.Contains("WindowAggregate", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("SELECT COUNT(*) FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(pt), INTERVAL '5' SECOND)) GROUP BY window_start, window_end", true)]
    [InlineData("SELECT COUNT(*) FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(pt), INTERVAL '5' SECOND)) GROUP BY CUBE (k), window_start, window_end", true)]
    [InlineData("SELECT MAX(window_end) FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(pt), INTERVAL '5' SECOND)) GROUP BY window_start, window_end", false)]
    [InlineData("SELECT MAX(window_end) FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '5' SECOND)) GROUP BY window_start, window_end", true)]
    public void Windows_of_processing_time_must_not_be_looked_at_before(string query, bool isWindow) =>
        Assert.Equal(isWindow, Plan(query).Contains("WindowAggregate", StringComparison.Ordinal));

    [Fact]
    public void The_same_windows_of_two_tables_stay_windows_after_UNION_ALL() =>
        Assert.Equal(
            ["+I[14]", "+I[16]"],
            Rows().Run($"SELECT SUM(n) FROM (SELECT n, window_start, window_end FROM {Tumble} UNION ALL SELECT n, window_start, window_end FROM {Tumble}) GROUP BY window_start, window_end"));

    [Fact]
    public void Grouping_sets_over_sessions_are_refused() =>
        Assert.Contains(
            "over the windows of SESSION is not supported yet",
            Rows().Refusal("SELECT k, SUM(n) FROM TABLE(SESSION(TABLE t PARTITION BY k, DESCRIPTOR(ts), INTERVAL '2' SECOND)) GROUP BY GROUPING SETS ((k), ()), window_start, window_end"),
            StringComparison.Ordinal);

    [Fact]
    public void An_offset_of_a_whole_TUMBLE_is_refused() =>
        Assert.Contains("offset", Rows().Refusal("SELECT * FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '5' SECOND, INTERVAL '5' SECOND))"), StringComparison.Ordinal);

    private static string Plan(string query)
    {
        CompiledScript script = new SqlEnvironment(BuiltInDescriptors.Create(), FunctionRegistry.CreateBuiltIn()).Compile($"CREATE TABLE t ({Columns}) WITH ('connector' = 'datagen'); {query}");
        return ExplainText.Of(Assert.Single(script.Jobs).Explain);
    }
}
