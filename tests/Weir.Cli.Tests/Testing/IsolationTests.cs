using System.Diagnostics;
using Weir.Cli.Testing.Format;
using Weir.Cli.Testing.Isolation;
using Weir.Cli.Testing.Running;

namespace Weir.Cli.Tests.Testing;

/// <summary>Cases that end the process they run in, or never end: in real processes.</summary>
public sealed class IsolationTests : IDisposable
{
    /// <summary>
    /// The first is quick. The second takes hours: a row is in more than 30 billion windows, none of which is told. The third wants more memory than there is. The fourth prints nothing that is expected.
    /// </summary>
    private const string Cases = """
        - name: quick
          statements: ["CREATE TABLE t (a INT)", "CREATE TABLE o (a INT)", "INSERT INTO o SELECT a + 1 FROM t"]
          inputs: { t: { rows: [[+I, 1]] } }
          expect: { o: { rows: ["+I[2]"] } }
        - name: endless
          statements:
            - "CREATE TABLE t (ts TIMESTAMP(3), WATERMARK FOR ts AS ts)"
            - "CREATE TABLE o (n BIGINT)"
            - "INSERT INTO o SELECT COUNT(*) FROM TABLE(HOP(TABLE t, DESCRIPTOR(ts), INTERVAL '0.001' SECOND, INTERVAL '365' DAY(3))) GROUP BY window_start, window_end HAVING COUNT(*) > 1"
          inputs: { t: { rows: [[+I, "2026-01-01 00:00:00"]] } }
          expect: { o: { rows: [] } }
        - name: large
          statements: ["CREATE TABLE t (a STRING)", "CREATE TABLE o (a INT)", "INSERT INTO o SELECT CHAR_LENGTH(REPEAT(a, 500000000)) FROM t"]
          inputs: { t: { rows: [[+I, x]] } }
          expect: { o: { rows: ["+I[500000000]"] } }
        - name: wrong
          statements: ["CREATE TABLE t (a INT)", "CREATE TABLE o (a INT)", "INSERT INTO o SELECT a FROM t"]
          config: { jobmanager.memory.process.size: 1g }
          inputs: { t: { rows: [[+I, 1]] } }
          expect: { o: { rows: ["+I[2]"] } }
        """;

    private const long HeapBytes = 400 << 20;
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);
    private static readonly Dictionary<string, string> s_settings = [];
    private readonly string _folder = Directory.CreateTempSubdirectory("weir-cli-").FullName;
    private readonly IReadOnlyList<TestCase> _cases;

    public IsolationTests()
    {
        string path = Path.Combine(_folder, "f.test.yaml");
        File.WriteAllText(path, Cases);
        _cases = CaseFiles.ReadFile(path, "f");
    }

    public void Dispose() => Directory.Delete(_folder, true);

    [Fact]
    public async Task A_case_whose_process_is_killed_has_failed_and_the_next_one_gets_another()
    {
        using WorkerProcess worker = new(s_settings, s_patience, HeapBytes);
        Assert.Equal(CaseResult.Passed, worker.Run(_cases[0]).Result);
        int first = worker.ProcessId!.Value;
        using Process process = Process.GetProcessById(first);
        TimeSpan before = process.TotalProcessorTime;
        Task<CaseOutcome> running = Task.Factory.StartNew(() => worker.Run(_cases[1]), TaskCreationOptions.LongRunning);
        while (process.TotalProcessorTime < before + TimeSpan.FromSeconds(1))
        {
            Assert.False(running.IsCompleted, "The case was to take longer.");
            await Task.Delay(20);
            process.Refresh();
        }

        process.Kill();
        CaseOutcome outcome = await running;
        Assert.Equal(("f/endless", CaseResult.Failed), (outcome.Id, outcome.Result));
        Assert.StartsWith("The case ended the process that ran it: signal SIGKILL", outcome.Message, StringComparison.Ordinal);
        Assert.Equal(CaseResult.Passed, worker.Run(_cases[0]).Result);
        Assert.NotEqual(first, worker.ProcessId);
    }

    [Fact]
    public void A_process_that_is_gone_before_a_case_begins_is_no_fault_of_the_case()
    {
        using WorkerProcess worker = new(s_settings, s_patience, HeapBytes);
        Assert.Equal(CaseResult.Passed, worker.Run(_cases[0]).Result);
        using Process process = Process.GetProcessById(worker.ProcessId!.Value);
        process.Kill();
        Assert.Equal(CaseResult.Passed, worker.Run(_cases[0]).Result);
    }

    [Fact]
    public void A_case_that_does_not_end_fails_when_its_time_is_over_and_takes_nothing_along()
    {
        using WorkerProcess worker = new(s_settings, TimeSpan.FromSeconds(1), HeapBytes);
        for (int i = 0; i < 2; i++)
        {
            CaseOutcome outcome = worker.Run(_cases[1]);
            Assert.Equal(CaseResult.Failed, outcome.Result);
            Assert.Equal("The case did not end within 1 s (--case-timeout sets another limit).", outcome.Message);
            Assert.Null(worker.ProcessId);
        }
    }

    [Fact]
    public void A_case_that_wants_more_memory_than_there_is_fails_and_the_next_one_passes()
    {
        CaseOutcome[] outcomes = IsolatedCases.Run([_cases[2], _cases[0], _cases[3]], s_settings, s_patience, HeapBytes);
        Assert.Equal([CaseResult.Failed, CaseResult.Passed, CaseResult.Failed], outcomes.Select(o => o.Result));
        Assert.Contains("OutOfMemory", outcomes[0].Message, StringComparison.Ordinal);
        Assert.Contains("- missing     +I[2]\n    + unexpected  +I[1]\n                     ^", outcomes[2].Message, StringComparison.Ordinal);
        Assert.Contains("jobmanager.memory.process.size", Assert.Single(outcomes[2].Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(134, "signal SIGABRT")]
    [InlineData(139, "signal SIGSEGV")]
    [InlineData(150, "signal 22")]
    [InlineData(3, "exit code 3")]
    public void How_a_process_ended_is_told_in_words(int exitCode, string words) => Assert.StartsWith(words, ExitReason.Of(exitCode), StringComparison.Ordinal);

    [Fact]
    public void Of_what_a_process_says_the_beginning_and_the_end_are_kept()
    {
        ErrorTail tail = new();
        for (int i = 1; i <= 100; i++)
        {
            tail.Add($"line {i}");
        }

        tail.Add(null);
        string text = tail.Take(s_patience);
        Assert.StartsWith("    line 1\n", text, StringComparison.Ordinal);
        Assert.Contains("… 88 more lines …", text, StringComparison.Ordinal);
        Assert.EndsWith("line 100", text, StringComparison.Ordinal);
    }
}
