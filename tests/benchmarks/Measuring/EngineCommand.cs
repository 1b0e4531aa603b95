using System.Globalization;
using Weir.Benchmarks.Data;
using Weir.Benchmarks.Queries;

namespace Weir.Benchmarks.Measuring;

/// <summary><c>engine NAME [SECONDS]</c>: only the engine, again and again, for a profiler to look at.</summary>
internal static class EngineCommand
{
    private const double DefaultSeconds = 5;

    public static int Run(string[] args)
    {
        if (BenchmarkList.All.FirstOrDefault(b => args.Length > 0 && b.Name == args[0]) is not { } benchmark)
        {
            Console.Error.WriteLine($"engine NAME [SECONDS], where the name is one of {string.Join(", ", BenchmarkList.All.Select(b => b.Name))}.");
            return 2;
        }

        double left = args.Length > 1 ? double.Parse(args[1], CultureInfo.InvariantCulture) : DefaultSeconds;
        EventTable table = new EventTables(LimitCommand.Rows)[benchmark.Table];
        EngineRun engine = new(benchmark, table, NexmarkFolder.Find());
        while (left > 0)
        {
            engine.Run();
            left -= engine.Seconds;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{table.RowCount * (double)benchmark.Passes / engine.Seconds / 1e6:F1} M rows/s"));
        }

        return 0;
    }
}
