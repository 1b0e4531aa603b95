using Weir.Engine.Connectors;
using Weir.Engine.Plans;
using Weir.Engine.Runtime;
using Weir.Sql.Syntax;
using static Weir.Sql.Tests.Planning.MemoryRow;

namespace Weir.Sql.Tests.Planning;

public sealed class UpsertSinkTests
{
    private const string Source = "CREATE TABLE t (k STRING, v INT); CREATE VIEW sums AS SELECT k, SUM(v) AS n FROM t GROUP BY k;";
    private const string ByCount = Source + "CREATE TABLE s (n INT, k STRING, PRIMARY KEY (n) NOT ENFORCED); INSERT INTO s SELECT n, k FROM sums";

    private static readonly MemoryRow[] s_rows = [Insert("a", 1), Insert("b", 3), Insert("a", 2), Insert("b", 1), Insert("a", 5)];

    [Fact]
    public void Rows_of_another_key_that_are_one_row_of_the_sink_are_told_apart()
    {
        MemoryTables tables = Tables(ChangelogMode.Upsert);
        Assert.Contains("SinkUpsertMaterializer(key=[n], upsertKey=[k], changelogMode=[I,UA,D])", tables.Plan(ByCount), StringComparison.Ordinal);
        Assert.Equal(["+I[1, a]", "+I[3, b]", "-D[1, a]", "+U[3, a]", "+I[4, b]", "-D[3, a]", "+I[8, a]"], tables.Run(ByCount));
    }

    [Fact]
    public void Without_a_key_rows_are_told_apart_by_all_of_their_values()
    {
        const string Script = Source + "CREATE TABLE s (n INT, PRIMARY KEY (n) NOT ENFORCED); INSERT INTO s SELECT n FROM sums";
        MemoryTables tables = Tables(ChangelogMode.Upsert);
        Assert.Contains("SinkUpsertMaterializer(key=[n], changelogMode", tables.Plan(Script), StringComparison.Ordinal);
        Assert.Equal(["+I[1]", "+I[3]", "-D[1]", "+U[3]", "+I[4]", "-D[3]", "+I[8]"], tables.Run(Script));
    }

    [Fact]
    public void A_key_of_the_sink_that_holds_the_changelogs_needs_no_materialization_but_the_rows_as_they_were()
    {
        const string Script = Source + "CREATE TABLE s (k STRING, n INT, PRIMARY KEY (k, n) NOT ENFORCED); INSERT INTO s SELECT k, n FROM sums";
        MemoryTables tables = Tables(ChangelogMode.Upsert);
        Assert.DoesNotContain("SinkUpsertMaterializer", tables.Plan(Script), StringComparison.Ordinal);
        Assert.Equal(["+I[a, 1]", "+I[b, 3]", "-D[a, 1]", "+U[a, 3]", "-D[b, 3]", "+U[b, 4]", "-D[a, 3]", "+U[a, 8]"], tables.Run(Script));
    }

    [Fact]
    public void The_same_key_needs_nothing_unless_forced()
    {
        const string Script = Source + "CREATE TABLE s (k STRING, n BIGINT, PRIMARY KEY (k) NOT ENFORCED); INSERT INTO s SELECT k, n FROM sums";
        MemoryTables tables = Tables(ChangelogMode.Upsert);
        Assert.DoesNotContain("SinkUpsertMaterializer", tables.Plan(Script), StringComparison.Ordinal);
        Assert.Contains("SinkUpsertMaterializer(key=[k], upsertKey=[k]", tables.Plan("SET 'table.exec.sink.upsert-materialize' = 'FORCE';" + Script), StringComparison.Ordinal);
        Assert.Equal(["+I[a, 1]", "+I[b, 3]", "+U[a, 3]", "+U[b, 4]", "+U[a, 8]"], tables.Run(Script));
    }

