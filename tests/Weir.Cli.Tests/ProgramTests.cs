namespace Weir.Cli.Tests;

/// <summary>The program as a user starts it: a process with arguments, output and exit code.</summary>
public sealed class ProgramTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("weir-cli-").FullName;

    public void Dispose() => Directory.Delete(_folder, true);

    [Fact]
    public async Task The_demo_sends_an_alert_and_stops_cleanly_on_Ctrl_C()
    {
        using StartedProgram demo = new("demo");
        await demo.WaitForAsync("Slack <- ");
        demo.Interrupt();
        Assert.True(await demo.EndAsync() == 0, demo.Error);
        Assert.Contains("Stopping (Ctrl-C again ends at once).", demo.Error, StringComparison.Ordinal);
        Assert.Contains(" alerts were sent.", demo.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_demo_whose_time_is_over_before_an_alert_is_sent_is_exit_code_1()
    {
        Run run = await StartAsync("demo", "--for", "1ms");
        Assert.Equal(1, run.Code);
        Assert.Contains("0 alerts were sent.", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_job_without_end_stops_on_Ctrl_C_with_its_rows_written()
    {
        string script = Write("job.sql", """
            CREATE TABLE t (a BIGINT) WITH ('connector' = 'datagen', 'rows-per-second' = '1000', 'fields.a.kind' = 'sequence', 'fields.a.start' = '1', 'fields.a.end' = '1000000');
            CREATE TABLE o (a BIGINT) WITH ('connector' = 'print');
            INSERT INTO o SELECT a FROM t;
            """);
        using StartedProgram run = new("run", script);
        await run.WaitForAsync("+I[100]\n");
        await run.WaitForAsync("o: in "); // not a terminal: plain lines
        run.Interrupt();
        Assert.True(await run.EndAsync() == 0, run.Error);
        string[] rows = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(Enumerable.Range(1, rows.Length).Select(i => $"+I[{i}]"), rows);
        Assert.DoesNotContain("\u001b", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metrics_are_served_while_a_job_runs_and_a_port_that_is_taken_is_exit_code_3()
    {
        string script = Write("job.sql", "CREATE TABLE t (a INT) WITH ('connector' = 'datagen'); CREATE TABLE o (a INT) WITH ('connector' = 'blackhole'); INSERT INTO o SELECT a FROM t;");
        using StartedProgram run = new("run", script, "--metrics-port", "0", "--quiet");
        await run.WaitForAsync("/metrics\n");
        string url = run.Error[(run.Error.IndexOf("Metrics: ", StringComparison.Ordinal) + 9)..].Split('\n')[0];
        using HttpClient client = new();
        string text;
        do
        {
            text = await client.GetStringAsync(url); // the job may be starting yet
        }
        while (!text.Contains("numRecordsIn{", StringComparison.Ordinal));
        Assert.Contains("flink_taskmanager_job_task_busyTimeMsPerSecond{job_name=\"o\",task_id=", text, StringComparison.Ordinal);
        Run second = await StartAsync("run", script, "--metrics-port", new Uri(url).Port.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(3, second.Code);
        Assert.Contains("Choose a port that is free", second.Error, StringComparison.Ordinal);
        run.Interrupt();
        Assert.Equal(0, await run.EndAsync());
    }

    [Fact]
    public async Task A_script_that_is_not_UTF8_is_refused_with_the_place()
    {
        string script = Write("job.sql", string.Empty);
        await File.WriteAllBytesAsync(script, [.. "SELECT 1;\nSELECT 'a"u8, 0xC3, 0x28, .. "'"u8]);
        Run run = await StartAsync("run", script);
        Assert.Equal(3, run.Code);
        Assert.Contains("line 2, byte 10 of it: this is not UTF-8", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Output_that_cannot_be_written_stops_the_query_with_the_reason()
    {
        string script = Write("full.sh", $"exec dotnet '{Path.Combine(AppContext.BaseDirectory, "weir.dll")}' query \"SELECT 1\" > /dev/full");
        using System.Diagnostics.Process shell = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("sh", [script]) { RedirectStandardError = true })!;
        string error = await shell.StandardError.ReadToEndAsync();
        await shell.WaitForExitAsync();
        Assert.Equal(1, shell.ExitCode);
        Assert.Contains("cannot be written to standard output: No space left on device", error, StringComparison.Ordinal);
        Assert.DoesNotContain("fault in Weir", error, StringComparison.Ordinal);
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
    public async Task Of_good_rows_among_all_kinds_of_bad_ones_each_is_written_and_each_bad_one_is_kept()
    {
        string deep = $"{string.Concat(Enumerable.Repeat("[", 100_000))}{string.Concat(Enumerable.Repeat("]", 100_000))}";
        byte[][] bad =
        [
            "not json"u8.ToArray(),
            """{"a":"text","s":"x"}"""u8.ToArray(), // a wrong type
            """{"a":2147483648,"s":"x"}"""u8.ToArray(), // out of range
            """{"a":1,"s":"x"},"""u8.ToArray(),
            """{"a":1,"s":"x"""u8.ToArray(), // torn
            [.. "{\"a\":1,\"s\":\""u8, 0xC3, 0x28, .. "\"}"u8], // not UTF-8
            [.. "{\"a\":1,\"s\":"u8, .. System.Text.Encoding.UTF8.GetBytes(deep), .. "}"u8], // nested too deep
            [.. "{\"a\":"u8, .. System.Text.Encoding.UTF8.GetBytes(new string('9', 50_000_000)), .. "}"u8], // a number of 50 MB
        ];
        string large = new('y', 50_000_000);
        string input = Path.Combine(_folder, "in.json");
        await using (FileStream file = File.Create(input))
        {
            for (int i = 0; i < bad.Length; i++)
            {
                file.Write(System.Text.Encoding.UTF8.GetBytes($"{{\"a\":{i},\"s\":\"{(i == 3 ? large : "short")}\"}}\n"));
                file.Write(bad[i]);
                file.Write("\n"u8);
            }
        }

        string output = Path.Combine(_folder, "out");
        string script = Write("job.sql", $"""
            CREATE TABLE t (a INT, s STRING) WITH ('connector' = 'filesystem', 'path' = '{input}', 'format' = 'json');
            CREATE TABLE o (a INT, s STRING) WITH ('connector' = 'filesystem', 'path' = '{output}', 'format' = 'json');
            INSERT INTO o SELECT a, s FROM t;
            """);
        Run run = await StartAsync("run", script, "--quiet");
        Assert.True(run.Code == 0, run.Error);
        Assert.Contains($"{bad.Length} rows did not parse", run.Error, StringComparison.Ordinal);
        string[] rows = [.. Directory.EnumerateFiles(output, "*", SearchOption.AllDirectories).SelectMany(File.ReadLines).Order(StringComparer.Ordinal)];
        Assert.Equal(Enumerable.Range(0, bad.Length).Select(i => $"{{\"a\":{i},\"s\":\"{(i == 3 ? large : "short")}\"}}"), rows);
        byte[][] kept = [.. File.ReadLines(Path.Combine(_folder, "job.dead-letters.jsonl")).Select(l => System.Text.Json.JsonDocument.Parse(l).RootElement.GetProperty("bytes").GetBytesFromBase64())];
        Assert.Equal(bad.Select(b => b[..Math.Min(b.Length, 1 << 20)]), kept);
    }

    [Fact]
    public async Task Values_nested_a_hundred_thousand_levels_deep_do_not_end_the_program()
    {
        Run run = await StartAsync(
            "query",
            "SELECT JSON_EXISTS(REPEAT('[', 100000) || REPEAT(']', 100000), '$[0]'), REPEAT('{\"a\":', 100000) || '1' || REPEAT('}', 100000) IS JSON, JSON_QUERY(REPEAT('[', 100000), '$'), JSON_VALUE('{}', '$' || REPEAT('.a', 100000)), CHAR_LENGTH(JSON_QUOTE(REPEAT('[', 100000)))",
            "--output",
            "json");
        Assert.True(run.Code is 0 or 1 or 2, $"{run.Code} {run.Error}");
        Assert.DoesNotContain("fault in Weir", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_long_line_of_a_script_is_shown_around_the_place_that_is_wrong()
    {
        Run run = await StartAsync("query", $"SELECT {string.Join(", ", Enumerable.Range(1000, 1000))}, UPER('a'), {string.Join(", ", Enumerable.Range(1000, 1000))}");
        Assert.Equal(2, run.Code);
        string[] lines = run.Error.Split('\n');
        Assert.Equal("UPER('a')", lines[1].Substring(lines[2].IndexOf('^', StringComparison.Ordinal), lines[2].Count(c => c == '^')));
        Assert.Equal(204, lines[1].Length);
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

    private static async Task<Run> StartAsync(params string[] arguments)
    {
        using StartedProgram program = new(arguments);
        int code = await program.EndAsync();
        return new Run(code, program.Output, program.Error);
    }

    private sealed record Run(int Code, string Output, string Error);
}
