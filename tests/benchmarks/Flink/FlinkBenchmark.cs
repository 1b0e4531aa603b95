using System.Globalization;
using System.Text.Json;
using Weir.Benchmarks.Processes;

namespace Weir.Benchmarks.Flink;

/// <summary>
/// <c>./dev bench flink [QUERY…] [--core N] [--minibatch on|off] [--no-compare | --only-compare]</c>: the Nexmark queries on Weir and on Apache Flink, on the same core, in turn (Weir, Flink, Weir). The figure is events per
/// second of processor time (user and system, of the whole process, once it is warm).
/// </summary>
internal static class FlinkBenchmark
{
    public static int Run(string[] args)
    {
        int core = PinnedProcess.LastCore();
        bool miniBatch = true;
        bool compares = true;
        bool measures = true;
        List<string> names = [];
        for (int i = 0; i < args.Length; i++)
        {
            switch (args[i])
            {
                case "--core" when i + 1 < args.Length:
                    core = int.Parse(args[++i], CultureInfo.InvariantCulture);
                    break;
                case "--minibatch" when i + 1 < args.Length && args[i + 1] is "on" or "off":
                    miniBatch = args[++i] == "on";
                    break;
                case "--no-compare":
                    compares = false;
                    break;
                case "--only-compare":
                    measures = false;
                    break;
                case ['q', >= '0' and <= '9', ..]:
                    names.Add(args[i]);
                    break;
                default:
                    Console.Error.WriteLine($"'{args[i]}' is unknown. Usage: ./dev bench flink [q0 q1 …] [--core N] [--minibatch on|off] [--no-compare | --only-compare]");
                    return 2;
            }
        }

        if (FlinkTool.Find(out string reason) is not { } flink)
        {
            Console.WriteLine($"Skipped: Apache Flink is not there ({reason}).");
            return 0;
        }

        if (Environment.GetEnvironmentVariable("WEIR_NEXMARK") is not { } folder || !Directory.Exists(folder))
        {
            Console.WriteLine("Skipped: the Nexmark queries are not there (WEIR_NEXMARK names their folder).");
            return 0;
        }

        IReadOnlyList<NexmarkQuery> queries = Supported(NexmarkQuery.In(folder, names), miniBatch);
        if (queries.Count == 0)
        {
            Console.WriteLine("None of these queries is there and runs on Weir.");
            return names.Count == 0 ? 0 : 2;
        }

        if (measures)
        {
            Measure(flink, queries, core, miniBatch);
        }

        return !compares || Compare(flink, queries, miniBatch) ? 0 : 1;
    }

    private static void Measure(FlinkTool flink, IReadOnlyList<NexmarkQuery> queries, int core, bool miniBatch)
    {
        Console.WriteLine($"Core {core}, mini-batch {(miniBatch ? "on (2 s, 50,000 rows)" : "off")} on both sides. Thousands of events per second of processor time, in the order in which they ran:");
        Console.WriteLine($"{"query",-7}{"events",12}{"Weir",10}{"Flink",10}{"Weir",10}{"ratio",8}{"bytes/event",13}");
        double product = 0;
        foreach (NexmarkQuery query in queries)
        {
            (double first, _) = Weir(core, query, miniBatch);
            double other = flink.Measure(core, query, miniBatch);
            (double second, double bytes) = Weir(core, query, miniBatch);
            double ratio = 2 / ((1 / first) + (1 / second)) / other;
            product += Math.Log(ratio);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{query.Name,-7}{query.Events,12}{first / 1e3,10:F0}{other / 1e3,10:F0}{second / 1e3,10:F0}{ratio,8:F1}{bytes,13:F1}"));
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"geometric mean of the ratios of {queries.Count} queries: {Math.Exp(product / queries.Count):F1}"));
    }

    /// <summary>The queries that Weir runs; the others are named.</summary>
    private static IReadOnlyList<NexmarkQuery> Supported(IReadOnlyList<NexmarkQuery> queries, bool miniBatch)
    {
        List<NexmarkQuery> supported = [];
        foreach (NexmarkQuery query in queries)
        {
            if (WeirQuery.Compile(NexmarkQuery.Tables(1, WeirQuery.DefaultRate) + query.Text, miniBatch, out string error) is not null)
            {
                supported.Add(query);
            }
            else
            {
                Console.WriteLine($"{query.Name} is left out, Weir refuses it: {error}");
            }
        }

        return supported;
    }

    private static (double PerSecond, double BytesPerEvent) Weir(int core, NexmarkQuery query, bool miniBatch)
    {
        (string file, string[] arguments) = PinnedProcess.Self(
            WeirQuery.MeasureVerb, query.Path, query.Events.ToString(CultureInfo.InvariantCulture), query.WarmUpEvents.ToString(CultureInfo.InvariantCulture), miniBatch.ToString());
        using JsonDocument result = JsonDocument.Parse(PinnedProcess.LastLine(core, file, arguments));
        double events = result.RootElement.GetProperty("events").GetInt64();
        return (events / result.RootElement.GetProperty("cpu_seconds").GetDouble(), result.RootElement.GetProperty("bytes_allocated").GetInt64() / events);
    }

    private static bool Compare(FlinkTool flink, IReadOnlyList<NexmarkQuery> queries, bool miniBatch)
    {
        NexmarkQuery[] compared = [.. queries.Where(q => !q.FollowsClock)];
        bool same = true;
        foreach ((string name, (OutputComparison.Content weir, OutputComparison.Content other)) in OutputComparison.Run(flink, compared, miniBatch))
        {
            if (!weir.Same(other))
            {
                same = false;
                Console.WriteLine($"{name}: DIFFERENT RESULTS: Weir has {weir.Rows} rows (checksum {weir.Checksum:x16}), Flink {other.Rows} ({other.Checksum:x16}).");
            }
        }

        if (same)
        {
            Console.WriteLine($"Rows compared over fewer events: the same number and checksum on both sides in {string.Join(", ", compared.Select(q => q.Name))}.");
        }

        foreach (NexmarkQuery query in queries.Except(compared))
        {
            Console.WriteLine($"{query.Name} is not compared: its rows depend on the clock.");
        }

        return same;
    }
}
