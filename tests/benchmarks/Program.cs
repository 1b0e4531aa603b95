using System.Diagnostics;
using Weir.Benchmarks;
using Weir.Engine.Connectors;
using Weir.Engine.Plans;
using Weir.Engine.Runtime;
using Weir.Sql.Compilation;
using Weir.Sql.Descriptors;
using Weir.Sql.Functions;

if (OtherBenchmarks.TryRun(args) is { } exitCode)
{
    return exitCode;
}

// Each query on the engine (one lane, on this thread) and as a hand-written loop, five times in turn over the same arrays; medians, and the spread of the ratio.
const int Rows = 4_000_000;
const int Runs = 5;
const string Table = "CREATE TABLE bid (auction BIGINT, bidder BIGINT, price BIGINT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '4' SECOND);\n";
const string Windowed = "SELECT auction, COUNT(*) AS n, window_start, window_end FROM TABLE({0}) GROUP BY auction, window_start, window_end";

BidArrays few = new(Rows, 10_000);
BidArrays many = new(Rows, 1_000_000);
(string Name, string Sql, BidArrays Bids, Func<BidArrays, long> Loop)[] benchmarks =
[
    ("q0", "SELECT auction, bidder, price, ts FROM bid", few, Loops.PassThrough),
    ("q1", "SELECT auction, bidder, 0.908 * price AS price, ts FROM bid", few, Loops.Euro),
    ("q2", "SELECT auction, price FROM bid WHERE MOD(auction, 123) = 0", few, Loops.Filter),
    ("q5-hop", string.Format(null, Windowed, "HOP(TABLE bid, DESCRIPTOR(ts), INTERVAL '2' SECOND, INTERVAL '10' SECOND)"), few, b => Loops.Hop(b, 10_000, 2_000)),
    ("tumble-10k-keys", string.Format(null, Windowed, "TUMBLE(TABLE bid, DESCRIPTOR(ts), INTERVAL '10' SECOND)"), few, b => Loops.Tumble(b, 10_000)),
    ("tumble-1m-keys", string.Format(null, Windowed, "TUMBLE(TABLE bid, DESCRIPTOR(ts), INTERVAL '10' SECOND)"), many, b => Loops.Tumble(b, 10_000)),
];

Console.WriteLine($"{"benchmark",-18}{"engine M rows/s",16}{"loop M rows/s",16}{"ratio",8}{"spread",14}{"bytes/row",11}");
bool same = true;
foreach ((string name, string sql, BidArrays bids, Func<BidArrays, long> loop) in benchmarks.Where(b => args.Length == 0 || b.Name.Contains(args[0], StringComparison.OrdinalIgnoreCase)))
{
    CompiledJob job = Compile(Table + sql);
    double[] engine = new double[Runs];
    double[] hand = new double[Runs];
    long allocated = 0;
    long fromEngine = Engine(job, bids, out _, out _);
    long fromLoop = loop(bids);
    for (int run = 0; run < Runs; run++)
    {
        fromEngine = Engine(job, bids, out engine[run], out allocated);
        long started = Stopwatch.GetTimestamp();
        fromLoop = loop(bids);
        hand[run] = Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    double[] ratios = [.. hand.Zip(engine, (h, e) => h / e).Order()];
    same &= fromEngine == fromLoop;
    Console.WriteLine(string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $"{name,-18}{Rows / Median(engine) / 1e6,16:F1}{Rows / Median(hand) / 1e6,16:F1}{ratios[Runs / 2],8:F2}{$"{ratios[0]:F2}-{ratios[^1]:F2}",14}{allocated / (double)Rows,11:F2}{(fromEngine == fromLoop ? string.Empty : "  DIFFERENT RESULTS")}"));
}

return same ? 0 : 1;

static double Median(double[] values) => values.Order().ElementAt(values.Length / 2);

static CompiledJob Compile(string text)
{
    ConnectorDescriptor arrays = new() { Name = "arrays", Summary = "Arrays.", IsSource = true, IsSink = false, Options = [], IsBounded = _ => true };
    CompiledScript script = new SqlEnvironment(BuiltInDescriptors.Create(), FunctionRegistry.CreateBuiltIn()) { ConnectorOverride = _ => arrays }.Compile(text);
    return script.Jobs.Count == 1 ? script.Jobs[0] : throw new InvalidOperationException(string.Join(" ", script.Diagnostics));
}

static long Engine(CompiledJob job, BidArrays bids, out double seconds, out long allocated)
{
    ArrayTables tables = new(bids);
    using Job run = new(job.Plan, new JobOptions { Connectors = tables, DeadLetters = new NoDeadLetters() });
    long before = GC.GetAllocatedBytesForCurrentThread();
    long started = Stopwatch.GetTimestamp();
    run.RunToEnd();
    seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
    allocated = GC.GetAllocatedBytesForCurrentThread() - before;
    return run.Failure is null ? tables.Sink.Sum : throw run.Failure;
}

internal sealed class NoDeadLetters : IDeadLetterOutput
{
    public void Write(in DeadLetter letter) => throw new InvalidOperationException(letter.Reason);
}
