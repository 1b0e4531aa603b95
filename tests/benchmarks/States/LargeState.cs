using System.Diagnostics;
using System.Globalization;
using Weir.Benchmarks.Data;
using Weir.Benchmarks.Measuring;
using Weir.Benchmarks.Queries;
using Weir.Engine.Connectors;
using Weir.Engine.Plans;
using Weir.Engine.Types;

namespace Weir.Benchmarks.States;

/// <summary>Counts and sums of many keys: how long the lane stands at a barrier when a tenth of them has changed, and how long it takes to restore them.</summary>
internal static class LargeState
{
    private static readonly TableSpec s_table = new()
    {
        Name = "keyed",
        Connector = "chunks",
        Options = new Dictionary<string, string>(),
        Columns = [new("k", DataType.BigInt), new("v", DataType.BigInt), new("dateTime", DataType.Timestamp(3))],
    };

    public static void Run(long keys, int checkpoints)
    {
        Benchmark benchmark = new()
        {
            Name = "large",
            Table = "keyed",
            Columns = 3,
            Loop = static (_, _) => 0,
            Sql = "SELECT k, COUNT(*) AS n, SUM(v) AS total FROM keyed GROUP BY k",
        };
        JobPlan plan = EngineRun.Compile(benchmark, new EventTable(s_table, 0, static (_, _) => []), null);
        string folder = Directory.CreateTempSubdirectory("weir-bench-").FullName;
        try
        {
            long held = Pauses(plan, folder, keys, checkpoints);
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            Restore(plan, folder, keys, held);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static long Pauses(JobPlan plan, string folder, long keys, int checkpoints)
    {
        KeySource source = new(keys, 1);
        DiscardSink sink = new();
        using StateJob job = new(plan, source, sink, folder, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        source.Allow(keys);
        job.Until(() => sink.Rows >= keys);
        long completed = job.Checkpoints.Completed;
        job.Until(() => job.Checkpoints.Completed >= completed + 2); // one may have been under way
        List<double> pauses = [];
        long written = 0;
        while (pauses.Count < checkpoints)
        {
            long rows = source.Given + (keys / 10);
            completed = job.Checkpoints.Completed;
            source.Allow(keys / 10);
            job.Until(() => source.Given == rows);
            bool isOne = job.Checkpoints.Completed == completed;
            job.Until(() => job.Checkpoints.Completed > completed);
            if (isOne)
            {
                pauses.Add(job.Checkpoints.LastPause.TotalMilliseconds);
                written = Math.Max(written, job.Checkpoints.LastBytes);
            }
        }

        pauses.Sort();
        double high = pauses[(int)Math.Ceiling(0.99 * pauses.Count) - 1];
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"pause at a barrier, {keys / 1e6:0.#} M keys, {job.StateBytes / 1e9:F2} GB, a tenth changed: {high:F0} ms p99 (of {pauses.Count}, median {pauses[pauses.Count / 2]:F0}, lowest {pauses[0]:F0}; target < 50 ms; {written / 1e6:F0} MB written, all files {job.Checkpoints.StateBytes / 1e6:F0} MB)"));
        return job.StateBytes;
    }

    private static void Restore(JobPlan plan, string folder, long keys, long held)
    {
        long start = Stopwatch.GetTimestamp();
        using StateJob job = new(plan, new KeySource(keys, 1), new DiscardSink(), folder, TimeSpan.Zero, TimeSpan.Zero);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"restore of {held / 1e9:F2} GB: {seconds:F1} s (target < 5 s for 1 GB)"));
    }
}
