using System.Globalization;
using Weir.Benchmarks.Data;
using Weir.Benchmarks.Measuring;
using Weir.Benchmarks.Queries;
using Weir.Engine.Connectors;
using Weir.Engine.Plans;
using Weir.Engine.Types;

namespace Weir.Benchmarks.States;

/// <summary>The memory that counts of many keys take in an open window.</summary>
internal static class WindowMemory
{
    private static readonly TableSpec s_table = new()
    {
        Name = "keyed",
        Connector = "chunks",
        Options = new Dictionary<string, string>(),
        Columns = [new("k", DataType.BigInt), new("dateTime", DataType.Timestamp(3))],
    };

    public static void Run(long keys)
    {
        Benchmark benchmark = new()
        {
            Name = "window",
            Table = "keyed",
            Columns = 4,
            Loop = static (_, _) => 0,
            Sql = "SELECT k, COUNT(*) AS n, window_start, window_end FROM TABLE(TUMBLE(TABLE keyed, DESCRIPTOR(`dateTime`), INTERVAL '10' SECOND)) GROUP BY k, window_start, window_end",
        };
        JobPlan plan = EngineRun.Compile(benchmark, new EventTable(s_table, 0, static (_, _) => []), null);
        KeySource source = new(keys, 1000);
        using StateJob job = new(plan, source, new DiscardSink(), null, TimeSpan.Zero, TimeSpan.Zero);
        source.Allow(1);
        job.Until(() => source.Given == 1);
        long before = Resident.Bytes();
        source.Allow(keys - 1);
        job.Until(() => source.Given == keys);
        long bytes = -1;
        job.Until(() => bytes == (bytes = job.StateBytes));
        Thread.Sleep(200); // the last batches are on their way
        double resident = (Resident.Bytes() - before) / (double)keys;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"windowed counts of {keys / 1e6:0.#} M keys: {resident:F0} resident bytes a key, {job.StateBytes / (double)keys:F0} by the job's own figures (target < 100)"));
    }
}
