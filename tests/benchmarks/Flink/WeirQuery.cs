using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Weir.Benchmarks.Data;
using Weir.Connectors;
using Weir.Engine.Plans;
using Weir.Engine.Runtime;
using Weir.Sql;
using Weir.Sql.Compilation;
using Weir.Sql.Descriptors;
using Weir.Sql.Functions;

namespace Weir.Benchmarks.Flink;

/// <summary>
/// Runs a query on Weir as <c>flink/run</c> does on Flink: warm, then once over so many events, of which the processor time of the whole process is taken. Runs in a process of its own.
/// </summary>
internal static class WeirQuery
{
    /// <summary>The first argument of a process that measures a query.</summary>
    public const string MeasureVerb = "flink-weir";

    /// <summary>The first argument of a process that runs a script whose rows go to standard output.</summary>
    public const string PrintVerb = "flink-weir-print";

    /// <summary>Event time goes at so many events a second where nothing else is said, as in Flink's runs.</summary>
    public const long DefaultRate = 100_000;

    /// <summary>The JIT compiles hot code anew for as long as it finds some: after so much processor time it has done nearly all.</summary>
    private static readonly TimeSpan s_warmUp = TimeSpan.FromSeconds(2.5);

    /// <summary>Compiles a script; null, with the first error, if Weir refuses it.</summary>
    public static CompiledScript? Compile(string text, bool miniBatch, out string error)
    {
        SqlEnvironment environment = new(BuiltInDescriptors.Create(), FunctionRegistry.CreateBuiltIn());
        foreach ((string key, string value) in Settings(miniBatch))
        {
            environment.Session.Set(key, value);
        }

        CompiledScript script = environment.Compile(text);
        error = script.Diagnostics.FirstOrDefault(d => d.Severity == Sql.Syntax.SqlSeverity.Error)?.Message ?? string.Empty;
        return script.HasErrors ? null : script;
    }

    /// <summary>The child process: FILE EVENTS WARM-UP-EVENTS MINI-BATCH; prints one line of JSON.</summary>
    public static int Measure(ReadOnlySpan<string> args)
    {
        string query = File.ReadAllText(args[0]);
        long events = long.Parse(args[1], CultureInfo.InvariantCulture);
        long warmUpEvents = long.Parse(args[2], CultureInfo.InvariantCulture);
        bool miniBatch = bool.Parse(args[3]);
        for (TimeSpan until = Environment.CpuUsage.TotalTime + s_warmUp; Environment.CpuUsage.TotalTime < until;)
        {
            Run(Require(NexmarkQuery.Tables(warmUpEvents, DefaultRate) + query, miniBatch), Stream.Null);
        }

        CompiledScript script = Require(NexmarkQuery.Tables(events, DefaultRate) + query, miniBatch);
        long allocated = GC.GetTotalAllocatedBytes();
        TimeSpan before = Environment.CpuUsage.TotalTime;
        long started = Stopwatch.GetTimestamp();
        Run(script, Stream.Null);
        double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        double cpu = (Environment.CpuUsage.TotalTime - before).TotalSeconds;
        allocated = GC.GetTotalAllocatedBytes() - allocated;
        Console.WriteLine(JsonSerializer.Serialize(new { events, seconds, cpu_seconds = cpu, bytes_allocated = allocated }));
        return 0;
    }

    /// <summary>The child process: FILE MINI-BATCH; what the script prints goes to standard output.</summary>
    public static int Print(ReadOnlySpan<string> args)
    {
        using Stream output = Console.OpenStandardOutput();
        Run(Require(File.ReadAllText(args[0]), bool.Parse(args[1])), output);
        return 0;
    }

    /// <summary>The settings that <c>flink/run</c> gives Flink.</summary>
    private static IReadOnlyDictionary<string, string> Settings(bool miniBatch) => !miniBatch
        ? new Dictionary<string, string>()
        : new Dictionary<string, string>
        {
            ["table.exec.mini-batch.enabled"] = "true",
            ["table.exec.mini-batch.allow-latency"] = "2 s",
            ["table.exec.mini-batch.size"] = "50000",
        };

    private static CompiledScript Require(string text, bool miniBatch) =>
        Compile(text, miniBatch, out string error) ?? throw new InvalidOperationException(error);

    private static void Run(CompiledScript script, Stream output)
    {
        foreach (CompiledJob job in script.Jobs)
        {
            using Job run = new(job.Plan, new JobOptions
            {
                Connectors = ConnectorRegistry.CreateBuiltIn(new ConnectorServices { StandardOutput = output }),
                DeadLetters = new NoDeadLetters(),
                SessionTimeZone = job.Session.TimeZone,
            });
            run.Start();
            if (run.Completion.GetAwaiter().GetResult() != JobState.Finished)
            {
                throw run.Failure ?? new InvalidOperationException($"The job '{job.Name}' did not finish.");
            }
        }
    }
}
