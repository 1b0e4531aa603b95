using Weir.Benchmarks.Flink;
using Weir.Benchmarks.KafkaJson;
using Weir.Benchmarks.Start;
using Weir.Benchmarks.States;

namespace Weir.Benchmarks;

/// <summary>The benchmarks that run against something outside this process, and what they start of this program.</summary>
internal static class OtherBenchmarks
{
    /// <summary>Runs the benchmark that the first argument names, and gives the exit code; null if it names none of these.</summary>
    public static int? TryRun(string[] args)
    {
        string[] rest = args.Length > 0 ? args[1..] : [];
        return args.FirstOrDefault() switch
        {
            "flink" => FlinkBenchmark.Run(rest),
            "kafka-json" => KafkaJsonBenchmark.Run(rest),
            "start" => StartBenchmark.Run(rest),
            "state" => StateBenchmark.Run(rest),
            WeirQuery.MeasureVerb => WeirQuery.Measure(rest),
            WeirQuery.PrintVerb => WeirQuery.Print(rest),
            _ => null,
        };
    }
}
