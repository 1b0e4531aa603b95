using System.Globalization;

namespace Weir.Benchmarks.States;

/// <summary><c>./dev bench state</c>: what checkpoints cost, how long lanes stand for them and a restore takes, and how much memory state needs; each figure beside its target.</summary>
internal static class StateBenchmark
{
    private const string Usage = "Usage: ./dev bench state [throughput [QUERY] | large | memory] [--keys MILLIONS] [--runs N] [--seconds S]";

    public static int Run(string[] args)
    {
        double? keys = null;
        int? runs = null;
        double seconds = 5;
        List<string> words = [];
        for (int i = 0; i < args.Length; i++)
        {
            if (!args[i].StartsWith("--", StringComparison.Ordinal))
            {
                words.Add(args[i]);
                continue;
            }

            if (i + 1 == args.Length || !double.TryParse(args[i + 1], CultureInfo.InvariantCulture, out double value) || value <= 0)
            {
                return Fail($"{args[i]} takes a positive number.");
            }

            switch (args[i++])
            {
                case "--keys": keys = value; break;
                case "--runs": runs = (int)Math.Max(1, value); break;
                case "--seconds": seconds = value; break;
                default: return Fail($"There is no {args[i - 1]}.");
            }
        }

        string only = words.FirstOrDefault() ?? string.Empty;
        if (only is not ("" or "throughput" or "large" or "memory") || words.Count > (only == "throughput" ? 2 : 1))
        {
            return Fail($"There is no '{string.Join(" ", words)}'.");
        }

        // Memory first: what the others leave to the process would be taken again.
        if (only is "" or "memory")
        {
            WindowMemory.Run((long)((keys ?? 10) * 1e6));
        }

        if (only is "" or "large")
        {
            LargeState.Run((long)((keys ?? 12) * 1e6), runs ?? 20);
        }

        if (only is "" or "throughput")
        {
            CheckpointThroughput.Run(runs ?? 5, seconds, words.ElementAtOrDefault(1) ?? string.Empty);
        }

        return 0;
    }

    private static int Fail(string what)
    {
        Console.Error.WriteLine($"{what} {Usage}");
        return 2;
    }
}
