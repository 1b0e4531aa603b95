using Weir.Engine.Connectors;
using static Weir.Sql.Tests.Planning.MemoryRow;

namespace Weir.Sql.Tests.Planning;

public sealed class SharingTests
{
    private const string Tables = """
        CREATE TABLE t (a INT, b INT, c STRING, d AS a + b, r AS RAND());
        CREATE TABLE s (x STRING);
        CREATE TABLE s2 (x STRING);

        """;

    private const string Set = Tables + """
        EXECUTE STATEMENT SET BEGIN
        INSERT INTO s SELECT CAST(a AS STRING) FROM t WHERE b > 1;
        INSERT INTO s2 SELECT c || CAST(d AS STRING) FROM t;
        END
        """;

    [Fact]
    public void A_table_that_a_statement_set_reads_twice_is_read_once_with_the_columns_of_both()
    {
        MemoryTables tables = New();
        Assert.Equal(["+I[2]"], tables.Run(Set));
        Assert.Equal(["+I[x2]", "+I[y4]"], tables.Written("s2"));
        Assert.Equal(["t"], tables.Opened);
        Assert.Contains("fields=[a, b, c, d]", tables.Plan(Set), StringComparison.Ordinal);
        Assert.Equal(2, Assert.Single(tables.Compile(Set).Jobs).Plan.Operators.Count(o => o.Name == "Calc"));
    }

    [Fact]
    public async Task Rows_that_are_shared_reach_all_readers_on_several_lanes()
    {
        MemoryTables tables = New();
        const string Script = Tables + """
            EXECUTE STATEMENT SET BEGIN
            INSERT INTO s SELECT CAST(COUNT(*) AS STRING) FROM t;
            INSERT INTO s2 SELECT CAST(SUM(a) AS STRING) FROM t;
            END
            """;
        await tables.RunOnLanes(Script, 2);
        Assert.Equal(["+I[1]", "-U[1]", "+U[2]"], tables.Written("s"));
        Assert.Equal(["+I[1]", "-U[1]", "+U[3]"], tables.Written("s2"));
    }

    [Theory]
    [InlineData("table.optimizer.reuse-source-enabled", 2)]
    [InlineData("table.optimizer.reuse-sub-plan-enabled", 2)]
    [InlineData("pipeline.name", 1)]
    public void Sharing_can_be_switched_off(string key, int scans) => Assert.Equal(scans, Count($"SET '{key}' = 'false';" + Set, "TableSourceScan(t)"));

    [Fact]
    public void The_same_part_of_two_queries_becomes_one_operator()
    {
        const string Script = Tables + """
            CREATE VIEW sums AS SELECT c, SUM(a) AS n FROM t WHERE b > 0 GROUP BY c;
            EXECUTE STATEMENT SET BEGIN
            INSERT INTO s SELECT c FROM sums WHERE n > 1;
            INSERT INTO s2 SELECT CAST(n AS STRING) FROM sums;
            END
            """;
        Assert.Equal(1, Count(Script, "GroupAggregate"));
        MemoryTables tables = New();
        Assert.Equal(["+I[y]"], tables.Run(Script));
        Assert.Equal(["+I[1]", "+I[2]"], tables.Written("s2"));
        Assert.Equal(2, Count("SET 'table.optimizer.reuse-sub-plan-enabled' = 'false';" + Script, "GroupAggregate"));
    }

    [Fact]
    public void A_plan_shows_what_is_shared_once()
    {
        string plan = New().Plan(Tables + "INSERT INTO s SELECT c FROM t UNION ALL SELECT c FROM t");
        Assert.Contains(":- TableSourceScan(t)(table=[t], connector=[memory], fields=[c], changelogMode=[I])(reuse_id=[1])", plan, StringComparison.Ordinal);
        Assert.EndsWith("+- Reused(reference_id=[1])", plan, StringComparison.Ordinal);
    }

    [Fact]
    public void A_relation_that_is_united_with_itself_gives_its_rows_twice()
    {
        const string Script = Tables + "INSERT INTO s SELECT c FROM t UNION ALL SELECT c FROM t";
        MemoryTables tables = New();
        Assert.Equal(["+I[x]", "+I[x]", "+I[y]", "+I[y]"], tables.Run(Script));
        Assert.Equal(["t"], tables.Opened);
    }

    [Theory]
    [InlineData("SELECT c FROM t WHERE b > 0", "SELECT c FROM t WHERE b > 1")]
    [InlineData("SELECT CAST(SUM(a) AS STRING) FROM t GROUP BY c", "SELECT CAST(SUM(b) AS STRING) FROM t GROUP BY c")]
    [InlineData("SELECT CAST(SUM(a) AS STRING) FROM t GROUP BY c", "SELECT CAST(SUM(DISTINCT a) AS STRING) FROM t GROUP BY c")]
    [InlineData("SELECT CAST(SUM(a) AS STRING) FROM t GROUP BY c", "SELECT CAST(SUM(a) FILTER (WHERE b > 1) AS STRING) FROM t GROUP BY c")]
    public void Parts_that_differ_are_kept_apart(string left, string right)
    {
        string script = $"{Tables} EXECUTE STATEMENT SET BEGIN INSERT INTO s {left}; INSERT INTO s2 {right}; END";
        string unshared = "SET 'table.optimizer.reuse-sub-plan-enabled' = 'false';" + script;
        MemoryRow[] rows = [Insert(1, 10, "x"), Insert(1, 1, "x"), Insert(2, 0, "y")];
        MemoryTables shared = New(rows);
        MemoryTables apart = New(rows);
        Assert.Equal(apart.Run(unshared), shared.Run(script));
        Assert.Equal(apart.Written("s2"), shared.Written("s2"));
        Assert.NotEqual(shared.Written("s"), shared.Written("s2"));
    }

    [Theory]
    [InlineData("CAST(RAND() AS STRING)")]
    [InlineData("CAST(r AS STRING)")]
    [InlineData("UUID()")]
    public void Chance_is_drawn_for_each_place_that_names_it(string expression)
    {
        MemoryTables tables = New();
        tables.Run($"{Tables} EXECUTE STATEMENT SET BEGIN INSERT INTO s SELECT {expression} FROM t; INSERT INTO s2 SELECT {expression} FROM t; END");
        Assert.Equal(2, tables.Written("s").Length);
        Assert.NotEqual(tables.Written("s"), tables.Written("s2"));
    }

    [Fact]
    public void Options_that_differ_make_another_source()
    {
        const string Script = """
            CREATE TABLE g (a INT) WITH ('connector' = 'datagen', 'number-of-rows' = '3');
            CREATE TABLE s (a INT); CREATE TABLE s2 (a INT);
            EXECUTE STATEMENT SET BEGIN
            INSERT INTO s SELECT a FROM g;
            INSERT INTO s2 SELECT a FROM g /*+ OPTIONS('number-of-rows' = '4') */;
            END
            """;
        Assert.Equal(2, Count(Script, "TableSourceScan(g)"));
        Assert.Equal(1, Count(Script.Replace("'4'", "'3'", StringComparison.Ordinal), "TableSourceScan(g)"));
    }

    private static MemoryTables New(params MemoryRow[] rows) =>
        new MemoryTables().Source("t", ChangelogMode.InsertOnly, rows.Length > 0 ? rows : [Insert(1, 1, "x"), Insert(2, 2, "y")]).Sink("s").Sink("s2");

    private static int Count(string script, string name) => Assert.Single(New().Compile(script).Jobs).Plan.Operators.Count(o => o.Name == name);
}
