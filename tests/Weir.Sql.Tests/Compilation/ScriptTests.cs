using Weir.Sql.Compilation;
using Weir.Sql.Descriptors;
using Weir.Sql.Functions;
using Weir.Sql.Syntax;

namespace Weir.Sql.Tests.Compilation;

public sealed class ScriptTests
{
    private const string Bid = """
        CREATE TABLE bid (auction BIGINT, price BIGINT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '4' SECOND)
        WITH ('connector' = 'datagen');

        """;

    [Theory]
    [InlineData("SELECT UPER('a')", 1, 8, "There is no function 'UPER'", "'UPPER'")]
    [InlineData("SELECT prise FROM bid", 3, 8, "Column 'prise' not found", "'price'")]
    [InlineData("SELECT * FROM bids", 3, 15, "Table or view 'bids' not found", "'bid'")]
    [InlineData("SELECT a.price FROM bid AS a JOIN bid AS b ON a.price = b.price", 3, 21, "JOIN is not supported yet", "queries of their own")]
    [InlineData("SELECT price, COUNT(*) FROM bid", 3, 8, "'price' is not being grouped", "GROUP BY")]
    [InlineData("SELECT COUNT(*) FROM TABLE(TUMBLE(TABLE bid, DESCRIPTOR(auction), INTERVAL '1' MINUTE)) GROUP BY window_start, window_end", 3, 57, "time attribute", "WATERMARK")]
    [InlineData("SELECT price + ARRAY[1] FROM bid", 3, 8, "Cannot apply '+'", "")]
    [InlineData("SELECT SUM(price) OVER (ORDER BY ts) FROM bid", 3, 8, "OVER is not supported yet", "window")]
    [InlineData("SELECT price FROM bid ORDER BY price", 3, 32, "ORDER BY is not supported yet", "")]
    [InlineData("SELECT CAST(ts AS BIGINT) FROM bid", 3, 8, "cast", "")]
    public void A_statement_that_is_refused_names_the_place_and_a_way_out(string query, int line, int column, string message, string hint)
    {
        CompiledScript script = Compile(query.Contains("UPER", StringComparison.Ordinal) ? query : Bid + query);
        SqlDiagnostic error = Assert.Single(script.Diagnostics, d => d.Severity == SqlSeverity.Error);
        Assert.Contains(message, error.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Contains(hint, error.Hint ?? string.Empty, StringComparison.Ordinal);
        Assert.Equal((line, column), (error.Span.Line, error.Span.Column));
        Assert.Empty(script.Jobs);
    }

    [Fact]
    public void A_script_reports_all_of_its_errors()
    {
        CompiledScript script = Compile("SELECT UPER('a'); SELECT LOWR('a'); SELECT 1");
        Assert.Equal(2, script.Diagnostics.Count(d => d.Severity == SqlSeverity.Error));
    }

    [Fact]
    public void A_hint_of_options_on_a_view_is_refused()
    {
        CompiledScript script = Compile(Bid + "CREATE TEMPORARY VIEW v AS SELECT * FROM bid; SELECT * FROM v /*+ OPTIONS('rows-per-second'='1') */");
        Assert.Contains("'v' is a query and has no options", Assert.Single(script.Diagnostics).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3000, "c{0}", "More than 200 views and common tables build on each other here")]
    [InlineData(100, "c{0} UNION ALL SELECT a FROM c{0}", "stand for more than 10000 queries")]
    public void Names_that_stand_for_too_much_are_an_error_and_no_crash(int count, string before, string message)
    {
        IEnumerable<string> tables = Enumerable.Range(1, count).Select(i => $"c{i} AS (SELECT a FROM {string.Format(System.Globalization.CultureInfo.InvariantCulture, before, i - 1)})");
        CompiledScript script = Compile($"WITH c0 AS (SELECT 1 AS a), {string.Join(", ", tables)} SELECT a FROM c{count}");
        Assert.Contains(message, Assert.Single(script.Diagnostics).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_hundred_common_tables_may_build_on_each_other_on_the_stack_of_any_thread()
    {
        string text = $"WITH c1 AS (SELECT 1 AS a), {string.Join(", ", Enumerable.Range(2, 198).Select(i => $"c{i} AS (SELECT DISTINCT a + 1 AS a FROM c{i - 1})"))} SELECT a FROM c199";
        CompiledScript? script = null;
        Thread thread = new(() => script = Compile(text), 1536 * 1024);
        thread.Start();
        thread.Join();
        Assert.Empty(script!.Diagnostics);
        Assert.Single(script.Jobs);
    }

    [Fact]
    public void An_option_that_is_misspelt_is_refused_with_the_nearest()
    {
        CompiledScript script = Compile("CREATE TABLE t (a INT) WITH ('connector' = 'datagen', 'rows-per-secnd' = '1'); SELECT a FROM t");
        SqlDiagnostic error = Assert.Single(script.Diagnostics);
        Assert.Contains("rows-per-secnd", error.Message, StringComparison.Ordinal);
        Assert.Contains("rows-per-second", error.Hint ?? error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Updates_to_a_sink_that_only_appends_are_refused()
    {
        CompiledScript script = Compile(Bid + "CREATE TABLE s (a BIGINT, n BIGINT) WITH ('connector' = 'filesystem', 'path' = '/nowhere', 'format' = 'json'); INSERT INTO s SELECT auction, COUNT(*) FROM bid GROUP BY auction");
        Assert.Contains("doesn't support consuming update changes", Assert.Single(script.Diagnostics).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_source_reads_only_the_columns_that_are_needed()
    {
        CompiledJob job = Assert.Single(Compile(Bid + "SELECT price FROM bid WHERE price > 1").Jobs);
        Assert.Contains("fields=[price, ts]", ExplainText.Of(job.Explain), StringComparison.Ordinal);
    }

    [Fact]
    public void A_plan_shows_a_decimal_with_its_point()
    {
        CompiledJob job = Assert.Single(Compile(Bid + "SELECT 0.908 * price AS euro FROM bid").Jobs);
        Assert.Contains("select=[(0.908 * price) AS euro]", ExplainText.Of(job.Explain), StringComparison.Ordinal);
    }

    [Fact]
    public void A_window_aggregation_is_planned_by_slices()
    {
        CompiledJob job = Assert.Single(Compile(Bid + "SELECT auction, COUNT(*) FROM TABLE(HOP(TABLE bid, DESCRIPTOR(ts), INTERVAL '2' SECOND, INTERVAL '10' SECOND)) GROUP BY auction, window_start, window_end").Jobs);
        string plan = ExplainText.Of(job.Explain);
        Assert.Contains("WindowAggregate(groupBy=[auction], window=[HOP 10000 ms by 2000 ms", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("WindowTableFunction", plan, StringComparison.Ordinal);
    }

    [Fact]
    public void A_setting_that_nobody_knows_is_an_error_and_one_of_Flinks_a_warning()
    {
        CompiledScript script = Compile("SET 'table.exec.mini-bach.enabled' = 'true'; SET 'nonsense' = '1'");
        Assert.Equal([SqlSeverity.Warning, SqlSeverity.Error], script.Diagnostics.Select(d => d.Severity));
        Assert.Contains("table.exec.mini-batch.enabled", script.Diagnostics[0].Hint, StringComparison.Ordinal);
    }

    private static CompiledScript Compile(string text) => new SqlEnvironment(BuiltInDescriptors.Create(), FunctionRegistry.CreateBuiltIn()).Compile(text);
}
