using Weir.Engine.Aggregates;
using Weir.Engine.Batches;
using Weir.Engine.Tests.Runtime;
using Weir.Engine.Types;
using Weir.Engine.Windows;

namespace Weir.Engine.Tests.Windows;

/// <summary>COUNT(DISTINCT x) FILTER (…) that several calls share, in hopping windows, against windows of each call alone.</summary>
public sealed class SharedDistinctWindowTests
{
    private static readonly DataType[] s_input = [DataType.BigInt, DataType.Timestamp(3), DataType.BigInt, DataType.Boolean, DataType.Boolean];

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void Calls_that_share_what_they_have_seen_count_what_each_does_alone(bool retracts, bool inTree)
    {
        for (int seed = 1; seed <= 30; seed++)
        {
            Random random = new(seed);
            WindowSpec window = new(WindowKind.Hop, 36, 3, 0);
            AggregateCall[] calls = [Distinct(-1), Distinct(3), Distinct(4)];
            AggregateCall[] also = inTree ? [TestAggregates.Max(2)] : [];
            using OperatorHarness together = Create(window, retracts, [.. calls, .. also]);
            OperatorHarness[] alone = [.. calls.Select(c => Create(window, retracts, [c, .. also]))];
            List<object?[]> live = [];
            long now = 0;
            for (int turn = 0; turn < 40; turn++)
            {
                List<(RowKind, object?[])> rows = [];
                for (int i = random.Next(10); i > 0; i--)
                {
                    if (retracts && live.Count > 0 && random.Next(3) == 0)
                    {
                        int at = random.Next(live.Count);
                        rows.Add((RowKind.Delete, live[at]));
                        live.RemoveAt(at);
                        continue;
                    }

                    // As old as a window is long: nothing is late altogether, so that what is taken back was there.
                    live.Add([(long)random.Next(3), Math.Max(0, now - random.Next(30)), (long)random.Next(6), random.Next(2) == 0, random.Next(3) == 0]);
                    rows.Add((RowKind.Insert, live[^1]));
                }

                live.RemoveAll(r => (long)r[1]! < now - 25);
                now += random.Next(4);
                long watermark = turn == 39 ? long.MaxValue : now;
                foreach (OperatorHarness harness in (OperatorHarness[])[together, .. alone])
                {
                    if (rows.Count > 0)
                    {
                        harness.Send(rows);
                    }

                    harness.Watermark(watermark);
                }

                string[][] counts = [.. alone.Select(h => h.Take())];
                string[] expected = [.. counts[0].Select((row, i) => string.Join(", ", [.. row.Split(", ")[..2], counts[1][i].Split(", ")[1], counts[2][i].Split(", ")[1], .. row.Split(", ")[2..]]))];
                Assert.Equal(expected, together.Take());
            }

            foreach (OperatorHarness harness in alone)
            {
                harness.Dispose();
            }
        }
    }

    private static AggregateCall Distinct(int filter) =>
        new(new ShareableAggregate("COUNT DISTINCT", DataType.BigInt, (retracts, calls) => new DistinctCountState<long>(retracts, calls)), [2], filter);

    private static OperatorHarness Create(WindowSpec window, bool retracts, AggregateCall[] calls) => new(
        new WindowAggregateOperator(new WindowAggregateSpec
        {
            Slices = new SliceAssignment.ByEventTime(window, 1, false),
            Keys = [0],
            KeyTypes = [DataType.BigInt],
            Calls = calls,
            Retracts = retracts,
        }),
        s_input,
        [DataType.BigInt, .. calls.Select(_ => DataType.BigInt), DataType.BigInt, DataType.BigInt, DataType.BigInt]);
}
