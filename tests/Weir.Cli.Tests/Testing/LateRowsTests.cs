using Weir.Cli.Testing.Format;
using Weir.Cli.Testing.Running;

namespace Weir.Cli.Tests.Testing;

/// <summary>Late rows in the table that <c>pipeline.late-rows.table</c> names, end to end.</summary>
public sealed class LateRowsTests
{
    private const string Input = """
        config: { pipeline.late-rows.table: late }
        inputs:
          t:
            rows:
              - [ +I, a, 1, "2026-01-01 00:00:01" ]
              - watermark: "2026-01-01 00:00:20"
              - [ +I, a, 2, "2026-01-01 00:00:02.5" ]
              - [ +I, b, 3, "2026-01-01 00:00:30" ]
        """;

    private const string Tables = """
        CREATE TABLE t (k STRING, v INT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts);
        CREATE TABLE o (k STRING, n BIGINT);
        CREATE TABLE late (operator_name STRING, row_kind STRING, window_start TIMESTAMP(3), window_end TIMESTAMP(3), watermark_time TIMESTAMP(3), row_json STRING);

        """;

    [Fact]
    public void A_late_row_goes_to_the_late_table_with_its_window_and_the_watermark() => Passes("""
        expect:
          o: { rows: [ "+I[a, 1]", "+I[b, 1]" ] }
          late: { rows: [ '+I[WindowAggregate[1], +I, 2026-01-01T00:00, 2026-01-01T00:00:10, 2026-01-01T00:00:20, {"k":"a","ts":"2026-01-01T00:00:02.5","v":2}]' ] }
        """, "INSERT INTO o SELECT k, COUNT(v) FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY k, window_start, window_end");

    [Fact]
    public void Late_rows_of_all_windows_of_a_job_go_to_one_table() => Passes("""
        expect:
          o: { rows: [ "+I[a, 1]", "+I[b, 1]", "+I[a, 1]", "+I[b, 1]" ] }
          late:
            rows:
              - '+I[WindowAggregate[1], +I, 2026-01-01T00:00, 2026-01-01T00:00:10, 2026-01-01T00:00:20, {"k":"a","ts":"2026-01-01T00:00:02.5"}]'
              - '+I[WindowAggregate[4], +I, 2026-01-01T00:00:02.500, 2026-01-01T00:00:07.500, 2026-01-01T00:00:20, {"k":"a","ts":"2026-01-01T00:00:02.5"}]'
        """, """
        EXECUTE STATEMENT SET BEGIN
        INSERT INTO o SELECT k, COUNT(*) FROM t GROUP BY k, TUMBLE(ts, INTERVAL '10' SECOND);
        INSERT INTO o SELECT k, COUNT(*) FROM TABLE(SESSION(TABLE t PARTITION BY k, DESCRIPTOR(ts), INTERVAL '5' SECOND)) GROUP BY k, window_start, window_end;
        END;
        """);

    [Fact]
    public void The_table_may_have_some_of_the_columns_in_any_order_and_others_of_its_own() => Passes("""
        expect:
          o: { rows: [ "+I[a, 1]", "+I[b, 1]" ] }
          few: { rows: [ '+I[null, {"k":"a","ts":"2026-01-01T00:00:02.5"}, 2026-01-01T00:00:10]' ] }
        """, """
        CREATE TABLE few (note INT, row_json STRING, window_end TIMESTAMP(6));
        SET 'pipeline.late-rows.table' = 'few';
        INSERT INTO o SELECT k, COUNT(*) FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY k, window_start, window_end;
        """);

    [Fact]
    public void A_table_that_is_not_there_is_refused_with_the_nearest_name() => Passes("""
        expect: { o: { rows: [] }, late: { rows: [] } }
        error: "There is no table 'lat'"
        """, "SET 'pipeline.late-rows.table' = 'lat'; INSERT INTO o SELECT k, COUNT(*) FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY k, window_start, window_end");

    [Fact]
    public void A_column_of_a_type_that_does_not_fit_is_refused() => Passes("""
        expect: { o: { rows: [] }, wrong: { rows: [] } }
        error: "Column 'watermark_time' of table 'wrong' for late rows is of type BOOLEAN, but takes values of type TIMESTAMP(3)"
        """, "CREATE TABLE wrong (watermark_time BOOLEAN); SET 'pipeline.late-rows.table' = 'wrong'; INSERT INTO o SELECT k, COUNT(*) FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY k, window_start, window_end");

    private static void Passes(string expect, string job)
    {
        string statements = (Tables + job).Replace("'", "''", StringComparison.Ordinal).Replace("\n", " ", StringComparison.Ordinal);
        TestCase test = CaseReader.Read(YamlText.Read($"name: a\nstatements: '{statements}'\n{Input}\n{expect}"), "f", "f", 1);
        Assert.Null(test.Problem);
        CaseOutcome outcome = new CaseRunner(new Dictionary<string, string>()).Run(test);
        Assert.True(outcome.Result == CaseResult.Passed, outcome.Message);
    }
}
