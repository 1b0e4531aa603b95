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
    public void A_setting_that_nobody_knows_fails_the_case()
    {
        CaseOutcome outcome = Run("config: { nobody.knows.this: 1 }\nresults: [ { sql: 1 + 1, value: '2' } ]", string.Empty);
        Assert.Equal(CaseResult.Failed, outcome.Result);
        Assert.Contains("config.nobody.knows.this", outcome.Message);
        Assert.Equal(CaseResult.Passed, Run("config: { table.optimizer.agg-phase-strategy: TWO_PHASE }\nresults: [ { sql: 1 + 1, value: '2' } ]", string.Empty).Result);
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
