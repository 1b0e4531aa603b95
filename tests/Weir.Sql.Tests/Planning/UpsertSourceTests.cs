using Weir.Engine.Connectors;
using Weir.Sql.Compilation;
using Weir.Sql.Syntax;
using static Weir.Sql.Tests.Planning.MemoryRow;

namespace Weir.Sql.Tests.Planning;

public sealed class UpsertSourceTests
{
    private const string Tables = """
        CREATE TABLE u (id INT, g STRING, v INT, PRIMARY KEY (id) NOT ENFORCED);
        CREATE TABLE s (id INT, g STRING, v INT, PRIMARY KEY (id) NOT ENFORCED);

        """;

    private static readonly MemoryRow[] s_upserts =
    [
        Insert(1, "x", 10), After(2, "x", 20), After(1, "y", 11), After(1, "y", 11), Delete(2, "x", 20), Delete(7, "z", 1), Insert(3, "x", 30), After(3, "y", 31), After(2, "z", 21),
    ];

    private static readonly MemoryRow[] s_changes =
        [Insert(1, "x", 10), Before(1, "x", 10), After(1, "y", 11), Insert(2, "x", 20), Before(2, "x", 20), Insert(3, "z", 1), Delete(3, "z", 1)];

    private static readonly MemoryRow[] s_keyDeletes = [Insert(1, "x", 10), After(1, "y", 11), Insert(2, "x", 20), Delete(2, null, null), Delete(9, null, null), After(2, "q", 5)];

    [Fact]
    public void Who_takes_updates_in_full_gets_the_rows_as_they_were()
    {
        MemoryTables tables = new MemoryTables().Source("u", ChangelogMode.Upsert, s_upserts).Sink("s");
        Assert.Contains("ChangelogNormalize(key=[id], changelogMode=[I,UB,UA,D])", tables.Plan(Tables + "INSERT INTO s SELECT * FROM u"), StringComparison.Ordinal);
        Assert.Equal(
            ["+I[1, x, 10]", "+I[2, x, 20]", "-U[1, x, 10]", "+U[1, y, 11]", "-D[2, x, 20]", "+I[3, x, 30]", "-U[3, x, 30]", "+U[3, y, 31]", "+I[2, z, 21]"],
            tables.Run(Tables + "INSERT INTO s SELECT * FROM u"));
    }

    [Fact]
    public void A_sink_of_upserts_by_the_same_key_takes_them_as_they_come_and_nothing_is_kept()
    {
        MemoryTables tables = new MemoryTables().Source("u", ChangelogMode.Upsert, s_upserts).Sink("s", ChangelogMode.Upsert);
        Assert.DoesNotContain("ChangelogNormalize", tables.Plan(Tables + "INSERT INTO s SELECT * FROM u"), StringComparison.Ordinal);
        Assert.Equal(s_upserts.Length, tables.Run(Tables + "INSERT INTO s SELECT * FROM u").Length);
    }

    [Fact]
    public void A_condition_goes_down_so_that_what_it_drops_is_not_kept()
    {
        const string Script = Tables + "INSERT INTO s SELECT * FROM u WHERE g = 'x' AND id < 3";
        MemoryTables tables = new MemoryTables().Source("u", ChangelogMode.Upsert, s_upserts).Sink("s", ChangelogMode.Upsert);
        string plan = tables.Plan(Script);
        Assert.Contains("ChangelogNormalize(key=[id], condition=[(g = 'x')], changelogMode=[I,UA,D])", plan, StringComparison.Ordinal);
        Assert.Contains("Calc(select=[id, g, v], where=[(id < 3)]", plan, StringComparison.Ordinal);
        Assert.Equal(["+I[1, x, 10]", "+I[2, x, 20]", "-D[1, x, 10]", "-D[2, x, 20]"], tables.Run(Script));
    }

