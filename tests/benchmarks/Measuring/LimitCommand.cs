using System.Diagnostics;
using System.Globalization;
using Weir.Benchmarks.Data;
using Weir.Benchmarks.Queries;

namespace Weir.Benchmarks.Measuring;

/// <summary>
/// Each query on the engine and as a loop, in turn over the same rows, once both are warm; prints the medians of both, their ratio with its spread, and what the engine allocates for a row. Answers 1 when a result differs.
/// </summary>
internal static class LimitCommand
{
    /// <summary>How many rows a table has.</summary>
    public const int Rows = 4_000_000;
    private const int Runs = 5;

    /// <summary>How long both are run before anything is timed: the JIT compiles what is called often once more, with what it has seen.</summary>
    private const double WarmUpSeconds = 1;

    public static int Run(string[] args)
    {
        string? folder = NexmarkFolder.Find();
        Benchmark[] chosen = [.. Choose(args.FirstOrDefault() ?? string.Empty)];
        if (chosen.Length == 0)
        {
            Console.Error.WriteLine($"There is no benchmark '{args[0]}'; there are {string.Join(", ", BenchmarkList.All.Select(b => b.Name))}.");
            return 2;
        }

        EventTables tables = new(Rows);
        Console.WriteLine($"{"benchmark",-18}{"engine M rows/s",16}{"loop M rows/s",16}{"ratio",8}{"spread",14}{"bytes/row",11}");
        bool same = true;
        foreach (Benchmark benchmark in chosen)
        {
            if (benchmark.File is not null && folder is null)
            {
                Console.WriteLine($"{benchmark.Name,-18}left out: {NexmarkFolder.Missing}");
                continue;
            }

            same &= Measure(benchmark, tables[benchmark.Table], folder);
        }

        return same ? 0 : 1;
    }

    private static bool Measure(Benchmark benchmark, EventTable table, string? folder)
    {
        EngineRun engine = new(benchmark, table, folder);
        bool same = engine.Run() == benchmark.Loop(table, benchmark.Passes);
        long begun = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(begun).TotalSeconds < WarmUpSeconds)
        {
            same &= engine.Run() == benchmark.Loop(table, benchmark.Passes);
        }

        double[] engineSeconds = new double[Runs];
        double[] loopSeconds = new double[Runs];
        for (int run = 0; run < Runs; run++)
        {
            GC.Collect();
            long fromEngine = engine.Run();
            engineSeconds[run] = engine.Seconds;
            GC.Collect();
            double started = ThreadTime.Seconds;
            long fromLoop = benchmark.Loop(table, benchmark.Passes);
            loopSeconds[run] = ThreadTime.Seconds - started;
            same &= fromEngine == fromLoop;
        }

        double[] ratios = [.. loopSeconds.Zip(engineSeconds, static (loop, own) => loop / own).Order()];
        double rows = table.RowCount * (double)benchmark.Passes / 1e6;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{benchmark.Name,-18}{rows / Median(engineSeconds),16:F1}{rows / Median(loopSeconds),16:F1}{ratios[Runs / 2],8:F2}{$"{ratios[0]:F2}-{ratios[^1]:F2}",14}{engine.BytesPerRow,11:F2}{(same ? string.Empty : "  DIFFERENT RESULTS")}"));
        return same;
    }

    /// <summary>The benchmark of that name, or all whose names begin with it.</summary>
    private static IEnumerable<Benchmark> Choose(string name) =>
        BenchmarkList.All.Any(b => b.Name == name)
            ? BenchmarkList.All.Where(b => b.Name == name)
            : BenchmarkList.All.Where(b => b.Name.StartsWith(name, StringComparison.OrdinalIgnoreCase));

    private static double Median(double[] values) => values.Order().ElementAt(values.Length / 2);
}
