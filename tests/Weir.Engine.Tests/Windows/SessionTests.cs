using System.Globalization;
using Weir.Engine.Batches;
using Weir.Engine.Expressions;
using Weir.Engine.Tests.Runtime;
using Weir.Engine.Types;
using Weir.Engine.Windows;

namespace Weir.Engine.Tests.Windows;

public sealed class SessionTests
{
    private const long Gap = 10;
    private static readonly DataType[] s_input = [DataType.BigInt, DataType.Timestamp(3), DataType.BigInt];
    private static readonly DataType[] s_output = [DataType.BigInt, DataType.BigInt, DataType.BigInt, DataType.BigInt, DataType.BigInt, DataType.BigInt];
    private static readonly DataType[] s_tableOutput = [.. s_input[..1], DataType.BigInt, DataType.BigInt, DataType.BigInt, DataType.BigInt, DataType.BigInt];

    [Fact]
    public void A_session_ends_when_its_key_has_been_silent_for_the_gap()
    {
        using OperatorHarness harness = new(Aggregate(), s_input, s_output);
        harness.Insert([1L, 0L, 5L], [1L, 7L, 6L], [2L, 3L, 1L]);
        harness.Watermark(15);
        Assert.Equal(["+I[2, 1, 1, 3, 13, 12]"], harness.Take());
        harness.Watermark(16);
        Assert.Equal(["+I[1, 2, 11, 0, 17, 16]"], harness.Take());
    }

    [Fact]
    public void A_row_exactly_the_gap_after_the_last_one_is_still_in_the_session()
    {
        using OperatorHarness harness = new(Aggregate(), s_input, s_output);
        harness.Insert([1L, 0L, 1L], [1L, 10L, 1L], [1L, 21L, 1L]);
        harness.Watermark(long.MaxValue);
        Assert.Equal(["+I[1, 2, 2, 0, 20, 19]", "+I[1, 1, 1, 21, 31, 30]"], harness.Take());
    }

    [Fact]
    public void A_row_between_two_sessions_joins_them_within_a_batch()
    {
        using OperatorHarness harness = new(Aggregate(), s_input, s_output);
        harness.Insert([1L, 0L, 1L], [1L, 18L, 2L], [1L, 9L, 4L], [1L, 40L, 8L]);
        harness.Watermark(long.MaxValue);
        Assert.Equal(["+I[1, 3, 7, 0, 28, 27]", "+I[1, 1, 8, 40, 50, 49]"], harness.Take());
    }

    [Fact]
    public void A_row_is_late_when_its_own_session_has_passed_but_not_when_it_joins_one_that_has_not()
    {
        SessionAggregateOperator op = Aggregate();
        using OperatorHarness harness = new(op, s_input, s_output);
        harness.Insert([1L, 20L, 1L]);
        harness.Watermark(25);
        harness.Insert([2L, 16L, 1L], [1L, 12L, 2L], [1L, 1L, 4L], [2L, 17L, 8L]);
        harness.Watermark(long.MaxValue);
        Assert.Equal(["+I[2, 1, 8, 17, 27, 26]", "+I[1, 2, 3, 12, 30, 29]"], harness.Take());
        Assert.Equal(2, op.Metrics.LateRows);
    }

    [Fact]
    public void A_session_whose_rows_have_all_been_taken_back_is_not_emitted()
    {
        using OperatorHarness harness = new(Aggregate(retracts: true), s_input, s_output);
        harness.Insert([1L, 0L, 1L], [2L, 0L, 1L]);
        harness.Send([OperatorHarness.Delete(1L, 0L, 1L)]);
        harness.Watermark(long.MaxValue);
        Assert.Equal(["+I[2, 1, 1, 0, 10, 9]"], harness.Take());
        harness.Insert([1L, long.MaxValue - 100, 3L]);
        Assert.Empty(harness.Take());
    }

    [Fact]
    public void A_row_without_a_time_fails_the_aggregation()
    {
        using OperatorHarness harness = new(Aggregate(), s_input, s_output);
        Assert.Throws<EvaluationException>(() => harness.Insert([1L, null, 1L]));
    }

    [Fact]
    public void Sessions_by_processing_time_end_by_the_clock()
    {
        SessionAggregateOperator op = Aggregate(timeColumn: null);
        using OperatorHarness harness = new(op, s_input, s_output, nowMs: 100);
        harness.Insert([1L, 0L, 1L]);
        Assert.Equal(109, op.NextTimerMs);
        harness.ProcessingTime(105);
        harness.Insert([1L, 0L, 2L]);
        harness.ProcessingTime(110);
        Assert.Empty(harness.Take());
        Assert.Equal(114, op.NextTimerMs);
        harness.ProcessingTime(114);
        Assert.Equal(["+I[1, 2, 3, 100, 115, 114]"], harness.Take());
        Assert.Equal(long.MaxValue, op.NextTimerMs);
    }

