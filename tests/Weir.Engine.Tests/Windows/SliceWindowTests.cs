using System.Globalization;
using Weir.Engine.Batches;
using Weir.Engine.Tests.Runtime;
using Weir.Engine.Types;
using Weir.Engine.Windows;

namespace Weir.Engine.Tests.Windows;

/// <summary>Windows made of slices against windows computed from the rows themselves.</summary>
public sealed class SliceWindowTests
{
    private static readonly DataType[] s_input = [DataType.BigInt, DataType.Timestamp(3), DataType.BigInt];
    private static readonly DataType[] s_output = [DataType.BigInt, DataType.BigInt, DataType.BigInt, DataType.BigInt, DataType.BigInt, DataType.BigInt];

    public static TheoryData<WindowKind, int, int, int, bool> Shapes()
    {
        TheoryData<WindowKind, int, int, int, bool> data = [];
        foreach (bool retracts in new[] { false, true })
        {
            data.Add(WindowKind.Tumble, 10, 10, 0, retracts);
            data.Add(WindowKind.Tumble, 7, 7, 3, retracts);
            data.Add(WindowKind.Hop, 12, 4, 0, retracts);
            data.Add(WindowKind.Hop, 10, 4, 1, retracts);
            data.Add(WindowKind.Hop, 5, 8, 0, retracts);
            data.Add(WindowKind.Cumulate, 12, 3, 0, retracts);
            data.Add(WindowKind.Cumulate, 20, 5, 2, retracts);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Windows_hold_what_a_computation_from_the_rows_gives(WindowKind kind, int size, int step, int offset, bool retracts)
    {
        for (int seed = 1; seed <= 40; seed++)
        {
            Run(new WindowSpec(kind, size, step, offset), retracts, seed);
        }
    }

    private static void Run(WindowSpec window, bool retracts, int seed)
    {
        Random random = new(seed);
        using OperatorHarness harness = new(Create(window, retracts), s_input, s_output, batchRows: seed % 3 == 0 ? 4 : 2048);
        List<(long Key, long Time, long Value)> live = [];
        Dictionary<(long Key, long Start, long End), (long Count, long Sum)> expected = [];
        long watermark = long.MinValue;
        long now = 40;
        for (int step = 0; step < 30; step++)
        {
            List<(RowKind, object?[])> rows = [];
            for (int i = random.Next(12); i > 0; i--)
            {
                (long Key, long Time, long Value) row = (random.Next(4), now - 25 + random.Next(30), random.Next(100));
                long sign = 1;
                if (retracts && live.Count > 0 && random.Next(3) == 0)
                {
                    row = live[random.Next(live.Count)];
                    live.Remove(row);
                    sign = -1;
                }
                else
                {
                    live.Add(row);
                }

                rows.Add((sign > 0 ? RowKind.Insert : RowKind.Delete, [row.Key, row.Time, row.Value]));
                foreach ((long start, long end) in WindowsOf(window, row.Time).Where(w => w.End - 1 > watermark))
                {
                    (long count, long sum) = expected.GetValueOrDefault((row.Key, start, end));
                    expected[(row.Key, start, end)] = (count + sign, sum + (sign * row.Value));
                }
            }

            if (rows.Count > 0)
            {
                harness.Send(rows, sparse: random.Next(2) == 0);
            }

            Assert.Empty(harness.Take());
            watermark = step == 29 ? long.MaxValue : Math.Max(watermark, now - random.Next(15));
            now += random.Next(5) == 0 ? 60 : random.Next(8);
            harness.Watermark(watermark);
            string[] due = [.. expected.Where(w => w.Key.End - 1 <= watermark && (!retracts || w.Value.Count != 0)).OrderBy(w => w.Key.End).ThenBy(w => w.Key.Key).Select(Text)];
            string[] actual = harness.Take();
            Assert.Equal(due.Order(StringComparer.Ordinal), actual.Order(StringComparer.Ordinal));
            Assert.Equal(due.Select(EndOf), actual.Select(EndOf));
            foreach ((long, long Start, long End) past in expected.Keys.Where(w => w.End - 1 <= watermark).ToList())
            {
                expected.Remove(past);
            }
        }
    }

    [Fact]
    public void A_row_all_of_whose_windows_have_passed_is_counted_as_late()
    {
        WindowAggregateOperator op = Create(new WindowSpec(WindowKind.Hop, 10, 5, 0), false);
        using OperatorHarness harness = new(op, s_input, s_output);
        harness.Watermark(14);
        harness.Insert([1L, 9L, 1L], [1L, 10L, 1L], [1L, 4L, 1L]);
        harness.Watermark(100);
        Assert.Equal(["+I[1, 1, 1, 10, 20, 19]"], harness.Take());
        Assert.Equal(2, op.Metrics.LateRows);
    }

    private static WindowAggregateOperator Create(WindowSpec window, bool retracts) => new(new WindowAggregateSpec
    {
        Slices = new SliceAssignment.ByEventTime(window, 1, false),
        Keys = [0],
        KeyTypes = [DataType.BigInt],
        Calls = [TestAggregates.Count, TestAggregates.Sum(2)],
        Retracts = retracts,
    });

    private static string Text(KeyValuePair<(long Key, long Start, long End), (long Count, long Sum)> window) =>
        string.Create(CultureInfo.InvariantCulture, $"+I[{window.Key.Key}, {window.Value.Count}, {window.Value.Sum}, {window.Key.Start}, {window.Key.End}, {window.Key.End - 1}]");

    private static string EndOf(string row) => row.Split(", ")[4];

    internal static IEnumerable<(long Start, long End)> WindowsOf(WindowSpec window, long time)
    {
        for (long start = time - (2 * window.SizeMs); start <= time; start++)
        {
            long period = window.Kind == WindowKind.Hop ? window.StepMs : window.SizeMs;
            if ((((start - window.OffsetMs) % period) + period) % period != 0)
            {
                continue;
            }

            long shortest = window.Kind == WindowKind.Cumulate ? window.StepMs : window.SizeMs;
            for (long end = start + shortest; end <= start + window.SizeMs; end += window.StepMs)
            {
                if (time < end)
                {
                    yield return (start, end);
                }
            }
        }
    }
}
