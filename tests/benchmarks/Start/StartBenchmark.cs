using System.Diagnostics;
using System.Globalization;

namespace Weir.Benchmarks.Start;

/// <summary>
/// <c>./dev bench start</c>: how long it takes from the start of <c>weir run JOB.sql</c> to its first row on standard output, and how much memory (Pss) a job holds that waits for input.
/// </summary>
internal static class StartBenchmark
{
    private const int Starts = 7;
    private const int IdleRuns = 3;

    /// <summary>The threads have settled and the first garbage is gone by then.</summary>
    private static readonly TimeSpan s_idle = TimeSpan.FromSeconds(5);

    public static int Run(string[] args)
    {
        if (args.Length > 0)
        {
            Console.Error.WriteLine("Usage: ./dev bench start");
            return 2;
        }

        string weir = Path.Combine(Root(), "weir");
        using (Process build = Process.Start(new ProcessStartInfo(weir, ["version"]) { RedirectStandardOutput = true })!)
        {
            build.StandardOutput.ReadToEnd();
            build.WaitForExit();
        }

        string folder = Directory.CreateTempSubdirectory("weir-bench-").FullName;
        try
        {
            string input = Directory.CreateDirectory(Path.Combine(folder, "input")).FullName;
            double[] starts = [.. Enumerable.Range(0, Starts).Select(_ => FirstRowMs(weir, Write(folder, "first.sql", FirstRowJob))).Order()];
            Print("process start to first row out", starts, "ms", "aim: under 1000");
            double[] idle = [.. Enumerable.Range(0, IdleRuns).Select(_ => IdlePssMb(weir, Write(folder, "idle.sql", IdleJob(input)))).Order()];
            Print("Pss of an idle job", idle, "MB", "aim: under 80");
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>A count per key and second over an endless source; the first window ends after some thousand rows.</summary>
    private const string FirstRowJob = """
        CREATE TABLE bid (auction BIGINT, price BIGINT, `dateTime` TIMESTAMP(3), WATERMARK FOR `dateTime` AS `dateTime` - INTERVAL '1' SECOND)
          WITH ('connector' = 'nexmark', 'table' = 'bid', 'rate' = '1000');
        CREATE TABLE counts (auction BIGINT, n BIGINT, at_time TIMESTAMP(3)) WITH ('connector' = 'print');
        INSERT INTO counts SELECT auction, COUNT(*), window_end FROM TABLE(TUMBLE(TABLE bid, DESCRIPTOR(`dateTime`), INTERVAL '1' SECOND)) GROUP BY auction, window_start, window_end;
        """;

    /// <summary>Waits for files of logs, and would count the errors of each minute.</summary>
    private static string IdleJob(string folder) => $"""
        CREATE TABLE logs (level STRING, service STRING, message STRING, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '5' SECOND)
          WITH ('connector' = 'filesystem', 'path' = '{folder}', 'format' = 'json', 'source.monitor-interval' = '1s');
        CREATE TABLE errors (service STRING, n BIGINT, at_time TIMESTAMP(3)) WITH ('connector' = 'print');
        INSERT INTO errors SELECT service, COUNT(*), window_end FROM TABLE(TUMBLE(TABLE logs, DESCRIPTOR(ts), INTERVAL '1' MINUTE))
          WHERE level = 'ERROR' OR message LIKE '%Exception%' GROUP BY service, window_start, window_end;
        """;

    private static void Print(string name, double[] sorted, string unit, string aim) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: {sorted[sorted.Length / 2]:F0} {unit} (median of {sorted.Length}, {sorted[0]:F0} to {sorted[^1]:F0}; {aim})"));

    private static string Write(string folder, string name, string text)
    {
        string path = Path.Combine(folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    private static double FirstRowMs(string weir, string job)
    {
        long started = Stopwatch.GetTimestamp();
        using Process process = Start(weir, job);
        string? row = process.StandardOutput.ReadLine();
        double ms = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        process.Kill();
        process.WaitForExit();
        return row is { Length: > 0 } ? ms : throw new InvalidOperationException("The job ended without a row.");
    }

    private static double IdlePssMb(string weir, string job)
    {
        using Process process = Start(weir, job);
        Thread.Sleep(s_idle);
        if (process.HasExited)
        {
            throw new InvalidOperationException($"The idle job ended with exit code {process.ExitCode}.");
        }

        // The script replaces itself by the program, so this is the program's memory.
        string pss = File.ReadLines($"/proc/{process.Id}/smaps_rollup").First(line => line.StartsWith("Pss:", StringComparison.Ordinal));
        process.Kill();
        process.WaitForExit();
        return double.Parse(pss.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024 / 1e6;
    }

    private static Process Start(string weir, string job) => Process.Start(new ProcessStartInfo(weir, ["run", job, "--quiet"]) { RedirectStandardOutput = true })!;

    /// <summary>The repository: where the solution is.</summary>
    private static string Root()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Platform.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("The repository is not above the program.");
    }
}
