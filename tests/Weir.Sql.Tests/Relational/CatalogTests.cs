using Weir.Sql.Compilation;
using Weir.Sql.Descriptors;
using Weir.Sql.Functions;
using Weir.Sql.Syntax;

namespace Weir.Sql.Tests.Relational;

public sealed class CatalogTests
{
    private const string Table = "CREATE TABLE t (a INT, s STRING) WITH ('connector' = 'datagen');\n";

    private static QueryTester Rows() => new QueryTester().With("t", "a INT, s STRING", ["+I", 1, "x"]);

    [Fact]
    public void A_temporary_view_hides_the_table_of_its_name_until_it_is_dropped()
    {
        Assert.Equal(["+I[hidden]"], Rows().Run("CREATE TEMPORARY VIEW t AS SELECT 'hidden' AS z; SELECT * FROM t"));
        Assert.Equal(["+I[1, x]"], Rows().Run("CREATE TEMPORARY VIEW t AS SELECT 'hidden' AS z; DROP TEMPORARY VIEW t; SELECT * FROM t"));
    }

    [Fact]
    public void A_permanent_object_is_not_dropped_while_a_temporary_one_hides_it() =>
        Assert.Contains("Temporary view", Rows().Refusal("CREATE VIEW v AS SELECT 1 AS x; CREATE TEMPORARY VIEW v AS SELECT 2 AS x; DROP VIEW v"), StringComparison.Ordinal);

    [Fact]
    public void A_view_reads_the_database_that_was_in_use_when_it_was_created() =>
        Assert.Equal(["+I[1]"], Rows().Run("CREATE VIEW v AS SELECT a FROM t; CREATE DATABASE d; USE d; SELECT a FROM default_database.v"));

    [Fact]
    public void Names_are_looked_for_in_the_database_in_use() =>
        Assert.Equal(["+I[2]"], Rows().Run("CREATE DATABASE d; CREATE VIEW d.v AS SELECT 2 AS a; CREATE VIEW v AS SELECT 3 AS a; USE d; SELECT d.v.a FROM v"));

    [Fact]
    public void A_catalog_in_memory_has_a_database_of_its_own() =>
        Assert.Equal(
            ["+I[7]"], Rows().Run("CREATE CATALOG c WITH ('type' = 'generic_in_memory', 'default-database' = 'm'); USE CATALOG c; CREATE VIEW v AS SELECT 7 AS a; USE CATALOG default_catalog; SELECT a FROM c.m.v"));

    [Theory]
    [InlineData("SELECT * FROM nowhere.t", "does not exist")]
    [InlineData("USE CATALOG nowhere", "does not exist")]
    [InlineData("CREATE DATABASE default_database", "already exists")]
    [InlineData("DROP DATABASE default_database", "in use")]
    [InlineData("CREATE DATABASE d; CREATE VIEW d.v AS SELECT 1 AS x; DROP DATABASE d", "not empty")]
    [InlineData("CREATE CATALOG c WITH ('type' = 'hive')", "not supported")]
    [InlineData("CREATE VIEW v AS SELECT a, a FROM t", "same name")]
    [InlineData("SELECT a FROM (SELECT a, s AS a FROM t)", "ambiguous")]
    [InlineData("DROP TABLE u", "does not exist")]
    [InlineData("CREATE VIEW t AS SELECT 1 AS x", "already exists")]
    public void What_is_not_there_or_there_already_is_refused(string script, string message) => Assert.Contains(message, Rows().Refusal(script), StringComparison.Ordinal);

    [Fact]
    public void A_dropped_database_takes_its_tables_along() =>
        Assert.Contains("not found", Rows().Refusal("CREATE DATABASE d; CREATE VIEW d.v AS SELECT 1 AS x; DROP DATABASE d CASCADE; CREATE DATABASE d; SELECT * FROM d.v"), StringComparison.Ordinal);

    [Fact]
    public void A_view_may_be_renamed_and_given_another_query() =>
        Assert.Equal(["+I[x]"], Rows().Run("CREATE VIEW v AS SELECT a FROM t; ALTER VIEW v RENAME TO w; ALTER VIEW w AS SELECT s FROM t; SELECT * FROM w"));

