using System.Globalization;
using Weir.Engine.Aggregates;
using Weir.Engine.Batches;
using Weir.Engine.Tests.Runtime;
using Weir.Engine.Types;
using Weir.Engine.Windows;

namespace Weir.Engine.Tests.Windows;

/// <summary>Windows merged from running totals and from trees of slices, against windows computed from their rows, late ones among them.</summary>
public sealed class WindowMergerTests
{
    private static readonly DataType[] s_input = [DataType.BigInt, DataType.Timestamp(3), DataType.BigInt];

    /// <summary>Aggregates that can be taken back: windows have a running total.</summary>
    private static readonly (AggregateCall Call, DataType Type)[] s_exact =
    [
        (TestAggregates.Count, DataType.BigInt),
        (TestAggregates.Sum(2), DataType.BigInt),
        (TestAggregates.DistinctCount(2), DataType.BigInt),
        (TestAggregates.DistinctSum(2), DataType.BigInt),
    ];

    /// <summary>Aggregates among which some cannot: windows have a tree.</summary>
    private static readonly (AggregateCall Call, DataType Type)[] s_other =
    [
        (TestAggregates.Count, DataType.BigInt),
        (TestAggregates.Max(2), DataType.BigInt),
        (TestAggregates.First(2), DataType.BigInt),
        (TestAggregates.List(2), DataType.Array(DataType.BigInt)),
    ];