    [Theory]
    [InlineData("TUMBLE_START", "", true)]
    [InlineData("TUMBLE_END", "", true)]
    [InlineData("TUMBLE_START", "HAVING SUM(v) < 5", false)]
    [InlineData("TUMBLE_START", "HAVING TUMBLE_START(ts, INTERVAL '1' MINUTE) > TIMESTAMP '2026-01-01 00:00:00'", true)]
    public void Windows_that_are_told_early_update_by_their_bounds(string bound, string having, bool byKey)
    {
        string script = $"""
            SET 'table.exec.emit.early-fire.enabled' = 'true'; SET 'table.exec.emit.early-fire.delay' = '1 s';
            CREATE TABLE t (ts TIMESTAMP(3), v INT, WATERMARK FOR ts AS ts);
            CREATE TABLE s (w TIMESTAMP(3), n INT, PRIMARY KEY (w) NOT ENFORCED);
            INSERT INTO s SELECT {bound}(ts, INTERVAL '1' MINUTE), SUM(v) FROM t GROUP BY TUMBLE(ts, INTERVAL '1' MINUTE) {having}
            """;
        string plan = Tables(ChangelogMode.Upsert).Plan(script);
        Assert.DoesNotContain("SinkUpsertMaterializer", plan, StringComparison.Ordinal);
        Assert.Equal(byKey, plan.Contains("DropUpdateBefore", StringComparison.Ordinal));
    }

    [Fact]
    public void It_can_be_switched_off_and_a_sink_of_full_changelogs_does_without()
    {
        Assert.DoesNotContain("SinkUpsertMaterializer", Tables(ChangelogMode.Upsert).Plan("SET 'table.exec.sink.upsert-materialize' = 'NONE';" + ByCount), StringComparison.Ordinal);
        Assert.DoesNotContain("SinkUpsertMaterializer", Tables(ChangelogMode.All).Plan("SET 'table.exec.sink.upsert-materialize' = 'FORCE';" + ByCount), StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_that_are_only_added_are_not_materialized()
    {
        const string Script = "CREATE TABLE t (k STRING, v INT); CREATE TABLE s (v INT, k STRING, PRIMARY KEY (v) NOT ENFORCED); INSERT INTO s SELECT v, k FROM t";
        Assert.DoesNotContain("SinkUpsertMaterializer", Tables(ChangelogMode.Upsert).Plan("SET 'table.exec.sink.upsert-materialize' = 'FORCE';" + Script), StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_of_a_key_can_be_brought_to_one_lane()
    {
        const string Script = "CREATE TABLE t (k STRING, v INT); CREATE TABLE s (v INT, k STRING, PRIMARY KEY (v) NOT ENFORCED); INSERT INTO s SELECT v, k FROM t";
        Assert.Equal(Partitioning.Forward, EdgeToSink(Script).Partitioning);
        PlanEdge edge = EdgeToSink("SET 'table.exec.sink.keyed-shuffle' = 'FORCE';" + Script);
        Assert.Equal(Partitioning.Hash, edge.Partitioning);
        Assert.Equal([0], edge.Keys);

        static PlanEdge EdgeToSink(string script) => Assert.Single(Assert.Single(Tables(ChangelogMode.Upsert).Compile(script).Jobs).Plan.Operators[^1].Inputs);
    }

    [Fact]
    public void A_value_that_a_setting_does_not_have_is_refused()
    {
        SqlDiagnostic error = Assert.Single(Tables(ChangelogMode.Upsert).Compile("SET 'table.exec.sink.upsert-materialize' = 'SOMETIMES';" + ByCount).Diagnostics);
        Assert.Contains("'SOMETIMES' is no value of 'table.exec.sink.upsert-materialize'", error.Message, StringComparison.Ordinal);
        error = Assert.Single(Tables(ChangelogMode.Upsert).Compile("SET 'table.optimizer.reuse-source-enabled' = 'maybe'").Diagnostics);
        Assert.Contains("write true or false", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_topic_of_upserts_is_kept_by_key_where_a_reader_needs_it_and_passed_on_where_not()
    {
        const string Script = """
            CREATE TABLE k (id INT, n INT, PRIMARY KEY (id) NOT ENFORCED) WITH ('connector' = 'upsert-kafka', 'topic' = 'k', 'properties.bootstrap.servers' = 'b:1', 'key.format' = 'json', 'value.format' = 'json');
            CREATE TABLE o WITH ('topic' = 'o') LIKE k;

            """;
        Assert.DoesNotContain("ChangelogNormalize", new MemoryTables().Plan(Script + "INSERT INTO o SELECT * FROM k"), StringComparison.Ordinal);
        Assert.Contains("ChangelogNormalize(key=[id]", new MemoryTables().Plan(Script + "INSERT INTO o SELECT n, CAST(COUNT(*) AS INT) FROM k GROUP BY n"), StringComparison.Ordinal);
    }

    private static MemoryTables Tables(ChangelogMode sink) => new MemoryTables().Source("t", ChangelogMode.InsertOnly, s_rows).Sink("s", sink);
}
