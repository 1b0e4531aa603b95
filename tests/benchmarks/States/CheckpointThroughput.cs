using System.Globalization;
using Weir.Benchmarks.Data;
using Weir.Benchmarks.Measuring;
using Weir.Benchmarks.Queries;
using Weir.Engine.Plans;
using Weir.Engine.Runtime;

namespace Weir.Benchmarks.States;

/// <summary>What a checkpoint each second to the local disk leaves of a query's throughput.</summary>
internal static class CheckpointThroughput
{
    private const int Rows = 1_000_000;
    private const double WarmUpSeconds = 3;
    private static readonly string[] s_queries = ["q11", "q15", "q5-hop"];

    public static void Run(int runs, double seconds, string only)
    {
        string? nexmark = NexmarkFolder.Find();
        EventTable bids = new EventTables(Rows)["bid"];
        foreach (Benchmark benchmark in BenchmarkList.All.Where(b => s_queries.Contains(b.Name) && b.Name.StartsWith(only, StringComparison.Ordinal)))
        {
            if (benchmark.File is not null && nexmark is null)
            {
                Console.WriteLine($"{benchmark.Name}: left out: {NexmarkFolder.Missing}");
                continue;
            }

            JobPlan plan = EngineRun.Compile(benchmark, bids, nexmark);
            Once(plan, bids, WarmUpSeconds, true);
            double[] ratios = new double[runs];
            double[] without = new double[runs];
            (double Rate, long Count, long Bytes, double PauseMs) with = default;
            for (int run = 0; run < runs; run++)
            {
                without[run] = Once(plan, bids, seconds, false).Rate;
                with = Once(plan, bids, seconds, true);
                ratios[run] = with.Rate / without[run];
            }

            Array.Sort(ratios);
            Array.Sort(without);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"throughput with a checkpoint each second, {benchmark.Name}: {ratios[runs / 2]:F2} of that without (median of {runs}, {ratios[0]:F2} to {ratios[^1]:F2}; target >= 0.9; without {without[runs / 2] / 1e6:F1} M rows/s; {with.Count} checkpoints, largest {with.Bytes / 1e6:F1} MB, longest pause {with.PauseMs:F0} ms)"));
        }
    }

    private static (double Rate, long Count, long Bytes, double PauseMs) Once(JobPlan plan, EventTable bids, double seconds, bool checkpoints)
    {
        GC.Collect();
        string folder = Directory.CreateTempSubdirectory("weir-bench-").FullName;
        try
        {
            RollingSource source = new(bids, seconds);
            using StateJob job = new(plan, source, new DiscardSink(), checkpoints ? folder : null, TimeSpan.FromSeconds(1), TimeSpan.Zero);
            long bytes = 0;
            double pause = 0;
            while (!job.Job.Completion.Wait(100))
            {
                bytes = Math.Max(bytes, job.Job.Checkpoints?.LastBytes ?? 0);
                pause = Math.Max(pause, job.Job.Checkpoints?.LastPause.TotalMilliseconds ?? 0);
            }

            if (job.Job.Completion.GetAwaiter().GetResult() != JobState.Finished)
            {
                throw new InvalidOperationException($"{plan.Name}: {job.Job.Failure?.Message}", job.Job.Failure);
            }

            if (job.Job.Figures().Any(f => f.LateRows > 0))
            {
                throw new InvalidOperationException($"{plan.Name}: rows came late.");
            }

            return (source.Rows / source.Seconds, job.Job.Checkpoints?.Completed ?? 0, bytes, pause);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
