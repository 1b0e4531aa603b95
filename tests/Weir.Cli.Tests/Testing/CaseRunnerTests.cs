using Weir.Cli.Testing.Format;
using Weir.Cli.Testing.Running;

namespace Weir.Cli.Tests.Testing;

public class CaseRunnerTests
{
    private const string Tables = "CREATE TABLE a (x INT, s STRING); CREATE TABLE b (x INT, s STRING); CREATE TABLE o (x INT, s STRING);\n";

    [Fact]
    public void Tables_take_turns_in_the_order_of_the_inputs() => Passes("""
        inputs:
          b: { rows: [ [ +I, 1, b ], [ +I, 2, b ], [ +I, 3, b ] ] }
          a: { rows: [ [ +I, 1, a ] ] }
        expect:
          o: { compare: ordered, rows: [ "+I[1, b]", "+I[1, a]", "+I[2, b]", "+I[3, b]" ] }
        """, "INSERT INTO o SELECT * FROM a UNION ALL SELECT * FROM b");

    [Fact]
    public void A_table_scanned_twice_gives_its_row_to_both_scans_before_the_turn_passes() => Passes("""
        inputs:
          a: { rows: [ [ +I, 1, a ], [ +I, 2, a ] ] }
          b: { rows: [ [ +I, 1, b ] ] }
        expect:
          o: { rows: [ "+I[1, a]", "+I[2, a]", "+I[1, a]", "+I[2, a]", "+I[1, b]" ] }
        """, "INSERT INTO o SELECT * FROM a UNION ALL SELECT * FROM b UNION ALL SELECT x, s FROM a WHERE x > 0");

    [Fact]
    public void Updates_are_compared_with_their_kinds() => Passes("""
        inputs:
          a: { rows: [ [ +I, 1, k ], [ +I, 2, k ] ] }
        expect:
          o: { rows: [ "+I[1, k]", "-U[1, k]", "+U[2, k]" ] }
        """, "INSERT INTO o SELECT MAX(x), s FROM a GROUP BY s");

    [Fact]
    public void The_table_that_remains_is_compared_without_kinds() => Passes("""
        inputs:
          a: { rows: [ [ +I, 1, k ], [ +I, 2, k ] ] }
        expect:
          o: { compare: final, rows: [ "[2, k]" ] }
        """, "INSERT INTO o SELECT MAX(x), s FROM a GROUP BY s");

    [Theory]
    [InlineData("+I[1, {z=2, a=1}]", true)]
    [InlineData("+I[1, {a=1, z=2}]", true)]
    [InlineData("+I[1, {a=2, z=1}]", false)]
    public void The_order_of_a_maps_entries_does_not_count(string row, bool passes)
    {
        CaseOutcome outcome = Run(
            $$"""
            inputs:
              a: { rows: [ [ +I, 1, k ] ] }
            expect:
              m: { rows: [ "{{row}}" ] }
            """,
            "CREATE TABLE m (x INT, y MAP<STRING, INT>); INSERT INTO m SELECT x, MAP['a', 1, 'z', 2] FROM a");
        Assert.Equal(passes ? CaseResult.Passed : CaseResult.Failed, outcome.Result);
    }

    [Fact]
    public void A_wrong_row_is_shown_as_missing_and_unexpected()
    {
        CaseOutcome outcome = Run("""
            inputs:
              a: { rows: [ [ +I, 1, k ] ] }
            expect:
              o: { rows: [ "+I[2, k]" ] }
            """, "INSERT INTO o SELECT * FROM a");
        Assert.Equal(CaseResult.Failed, outcome.Result);
        Assert.Contains("- missing     +I[2, k]", outcome.Message);
        Assert.Contains("+ unexpected  +I[1, k]", outcome.Message);
    }

    [Fact]
    public void An_error_that_is_expected_passes_only_at_its_place()
    {
        const string Inputs = "inputs: { a: { rows: [ [ +I, 1, k ] ] } }\nexpect: { o: { rows: [] } }\nerror: true\nerrorAt: ";
        Assert.Equal(CaseResult.Passed, Run(Inputs + "run", "INSERT INTO o SELECT CAST(s AS INT), s FROM a").Result);
        Assert.Equal(CaseResult.Failed, Run(Inputs + "validate", "INSERT INTO o SELECT CAST(s AS INT), s FROM a").Result);
        Assert.Equal(CaseResult.Passed, Run(Inputs + "validate", "INSERT INTO o SELECT nothing, s FROM a").Result);
        Assert.Equal(CaseResult.Failed, Run(Inputs + "run", "INSERT INTO o SELECT nothing, s FROM a").Result);
    }

    [Fact]
    public void A_case_that_is_wrong_fails_even_where_it_expects_an_error()
    {
        CaseOutcome outcome = Run("inputs: { a: { rows: [ [ +I, 1 ] ] } }\nexpect: { o: { rows: [] } }\nerror: true", "INSERT INTO o SELECT * FROM a");
        Assert.Equal(CaseResult.Failed, outcome.Result);
        Assert.Contains("1 values, the table 2 columns", outcome.Message);
    }

