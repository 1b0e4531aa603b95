using System.Diagnostics;

namespace Weir.Cli.Tests;

/// <summary>The program as a user starts it: a process with arguments, output and exit code.</summary>
public sealed class ProgramTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("weir-cli-").FullName;

    public void Dispose() => Directory.Delete(_folder, true);

    [Fact]
    public async Task The_demo_sends_an_alert_and_ends_by_itself()
    {
        Run run = await StartAsync("demo", "--for", "12s");
        Assert.True(run.Code == 0, run.Error);
        Assert.Contains("Slack <- ", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_query_prints_its_rows()
    {
        Run run = await StartAsync("query", "SELECT a, COUNT(*) AS n FROM (VALUES (1), (2), (1)) AS t(a) GROUP BY a", "--output", "json");
        Assert.Equal(0, run.Code);
        Assert.Equal(
            ["""{"op":"+I","a":1,"n":1}""", """{"op":"+I","a":2,"n":1}""", """{"op":"-U","a":1,"n":1}""", """{"op":"+U","a":1,"n":2}"""],
            run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task SQL_that_is_refused_is_exit_code_2_with_the_place_marked()
    {
        Run run = await StartAsync("query", "SELECT UPER('a')");
        Assert.Equal(2, run.Code);
        Assert.Contains("query:1:8: error: There is no function 'UPER'.", run.Error, StringComparison.Ordinal);
        Assert.Contains("Did you mean 'UPPER'?", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_job_that_fails_is_exit_code_1_with_the_reason()
    {
        Run run = await StartAsync("query", "SELECT 1 / a FROM (VALUES (0)) AS t(a)");
        Assert.Equal(1, run.Code);
        Assert.Contains("zero", run.Error, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_missing_file_or_variable_is_exit_code_3()
    {
        Assert.Equal(3, (await StartAsync("run", Path.Combine(_folder, "none.sql"))).Code);
        string script = Write("job.sql", "SELECT '${NAME}'");
        Run run = await StartAsync("run", script);
        Assert.Equal(3, run.Code);
        Assert.Contains("--var NAME=VALUE", run.Error, StringComparison.Ordinal);
        Assert.Contains("there", (await StartAsync("run", script, "--var", "NAME=there")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_row_that_does_not_parse_is_kept_and_the_others_go_on()
    {
        string input = Write("in.json", "{\"a\":1}\nbroken\n{\"a\":\"x\"}\n{\"a\":2}\n");
        string script = Write("job.sql", $"CREATE TABLE t (a INT) WITH ('connector' = 'filesystem', 'path' = '{input}', 'format' = 'json'); SELECT a FROM t");
        Run run = await StartAsync("run", script, "--quiet");
        Assert.True(run.Code == 0, run.Error);
        Assert.Contains("2 rows did not parse", run.Error, StringComparison.Ordinal);
        Assert.Equal(2, (await File.ReadAllLinesAsync(Path.Combine(_folder, "job.dead-letters.jsonl"))).Length);
    }

    [Fact]
    public async Task A_job_gives_the_same_rows_on_any_number_of_lanes()
    {
        string script = Write("job.sql", """
            CREATE TABLE bid (auction BIGINT, bidder BIGINT, `dateTime` TIMESTAMP(3), WATERMARK FOR `dateTime` AS `dateTime` - INTERVAL '4' SECOND)
            WITH ('connector' = 'nexmark', 'table' = 'bid', 'events' = '200000');
            CREATE TABLE o (s TIMESTAMP(3), b BIGINT, n BIGINT, d BIGINT) WITH ('connector' = 'print');
            INSERT INTO o SELECT window_start, MOD(bidder, 5), COUNT(*), COUNT(DISTINCT auction)
            FROM TABLE(TUMBLE(TABLE bid, DESCRIPTOR(`dateTime`), INTERVAL '1' SECOND)) GROUP BY window_start, window_end, MOD(bidder, 5);
            """);
        string[] one = await RowsAsync("1");
        Assert.Equal(10, one.Length);
        Assert.Equal(one, await RowsAsync("2"));
        Assert.Equal(one, await RowsAsync("3"));

        async Task<string[]> RowsAsync(string lanes)
        {
            Run run = await StartAsync("run", script, "--quiet", "--lanes", lanes);
            Assert.True(run.Code == 0, run.Error);
            return [.. run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line[line.IndexOf('+', StringComparison.Ordinal)..]).Order(StringComparer.Ordinal)];
        }
    }

    [Fact]
    public async Task Late_rows_go_to_the_table_that_the_job_names_on_any_number_of_lanes()
    {
        string input = Write("in.csv", string.Concat(Enumerable.Range(0, 6000).Select(i => $"{i % 7},2026-01-01 00:01:00\n")) + "1,2026-01-01 00:00:05\n2,2026-01-01 00:00:07\n");
        string script = Write("job.sql", $"""
            CREATE TABLE t (k INT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts) WITH ('connector' = 'filesystem', 'path' = '{input}', 'format' = 'csv');
            CREATE TABLE o (k INT, n BIGINT) WITH ('connector' = 'blackhole');
            CREATE TABLE late (window_end TIMESTAMP(3), row_json STRING) WITH ('connector' = 'print');
            SET 'pipeline.late-rows.table' = 'late';
            INSERT INTO o SELECT k, COUNT(*) FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY k, window_start, window_end;
            """);
        foreach (string lanes in new[] { "1", "3" })
        {
            Run run = await StartAsync("run", script, "--quiet", "--lanes", lanes);
            Assert.True(run.Code == 0, run.Error);
            Assert.Equal(
                [
                    """+I[2026-01-01T00:00:10, {"k":1,"ts":"2026-01-01T00:00:05"}]""",
                    """+I[2026-01-01T00:00:10, {"k":2,"ts":"2026-01-01T00:00:07"}]""",
                ],
                run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line[line.IndexOf('+', StringComparison.Ordinal)..]).Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public async Task A_case_that_fails_is_shown_with_its_difference()
    {
        Write("job.test.yaml", """
            - name: right
              statements: ["CREATE TABLE t (a INT)", "CREATE TABLE o (a INT)", "INSERT INTO o SELECT a + 1 FROM t"]
              inputs: { t: { rows: [[+I, 1]] } }
              expect: { o: { rows: ["+I[2]"] } }
            - name: wrong
              statements: ["CREATE TABLE t (a INT)", "CREATE TABLE o (a INT)", "INSERT INTO o SELECT a FROM t"]
              inputs: { t: { rows: [[+I, 1]] } }
              expect: { o: { rows: ["+I[2]"] } }
            """);
        Run run = await StartAsync("test", _folder);
        Assert.Equal(1, run.Code);
        Assert.Contains("- missing     +I[2]", run.Output, StringComparison.Ordinal);
        Assert.EndsWith("1 passed, 1 failed, 0 skipped\n", run.Output, StringComparison.Ordinal);
    }

    private string Write(string name, string text)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    private async Task<Run> StartAsync(params string[] arguments)
    {
        ProcessStartInfo start = new("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = AppContext.BaseDirectory };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "weir.dll"));
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(60));
        await process.WaitForExitAsync(limit.Token);
        return new Run(process.ExitCode, await output, await error);
    }

    private sealed record Run(int Code, string Output, string Error);
}