    [Fact]
    public void A_condition_of_chance_is_not_taken_for_one_on_the_key()
    {
        MemoryTables tables = new MemoryTables().Source("u", ChangelogMode.Upsert, s_upserts).Sink("s", ChangelogMode.Upsert);
        Assert.Contains("ChangelogNormalize(key=[id], condition=[(RAND() < 2", tables.Plan(Tables + "INSERT INTO s SELECT * FROM u WHERE RAND() < 2"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_query_that_reads_the_source_twice_keeps_its_rows_once_and_pushes_what_both_places_ask()
    {
        const string Script = Tables + "INSERT INTO s SELECT * FROM u WHERE v > 10 AND g = 'x' UNION ALL SELECT * FROM u WHERE v > 10 AND g = 'y'";
        MemoryTables tables = new MemoryTables().Source("u", ChangelogMode.Upsert, s_upserts).Sink("s");
        Assert.Contains("condition=[(v > 10)]", tables.Plan(Script), StringComparison.Ordinal);
        Assert.Single(Assert.Single(tables.Compile(Script).Jobs).Plan.Operators, o => o.Name == "ChangelogNormalize");
        Assert.Equal(["+I[1, y, 11]", "+I[2, x, 20]", "+I[3, x, 30]", "+U[3, y, 31]", "-D[2, x, 20]", "-U[3, x, 30]"], tables.Run(Script).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_key_is_read_though_the_query_does_not_name_it()
    {
        const string Script = "CREATE TABLE u (id INT, g STRING, v INT, PRIMARY KEY (id) NOT ENFORCED); CREATE TABLE s (n BIGINT); INSERT INTO s SELECT COUNT(*) FROM u";
        MemoryTables tables = new MemoryTables().Source("u", ChangelogMode.Upsert, [Insert(1, "x", 1), After(1, "y", 2), Insert(2, "x", 3), Delete(1, "y", 2)]).Sink("s");
        Assert.Contains("fields=[id]", tables.Plan(Script), StringComparison.Ordinal);
        Assert.Equal(["+I[1]", "-U[1]", "+U[2]", "-U[2]", "+U[1]"], tables.Run(Script));
    }

    [Fact]
    public void A_table_of_upserts_without_a_key_is_refused()
    {
        CompiledScript script = new MemoryTables().Source("u", ChangelogMode.Upsert, []).Sink("s").Compile("CREATE TABLE u (a INT); CREATE TABLE s (a INT); INSERT INTO s SELECT * FROM u");
        SqlDiagnostic error = Assert.Single(script.Diagnostics);
        Assert.Equal(
            "Table 'default_catalog.default_database.u' produces a changelog stream that contains UPDATE_AFTER but no UPDATE_BEFORE. This requires defining a primary key constraint on the table.",
            error.Message);
    }

    [Fact]
    public void Changes_that_may_come_again_are_told_once()
    {
        const string Script = "SET 'table.exec.source.cdc-events-duplicate' = 'true';" + Tables + "INSERT INTO s SELECT * FROM u";
        MemoryTables tables = new MemoryTables().Source("u", ChangelogMode.All, [.. s_changes, .. s_changes]).Sink("s");
        string plan = tables.Plan(Script);
        Assert.Contains("+- ChangelogNormalize(key=[id]", plan, StringComparison.Ordinal);
        Assert.Contains("+- DropUpdateBefore(changelogMode=[I,UA,D])", plan, StringComparison.Ordinal);
        Assert.Equal(
            ["+I[1, x, 10]", "-U[1, x, 10]", "+U[1, y, 11]", "+I[2, x, 20]", "+I[3, z, 1]", "-D[3, z, 1]", "-U[1, y, 11]", "+U[1, x, 10]", "-U[1, x, 10]", "+U[1, y, 11]", "+I[3, z, 1]", "-D[3, z, 1]"],
            tables.Run(Script));
        CompiledScript refused = tables.Compile("SET 'table.exec.source.cdc-events-duplicate' = 'true'; CREATE TABLE u (a INT); CREATE TABLE s (a INT); INSERT INTO s SELECT * FROM u");
        Assert.Contains("requires the changelog sources to define a PRIMARY KEY", Assert.Single(refused.Diagnostics).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_row_as_it_was_is_left_out_at_the_source_when_a_key_tells_it()
    {
        MemoryTables tables = new MemoryTables().Source("u", ChangelogMode.All, s_changes).Sink("s", ChangelogMode.Upsert);
        Assert.Contains("DropUpdateBefore", tables.Plan(Tables + "INSERT INTO s SELECT * FROM u"), StringComparison.Ordinal);
        Assert.Equal(["+I[1, x, 10]", "+U[1, y, 11]", "+I[2, x, 20]", "+I[3, z, 1]", "-D[3, z, 1]"], tables.Run(Tables + "INSERT INTO s SELECT * FROM u"));
    }

    [Fact]
    public void It_stays_where_a_condition_may_take_an_updated_row_away()
    {
        const string Script = Tables + "INSERT INTO s SELECT * FROM u WHERE g <> 'y'";
        MemoryTables tables = new MemoryTables().Source("u", ChangelogMode.All, s_changes).Sink("s", ChangelogMode.Upsert);
        Assert.DoesNotContain("DropUpdateBefore", tables.Plan(Script), StringComparison.Ordinal);
        Assert.Equal(["+I[1, x, 10]", "-D[1, x, 10]", "+I[2, x, 20]", "-D[2, x, 20]", "+I[3, z, 1]", "-D[3, z, 1]"], tables.Run(Script));
    }

    [Fact]
    public void Deletes_with_no_more_than_the_key_are_filled_in_for_who_needs_the_row()
    {
        MemoryTables tables = new MemoryTables().Source("u", ChangelogMode.Upsert, s_keyDeletes, true).Sink("s", ChangelogMode.Upsert);
        Assert.Equal(["+I[1, x, 10]", "+U[1, y, 11]", "+I[2, x, 20]", "-D[2, x, 20]", "+I[2, q, 5]"], tables.Run(Tables + "INSERT INTO s SELECT * FROM u"));
    }

    [Fact]
    public void Deletes_with_no_more_than_the_key_go_to_who_deletes_by_it()
    {
        MemoryTables tables = new MemoryTables().Source("u", ChangelogMode.Upsert, s_keyDeletes, true).Sink("s", ChangelogMode.Upsert, true);
        Assert.Equal(
            ["+I[1, x, 20]", "+U[1, y, 22]", "+I[2, x, 40]", "-D[2, null, null]", "+U[2, q, 10]"], tables.Run(Tables + "INSERT INTO s SELECT id, g, v * 2 FROM u WHERE id < 5"));
    }

    [Fact]
    public void A_projection_of_deletes_by_key_leaves_in_columns_that_are_not_null_what_Flinks_does()
    {
        const string Script = """
            CREATE TABLE u (id INT, a BIGINT NOT NULL, b BOOLEAN NOT NULL, c DECIMAL(10, 2) NOT NULL, e STRING NOT NULL, f DOUBLE NOT NULL, h DATE NOT NULL, l SMALLINT NOT NULL, m INT, PRIMARY KEY (id) NOT ENFORCED);
            CREATE TABLE s (id INT, a BIGINT, b BOOLEAN, c DECIMAL(10, 2), e STRING, f DOUBLE, h DATE, l SMALLINT, m INT, PRIMARY KEY (id) NOT ENFORCED);
            INSERT INTO s SELECT id, a + 1, b, c, UPPER(e), f, h, l, m FROM u
            """;
        MemoryTables tables = new MemoryTables().Source("u", ChangelogMode.Upsert, [Delete(1, null, null, null, null, null, null, null, null)], true).Sink("s", ChangelogMode.Upsert, true);
        Assert.Equal(["-D[1, -1, false, null, , -1.0, 1969-12-31, -1, null]"], tables.Run(Script));
    }

    [Fact]
    public void A_delete_by_key_is_not_held_to_columns_that_are_not_null()
    {
        const string Script = """
            CREATE TABLE u (id INT, a INT NOT NULL, b DECIMAL(4, 1) NOT NULL, PRIMARY KEY (id) NOT ENFORCED);
            CREATE TABLE s (id INT, a INT NOT NULL, b DECIMAL(4, 1) NOT NULL, PRIMARY KEY (id) NOT ENFORCED);

            """;
        foreach (string enforcer in new[] { "ERROR", "DROP" })
        {
            MemoryTables tables = new MemoryTables().Source("u", ChangelogMode.Upsert, [Delete(1, null, null)], true).Sink("s", ChangelogMode.Upsert, true);
            Assert.Equal(["-D[1, null, null]"], tables.Run($"SET 'table.exec.sink.not-null-enforcer' = '{enforcer}';{Script} INSERT INTO s SELECT * FROM u"));
        }
    }

    [Fact]
    public void With_mini_batch_the_last_row_of_a_bundle_counts()
    {
        const string Script = "SET 'table.exec.mini-batch.enabled' = 'true'; SET 'table.exec.mini-batch.allow-latency' = '10 s'; SET 'table.exec.mini-batch.size' = '3';" + Tables + "INSERT INTO s SELECT * FROM u";
        MemoryTables tables = new MemoryTables().Source("u", ChangelogMode.Upsert, s_upserts).Sink("s");
        Assert.Equal(["+I[2, x, 20]", "+I[1, y, 11]", "-D[2, x, 20]", "+I[3, y, 31]", "+I[2, z, 21]"], tables.Run(Script));
    }
}