    [Fact]
    public void Results_are_judged_by_type_and_value()
    {
        Assert.Equal(CaseResult.Passed, Run("results: [ { sql: 1 + 1, type: INT NOT NULL, value: '2' } ]", string.Empty).Result);
        Assert.Contains("gives 2, not 3", Run("results: [ { sql: 1 + 1, value: '3' } ]", string.Empty).Message);
        Assert.Contains("is of type INT NOT NULL, not BIGINT", Run("results: [ { sql: 1 + 1, type: BIGINT } ]", string.Empty).Message);
    }

    [Fact]
    public void Processing_time_stands_still_but_for_the_entries_that_set_it()
    {
        const string Table = "CREATE TABLE t (x INT, p AS PROCTIME());";
        const string Insert = "CREATE TABLE w (s TIMESTAMP(3), n BIGINT); INSERT INTO w SELECT window_start, COUNT(*) FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(p), INTERVAL '1' MINUTE)) GROUP BY window_start, window_end";
        Passes("""
            inputs:
              t: { rows: [ [ +I, 1 ], [ +I, 2 ], { clock: "2099-01-01 00:00:30Z" }, [ +I, 3 ], { clock: "2099-01-01 00:01:00Z" }, [ +I, 4 ] ] }
            expect:
              w: { compare: final, rows: [ "[2099-01-01T00:00, 1]" ] }
            clock: "2098-12-31T23:58:00Z"
            """.Replace("\"[2099", "\"[2098-12-31T23:58, 2]\", \"[2099", StringComparison.Ordinal), Table + Insert);
        Passes("""
            inputs:
              t: { rows: [ [ +I, 1 ], { clock: "2099-01-01 00:00:30Z" }, [ +I, 3 ], { clock: "2099-01-01 00:01:00Z" } ] }
            expect:
              o: { rows: [ "+I[1, 2099]" ] }
            """, Table + "INSERT INTO o SELECT 1, CAST(YEAR(p) AS STRING) FROM t WHERE x = 3");
    }

    [Fact]
    public void With_a_watermark_of_the_source_only_watermark_entries_move_the_time() => Passes("""
        inputs:
          t: { rows: [ [ +I, "2026-01-01 00:00:01" ], [ +I, "2026-01-01 01:00:00" ], [ +I, "2026-01-01 00:00:02" ], { watermark: "2026-01-01 00:30:00" }, [ +I, "2026-01-01 00:00:03" ] ] }
        expect:
          w: { compare: ordered, rows: [ "+I[2]", "+I[1]" ] }
        """, "CREATE TABLE t (ts TIMESTAMP(3), WATERMARK FOR ts AS SOURCE_WATERMARK()); CREATE TABLE w (n BIGINT); INSERT INTO w SELECT COUNT(*) FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '1' MINUTE)) GROUP BY window_start, window_end");

    [Fact]
    public void Several_inserts_are_jobs_one_after_the_other_that_each_read_the_inputs_from_their_start() => Passes("""
        inputs:
          a: { rows: [ [ +I, 1, k ], [ +I, 2, k ] ] }
        expect:
          o: { compare: ordered, rows: [ "+I[1, k]", "+I[2, k]", "+I[1, second]", "+I[2, second]" ] }
        """, "INSERT INTO o SELECT * FROM a; INSERT INTO o SELECT x, 'second' FROM a");

    [Fact]
    public void A_table_that_is_read_by_lookup_only_must_not_be_scanned()
    {
        CaseOutcome outcome = Run("inputs: { a: { lookup: true, rows: [ [ +I, 1, k ] ] } }\nexpect: { o: { rows: [ \"+I[1, k]\" ] } }", "INSERT INTO o SELECT * FROM a");
        Assert.Equal(CaseResult.Failed, outcome.Result);
        Assert.Contains("inputs.a is read by lookup only", outcome.Message);
    }

    [Fact]
    public void Settings_that_are_passed_over_are_told_as_warnings()
    {
        CaseOutcome outcome = Run("config: { taskmanager.memory.process.size: 1g }\nresults: [ { sql: 1 + 1, value: '2' } ]", string.Empty);
        Assert.Contains("taskmanager.memory.process.size", Assert.Single(outcome.Warnings));
    }

    [Fact]
    public void A_setting_that_nobody_knows_fails_the_case()
    {
        CaseOutcome outcome = Run("config: { nobody.knows.this: 1 }\nresults: [ { sql: 1 + 1, value: '2' } ]", string.Empty);
        Assert.Equal(CaseResult.Failed, outcome.Result);
        Assert.Contains("config.nobody.knows.this", outcome.Message);
        Assert.Equal(CaseResult.Passed, Run("config: { taskmanager.memory.process.size: 1g }\nresults: [ { sql: 1 + 1, value: '2' } ]", string.Empty).Result);
    }

    private static void Passes(string parts, string insert)
    {
        CaseOutcome outcome = Run(parts, insert);
        Assert.True(outcome.Result == CaseResult.Passed, outcome.Message);
    }

    private static CaseOutcome Run(string parts, string insert)
    {
        string statements = (Tables + insert).Replace("'", "''", StringComparison.Ordinal);
        TestCase test = CaseReader.Read(YamlText.Read($"name: a\nstatements: '{statements.Replace("\n", " ", StringComparison.Ordinal)}'\n{parts}"), "f", "f", 1);
        Assert.Null(test.Problem);
        return new CaseRunner(new Dictionary<string, string>()).Run(test);
    }
}