    [Fact]
    public void SHOW_TABLES_lists_the_database_in_use()
    {
        CompiledScript script = Compile(Table + "CREATE DATABASE d; CREATE VIEW d.v AS SELECT 1 AS x; SHOW TABLES; SHOW TABLES FROM d; SHOW DATABASES; USE d; SHOW CURRENT DATABASE");
        Assert.Equal(["t", "v", "d,default_database", "d"], script.Outputs.Select(o => string.Join(',', o.Rows.Select(r => r[0]))));
    }

    [Theory]
    [InlineData("ADD (b BIGINT, c AS a + 1)", "a INT,s STRING,b BIGINT,c INT")]
    [InlineData("ADD b BIGINT FIRST", "b BIGINT,a INT,s STRING")]
    [InlineData("ADD b BIGINT AFTER a", "a INT,b BIGINT,s STRING")]
    [InlineData("MODIFY a BIGINT NOT NULL", "a BIGINT,s STRING")]
    [InlineData("MODIFY s STRING FIRST", "s STRING,a INT")]
    [InlineData("RENAME s TO u", "a INT,u STRING")]
    [InlineData("DROP (a)", "s STRING")]
    public void ALTER_TABLE_changes_the_columns(string change, string columns)
    {
        CompiledScript script = Compile($"{Table}ALTER TABLE t {change}; DESCRIBE t");
        Assert.Empty(script.Diagnostics);
        Assert.Equal(columns, string.Join(',', script.Outputs[0].Rows.Select(r => $"{r[0]} {r[1]}")));
    }

    [Theory]
    [InlineData("ADD a INT", "already exists")]
    [InlineData("MODIFY z INT", "does not exist")]
    [InlineData("DROP z", "does not exist")]
    [InlineData("RENAME a TO s", "already existed")]
    [InlineData("RESET ('connector')", "connector")]
    [InlineData("DROP WATERMARK", "watermark")]
    [InlineData("DROP PRIMARY KEY", "primary key")]
    [InlineData("ADD b INT AFTER z", "AFTER")]
    public void ALTER_TABLE_refuses_what_does_not_fit(string change, string message) =>
        Assert.Contains(message, Assert.Single(Compile($"{Table}ALTER TABLE t {change}").Diagnostics).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("1")]
    [InlineData("CAST(ts AS STRING)")]
    [InlineData("CAST(ts AS TIMESTAMP(6))")]
    public void A_watermark_must_be_a_time_of_milliseconds(string expression) =>
        Assert.Contains("watermark expression type", Assert.Single(Compile($"CREATE TABLE w (ts TIMESTAMP(3), WATERMARK FOR ts AS {expression}) WITH ('connector' = 'datagen')").Diagnostics).Message, StringComparison.Ordinal);

    [Fact]
    public void A_column_that_is_computed_from_is_not_dropped() =>
        Assert.Contains("referenced", Assert.Single(Compile($"{Table}ALTER TABLE t ADD c AS a + 1; ALTER TABLE t DROP a").Diagnostics).Message, StringComparison.Ordinal);

    [Fact]
    public void SHOW_CREATE_TABLE_gives_the_table_as_it_is_now()
    {
        string text = Compile(
            Table + "CREATE TABLE u (k INT PRIMARY KEY NOT ENFORCED, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '1' SECOND) LIKE t; ALTER TABLE u SET ('number-of-rows' = '3'); SHOW CREATE TABLE u").Outputs[0].Rows[0][0];
        foreach (string part in new[] { "default_catalog.default_database.u", "a INT", "k INT NOT NULL", "PRIMARY KEY (k) NOT ENFORCED", "WATERMARK FOR ts", "'connector' = 'datagen'", "'number-of-rows' = '3'" })
        {
            Assert.Contains(part, text, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("LIKE", text, StringComparison.Ordinal);
        Assert.Empty(Compile($"{text.Replace("database.u", "database.w", StringComparison.Ordinal)}; DESCRIBE w").Diagnostics);
    }

    private static CompiledScript Compile(string text)
    {
        CompiledScript script = new SqlEnvironment(BuiltInDescriptors.Create(), FunctionRegistry.CreateBuiltIn()).Compile(text);
        Assert.All(script.Diagnostics, d => Assert.Equal(SqlSeverity.Error, d.Severity));
        return script;
    }
}