    [Fact]
    public void Bounds_of_local_time_are_wall_time_and_window_time_is_an_instant()
    {
        SessionAggregateSpec spec = Spec(false, 1) with { IsLocalTime = true };
        using OperatorHarness harness = new(new SessionAggregateOperator(spec), s_input, s_output, zone: "Asia/Shanghai");
        harness.Insert([1L, 0L, 1L]);
        harness.Watermark(8);
        Assert.Empty(harness.Take());
        harness.Watermark(9);
        Assert.Equal(["+I[1, 1, 1, 28800000, 28800010, 9]"], harness.Take());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Sessions_are_what_merging_one_row_after_the_other_gives(bool retracts)
    {
        for (int seed = 1; seed <= 150; seed++)
        {
            Random random = new(seed);
            SessionAggregateOperator op = Aggregate(retracts);
            using OperatorHarness harness = new(op, s_input, s_output, batchRows: seed % 4 == 0 ? 3 : 2048);
            SessionTableOperator table = Table();
            using OperatorHarness rowsHarness = new(table, s_input, s_tableOutput, batchRows: seed % 4 == 1 ? 3 : 2048);
            List<NaiveSession> open = [];
            int late = 0;
            int order = 0;
            long watermark = long.MinValue;
            long now = 30;
            for (int step = 0; step < 40; step++)
            {
                List<(RowKind, object?[])> rows = [];
                for (int i = random.Next(10); i > 0; i--)
                {
                    RowKind kind = retracts && random.Next(4) == 0 ? RowKind.Delete : RowKind.Insert;
                    long key = random.Next(3);
                    long time = now - random.Next(40);
                    rows.Add((kind, [key, time, (long)order]));
                    late += Merge(open, key, time, order, kind, watermark) ? 0 : 1;
                    order++;
                }

                if (rows.Count > 0)
                {
                    bool sparse = random.Next(2) == 0;
                    harness.Send(rows, sparse);
                    rowsHarness.Send(rows, sparse);
                }

                watermark = step == 39 ? long.MaxValue : Math.Max(watermark, now - random.Next(30));
                now += random.Next(4) == 0 ? 50 : random.Next(12);
                harness.Watermark(watermark);
                rowsHarness.Watermark(watermark);
                List<NaiveSession> due = [.. open.Where(s => s.End - 1 <= watermark).OrderBy(s => s.End)];
                open.RemoveAll(due.Contains);
                string[] actual = harness.Take();
                Assert.Equal(
                    due.Where(s => !retracts || s.Count != 0).Select(s => s.ToString()).Order(StringComparer.Ordinal),
                    actual.Order(StringComparer.Ordinal));
                Assert.Equal(due.Where(s => !retracts || s.Count != 0).Select(s => s.End), actual.Select(a => long.Parse(a.Split(", ")[4], CultureInfo.InvariantCulture)));
                string[] actualRows = rowsHarness.Take();
                Assert.Equal(due.SelectMany(s => s.RowTexts()).Order(StringComparer.Ordinal), actualRows.Order(StringComparer.Ordinal));
                foreach (NaiveSession session in due)
                {
                    Assert.Equal(session.RowTexts(), actualRows.Where(session.RowTexts().Contains));
                }
            }

            Assert.Equal(late, op.Metrics.LateRows);
            Assert.Equal(late, table.Metrics.LateRows);
        }
    }

    [Fact]
    public void The_table_of_sessions_drops_rows_without_a_time()
    {
        SessionTableOperator op = Table();
        using OperatorHarness harness = new(op, s_input, s_tableOutput);
        harness.Insert([1L, null, 1L], [1L, 5L, 2L]);
        harness.Watermark(long.MaxValue);
        Assert.Equal(["+I[1, 5, 2, 5, 15, 14]"], harness.Take());
        Assert.Equal(0, op.Metrics.LateRows);
    }

    private static bool Merge(List<NaiveSession> open, long key, long time, int order, RowKind kind, long watermark)
    {
        NaiveSession merged = new(key, time, time + Gap, [(order, time, kind)]);
        List<NaiveSession> touched = [.. open.Where(s => s.Key == key && s.Start <= merged.End && s.End >= merged.Start)];
        foreach (NaiveSession session in touched)
        {
            merged = new(key, Math.Min(merged.Start, session.Start), Math.Max(merged.End, session.End), [.. session.Rows, .. merged.Rows]);
        }

        if (merged.End - 1 <= watermark)
        {
            return false;
        }

        open.RemoveAll(touched.Contains);
        open.Add(merged);
        return true;
    }

    private static SessionAggregateOperator Aggregate(bool retracts = false, int? timeColumn = 1) => new(Spec(retracts, timeColumn));

    private static SessionAggregateSpec Spec(bool retracts, int? timeColumn) => new()
    {
        GapMs = Gap,
        TimeColumn = timeColumn,
        IsLocalTime = false,
        Keys = [0],
        KeyTypes = [DataType.BigInt],
        Calls = [TestAggregates.Count, TestAggregates.Sum(2)],
        Retracts = retracts,
    };

    private static SessionTableOperator Table() => new(new SessionTableSpec
    {
        GapMs = Gap,
        TimeColumn = 1,
        IsLocalTime = false,
        Keys = [0],
        KeyTypes = [DataType.BigInt],
        InputTypes = s_input,
    });

    private sealed class NaiveSession(long key, long start, long end, List<(int Order, long Time, RowKind Kind)> rows)
    {
        public long Key => key;

        public long Start => start;

        public long End => end;

        public List<(int Order, long Time, RowKind Kind)> Rows => rows;

        public long Count => rows.Sum(Sign);

        public override string ToString()
        {
            long sum = rows.Sum(r => Sign(r) * r.Order);
            return string.Create(CultureInfo.InvariantCulture, $"+I[{key}, {Count}, {sum}, {start}, {end}, {end - 1}]");
        }

        public string[] RowTexts() =>
            [.. rows.OrderBy(r => r.Order).Select(r => string.Create(CultureInfo.InvariantCulture, $"{r.Kind.Symbol()}[{key}, {r.Time}, {r.Order}, {start}, {end}, {end - 1}]"))];

        private static long Sign((int Order, long Time, RowKind Kind) row) => row.Kind == RowKind.Delete ? -1 : 1;
    }
}
