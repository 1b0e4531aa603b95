using Weir.Cli.Testing.Format;
using Weir.Cli.Testing.Running;

namespace Weir.Cli.Tests.Testing;

/// <summary>A watermark ends a mini-batch in a job with windows of event time; elsewhere size and time alone do, as in Flink, whose plan shows MiniBatchAssigner in mode ProcTime or RowTime.</summary>
public sealed class MiniBatchTests
{
    [Fact]
    public void A_watermark_that_nobody_needs_does_not_end_a_bundle() => Passes(
        "[ \"+I[a, 2]\" ]", "INSERT INTO o SELECT k, COUNT(*) FROM t GROUP BY k");

    [Fact]
    public void A_watermark_ends_a_bundle_of_a_job_with_windows() => Passes(
        "[ \"+I[a, 1]\", \"-U[a, 1]\", \"+U[a, 2]\" ]",
        "INSERT INTO o SELECT k, SUM(n) FROM (SELECT k, COUNT(*) AS n FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY k, window_start, window_end) GROUP BY k");

    private static void Passes(string rows, string job)
    {
        string statements = ("CREATE TABLE t (k STRING, ts TIMESTAMP(3), WATERMARK FOR ts AS ts); CREATE TABLE o (k STRING, n BIGINT); " + job)
            .Replace("'", "''", StringComparison.Ordinal);
        TestCase test = CaseReader.Read(
            YamlText.Read($$"""
                name: a
                config: { table.exec.mini-batch.enabled: true, table.exec.mini-batch.size: 1000, table.exec.mini-batch.allow-latency: 1 h }
                statements: '{{statements}}'
                inputs:
                  t:
                    rows:
                      - [ +I, a, "2026-01-01 00:00:01" ]
                      - watermark: "2026-01-01 00:00:20"
                      - [ +I, a, "2026-01-01 00:00:21" ]
                expect:
                  o: { rows: {{rows}} }
                """),
            "f",
            "f",
            1);
        Assert.Null(test.Problem);
        CaseOutcome outcome = new CaseRunner(new Dictionary<string, string>()).Run(test);
        Assert.True(outcome.Result == CaseResult.Passed, outcome.Message);
    }
}