    public static TheoryData<int, int, int, bool, bool> Shapes()
    {
        TheoryData<int, int, int, bool, bool> data = [];
        foreach ((int size, int slide, int offset) in new[] { (2, 1, 0), (5, 1, 0), (8, 1, 3), (9, 3, 0), (40, 2, 1), (64, 1, 0), (100, 10, 7), (30, 4, 0), (21, 6, 2), (4, 9, 0) })
        {
            foreach (bool retracts in new[] { false, true })
            {
                data.Add(size, slide, offset, retracts, true);
                data.Add(size, slide, offset, retracts, false);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Hopping_windows_hold_what_a_computation_from_their_rows_gives(int size, int slide, int offset, bool retracts, bool isExact)
    {
        for (int seed = 1; seed <= 25; seed++)
        {
            Run(new WindowSpec(WindowKind.Hop, size, slide, offset), retracts, isExact, seed);
        }
    }

    [Fact]
    public void A_running_total_merges_each_slice_once_and_takes_it_back_once_whatever_the_size_of_the_window()
    {
        const int Minute = 60_000;
        long small = MergedGroups(new WindowSpec(WindowKind.Hop, 2 * Minute, Minute, 0), s_exact);
        long large = MergedGroups(new WindowSpec(WindowKind.Hop, 1440 * Minute, Minute, 0), s_exact);
        Assert.InRange(small, 1, 2 * CountedSlices * CountedKeys);
        Assert.InRange(large, 1, small + 1);
    }

    [Fact]
    public void A_tree_merges_a_window_of_1440_slices_from_at_most_twice_its_levels()
    {
        const int Minute = 60_000;
        long large = MergedGroups(new WindowSpec(WindowKind.Hop, 1440 * Minute, Minute, 0), s_other);
        const int Levels = 10;

        // Each slice goes into one run of each level, runs of the upper levels being fewer: two merges a slice in all; then the window's parts.
        Assert.InRange(large, 1, (2 + (2 * Levels)) * (CountedSlices + 1440) * CountedKeys);
    }

    [Fact]
    public void Where_rows_are_rare_a_tree_merges_only_what_is_there()
    {
        WindowAggregateOperator op = Create(new WindowSpec(WindowKind.Hop, 1 << 20, 1 << 18, 0), false, s_other);
        using OperatorHarness harness = new(op, s_input, Types(s_other));
        harness.Insert([1L, 5L, 1L], [2L, 700_000L, 1L]);
        harness.Watermark(long.MaxValue);
        Assert.Equal(8, harness.Take().Length);
        Assert.InRange(op.MergedGroups, 0, 4);
    }

    [Theory]
    [InlineData(WindowKind.Tumble, 10, 10, true)]
    [InlineData(WindowKind.Hop, 40, 4, true)]
    [InlineData(WindowKind.Hop, 40, 4, false)]
    [InlineData(WindowKind.Cumulate, 40, 8, false)]
    public void Without_keys_windows_hold_what_those_of_a_key_that_all_rows_have_do(WindowKind kind, int size, int step, bool isExact)
    {
        for (int seed = 1; seed <= 20; seed++)
        {
            Random random = new(seed);
            (AggregateCall Call, DataType Type)[] calls = isExact ? s_exact : s_other;
            WindowSpec window = new(kind, size, step, 0);
            using OperatorHarness keyed = new(Create(window, false, calls), s_input, Types(calls));
            using OperatorHarness alone = new(
                new WindowAggregateOperator(new WindowAggregateSpec
                {
                    Slices = new SliceAssignment.ByEventTime(window, 1, false),
                    Keys = [],
                    KeyTypes = [],
                    Calls = [.. calls.Select(c => c.Call)],
                    Retracts = false,
                }),
                s_input,
                [.. Types(calls).Skip(1)]);
            long now = 0;
            for (int turn = 0; turn < 30; turn++)
            {
                (RowKind, object?[])[] rows = [.. Enumerable.Range(0, 1 + random.Next(20)).Select(_ => (RowKind.Insert, new object?[] { 1L, now + random.Next(20) - random.Next(40), (long)random.Next(9) }))];
                bool sparse = random.Next(2) == 0;
                keyed.Send(rows, sparse);
                alone.Send(rows, sparse);
                now += random.Next(6);
                keyed.Watermark(turn == 29 ? long.MaxValue : now);
                alone.Watermark(turn == 29 ? long.MaxValue : now);
                Assert.Equal(keyed.Take().Select(r => r.Replace("+I[1, ", "+I[", StringComparison.Ordinal)), alone.Take());
            }
        }
    }

    private const int CountedSlices = 3000;
    private const int CountedKeys = 8;

    private static long MergedGroups(WindowSpec window, (AggregateCall Call, DataType Type)[] calls)
    {
        WindowAggregateOperator op = Create(window, false, calls);
        using OperatorHarness harness = new(op, s_input, Types(calls));
        for (long slice = 0; slice < CountedSlices; slice++)
        {
            long time = slice * window.SliceMs;
            harness.Insert([.. Enumerable.Range(0, CountedKeys).Select(k => new object?[] { (long)k, time, slice })]);
            harness.Watermark(time - 1);
        }

        return op.MergedGroups;
    }

    private static void Run(WindowSpec window, bool retracts, bool isExact, int seed)
    {
        Random random = new(seed);
        (AggregateCall Call, DataType Type)[] calls = isExact ? s_exact : s_other;
        WindowAggregateOperator op = Create(window, retracts, calls);
        using OperatorHarness harness = new(op, s_input, Types(calls), batchRows: seed % 3 == 0 ? 4 : 2048);
        int keys = seed % 2 == 0 ? 3 : 200;
        List<Row> live = [];
        long late = 0;
        long watermark = long.MinValue;
        long now = seed % 5 == 0 ? -100 : 40;
        for (int step = 0; step < 40; step++)
        {
            List<(RowKind, object?[])> batch = [];
            for (int i = random.Next(12); i > 0; i--)
            {
                // Some rows are as old as a window is long.
                long time = now + 5 - random.Next(random.Next(4) == 0 ? (int)window.SizeMs + 5 : 12);
                Row row = new(random.Next(keys), time, random.Next(6), true);
                if (retracts && live.Count > 0 && random.Next(3) == 0)
                {
                    row = live[random.Next(live.Count)] with { Adds = false };
                }

                batch.Add((row.Adds ? RowKind.Insert : RowKind.Delete, [row.Key, row.Time, row.Value]));
                if (IsLate(window, row.Time, watermark))
                {
                    late++;
                }
                else if (row.Adds)
                {
                    live.Add(row);
                }
                else
                {
                    // The first such value of the slice goes.
                    live.RemoveAt(live.FindIndex(r => r.Key == row.Key && r.Value == row.Value && window.SliceEnd(r.Time) == window.SliceEnd(row.Time)));
                }
            }

            if (batch.Count > 0)
            {
                harness.Send(batch, sparse: random.Next(2) == 0);
            }

            Assert.Empty(harness.Take());
            long before = watermark;
            watermark = step == 39 ? long.MaxValue : Math.Max(watermark, now - random.Next(15));
            now += random.Next(8) == 0 ? (3 * window.SizeMs) + 60 : random.Next(8);
            harness.Watermark(watermark);
            IEnumerable<string> due = live
                .SelectMany(r => SliceWindowTests.WindowsOf(window, r.Time).Where(w => w.End - 1 > before && w.End - 1 <= watermark).Select(w => (w.Start, w.End, r.Key)))
                .Distinct()
                .Select(w => Expected(live, window, w.Key, w.Start, w.End, isExact));
            Assert.Equal(due.Order(StringComparer.Ordinal), harness.Take().Order(StringComparer.Ordinal));
        }

        Assert.Equal(late, op.Metrics.LateRows);
    }

    private static bool IsLate(WindowSpec window, long time, long watermark) => watermark != long.MinValue && window.LastWindowEnd(window.SliceEnd(time)) - 1 <= watermark;

    private static string Expected(List<Row> live, WindowSpec window, long key, long start, long end, bool isExact)
    {
        // In the order of slices; within one in the order in which they came.
        long[] values = [.. live.Where(r => r.Key == key && r.Time >= start && r.Time < end).OrderBy(r => window.SliceEnd(r.Time)).Select(r => r.Value)];
        string aggregates = isExact
            ? string.Create(CultureInfo.InvariantCulture, $"{values.Length}, {values.Sum()}, {values.Distinct().Count()}, {values.Distinct().Sum()}")
            : string.Create(CultureInfo.InvariantCulture, $"{values.Length}, {values.Max()}, {values[0]}, [{string.Join(", ", values)}]");
        return string.Create(CultureInfo.InvariantCulture, $"+I[{key}, {aggregates}, {start}, {end}, {end - 1}]");
    }

    private static DataType[] Types((AggregateCall Call, DataType Type)[] calls) => [DataType.BigInt, .. calls.Select(c => c.Type), DataType.BigInt, DataType.BigInt, DataType.BigInt];

    private static WindowAggregateOperator Create(WindowSpec window, bool retracts, (AggregateCall Call, DataType Type)[] calls) => new(new WindowAggregateSpec
    {
        Slices = new SliceAssignment.ByEventTime(window, 1, false),
        Keys = [0],
        KeyTypes = [DataType.BigInt],
        Calls = [.. calls.Select(c => c.Call)],
        Retracts = retracts,
    });

    private sealed record Row(long Key, long Time, long Value, bool Adds);
}
