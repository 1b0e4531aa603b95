using Weir.Cli.Testing.Format;
using Weir.Cli.Testing.Running;

namespace Weir.Cli.Tests.Testing;

/// <summary>Windows under <c>table.exec.emit.*</c>, end to end.</summary>
public sealed class WindowEmitTests
{
    private const string Early = "table.exec.emit.early-fire.enabled: 'true', table.exec.emit.early-fire.delay: 0 ms";
    private const string Late = "table.exec.emit.late-fire.enabled: 'true', table.exec.emit.late-fire.delay: 0 ms";
    private const string Tumble = "INSERT INTO o SELECT k, TUMBLE_START(ts, INTERVAL '10' SECOND), MAX(v) FROM t GROUP BY k, TUMBLE(ts, INTERVAL '10' SECOND)";
    private const string Table = "INSERT INTO o SELECT k, window_start, MAX(v) FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY k, window_start, window_end";

    [Fact]
    public void A_group_window_tells_early_and_late_as_in_Flink() => Passes(Early + ", " + Late + ", table.exec.emit.allow-lateness: 20 s", Tumble, """
        expect:
          o:
            compare: ordered
            rows:
              - "+I[a, 2020-01-01T00:00, 1]"
              - "-U[a, 2020-01-01T00:00, 1]"
              - "+U[a, 2020-01-01T00:00, 2]"
              - "+I[b, 2020-01-01T00:00, 1]"
              - "+I[a, 2020-01-01T00:00:10, 5]"
              - "-U[a, 2020-01-01T00:00, 2]"
              - "+U[a, 2020-01-01T00:00, 7]"
              - "+I[b, 2020-01-01T00:00:40, 9]"
        """);

    [Fact]
    public void Lateness_is_of_no_account_without_late_firing() => Passes(Early + ", table.exec.emit.allow-lateness: 20 s", Tumble, """
        expect:
          o:
            compare: final
            rows: [ "[a, 2020-01-01T00:00, 2]", "[b, 2020-01-01T00:00, 1]", "[a, 2020-01-01T00:00:10, 5]", "[b, 2020-01-01T00:00:40, 9]" ]
        """);

    [Fact]
    public void A_sink_that_only_appends_is_refused() => Passes(Early, Tumble, """
        expect: { o: { changelogMode: [ I ], rows: [] } }
        error: "doesn't support consuming update changes which is produced by node WindowAggregate"
        """);

    [Fact]
    public void A_window_table_function_refuses_to_tell_early() => Passes(Early, Table, """
        expect: { o: { rows: [] } }
        error: "window table function based aggregate doesn't support early-fire and late-fire configuration"
        """);

    [Fact]
    public void A_session_refuses_to_tell_late() => Passes(Late, "INSERT INTO o SELECT k, SESSION_START(ts, INTERVAL '10' SECOND), MAX(v) FROM t GROUP BY k, SESSION(ts, INTERVAL '10' SECOND)", """
        expect: { o: { rows: [] } }
        error: "Session window doesn't support EMIT strategy currently"
        """);

    [Fact]
    public void Late_firing_without_lateness_is_refused() => Passes(Late, Tumble, """
        expect: { o: { rows: [] } }
        error: "'table.exec.emit.allow-lateness' is not set"
        """);

    [Fact]
    public void Early_firing_without_a_delay_is_refused() => Passes("table.exec.emit.early-fire.enabled: 'true'", Tumble, """
        expect: { o: { rows: [] } }
        error: "Early-fire delay should not be null or negative"
        """);

    private static void Passes(string config, string job, string expect)
    {
        string statements = ("CREATE TABLE t (k STRING, v INT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts); CREATE TABLE o (k STRING, ws TIMESTAMP(3), m INT); " + job).Replace("'", "''", StringComparison.Ordinal);
        const string Rows = """
            inputs:
              t:
                rows:
                  - [ +I, a, 1, "2020-01-01 00:00:01" ]
                  - [ +I, a, 2, "2020-01-01 00:00:02" ]
                  - [ +I, b, 1, "2020-01-01 00:00:03" ]
                  - [ +I, a, 2, "2020-01-01 00:00:02" ]
                  - [ +I, a, 5, "2020-01-01 00:00:12" ]
                  - [ +I, a, 7, "2020-01-01 00:00:04" ]
                  - [ +I, b, 9, "2020-01-01 00:00:40" ]
                  - [ +I, b, 9, "2020-01-01 00:00:05" ]
            """;
        TestCase test = CaseReader.Read(YamlText.Read($"name: a\nconfig: {{ {config} }}\nstatements: '{statements}'\n{Rows}\n{expect}"), "f", "f", 1);
        Assert.Null(test.Problem);
        CaseOutcome outcome = new CaseRunner(new Dictionary<string, string>()).Run(test);
        Assert.True(outcome.Result == CaseResult.Passed, outcome.Message);
    }
}
