using Weir.Engine.Batches;
using Weir.Engine.Tests.Runtime;
using Weir.Engine.Types;
using Weir.Engine.Windows;

namespace Weir.Engine.Tests.Windows;

/// <summary>Group windows that tell before and after their end.</summary>
public sealed class WindowUpdateTests
{
    private static readonly DataType[] s_input = [DataType.BigInt, DataType.BigInt, DataType.BigInt];
    private static readonly DataType[] s_output = [DataType.BigInt, DataType.BigInt, DataType.BigInt, DataType.BigInt, DataType.BigInt, DataType.BigInt];
    private static readonly WindowSpec s_tumble = new(WindowKind.Tumble, 10, 10, 0);
    private static readonly WindowEmit s_eachRow = new() { EarlyDelayMs = 0 };

    [Fact]
    public void Without_delay_each_row_is_told_and_the_end_tells_nothing_new()
    {
        using OperatorHarness harness = Create(s_tumble, s_eachRow);
        harness.Insert([1L, 1L, 5L], [1L, 2L, 6L], [2L, 3L, 7L]);
        Assert.Equal(["+I[1, 1, 5, 0, 10, 9]", "-U[1, 1, 5, 0, 10, 9]", "+U[1, 2, 11, 0, 10, 9]", "+I[2, 1, 7, 0, 10, 9]"], harness.Take());
        harness.Watermark(9);
        Assert.Empty(harness.Take());
    }

    [Fact]
    public void A_row_is_told_for_each_of_its_windows_the_latest_first_however_small_the_batches_are()
    {
        using OperatorHarness harness = Create(new WindowSpec(WindowKind.Hop, 30, 10, 0), s_eachRow, batchRows: 2);
        harness.Insert([1L, 25L, 5L], [1L, 31L, 1L]);
        Assert.Equal(
            [
                "+I[1, 1, 5, 20, 50, 49]", "+I[1, 1, 5, 10, 40, 39]", "+I[1, 1, 5, 0, 30, 29]",
                "+I[1, 1, 1, 30, 60, 59]", "-U[1, 1, 5, 20, 50, 49]", "+U[1, 2, 6, 20, 50, 49]", "-U[1, 1, 5, 10, 40, 39]", "+U[1, 2, 6, 10, 40, 39]",
            ],
            harness.Take());
        harness.Watermark(long.MaxValue);
        Assert.Empty(harness.Take());
    }

    [Fact]
    public void With_a_delay_what_has_changed_is_told_by_the_clock_from_the_first_row_on()
    {
        using OperatorHarness harness = Create(s_tumble, new WindowEmit { EarlyDelayMs = 1000 }, nowMs: 500);
        harness.Insert([1L, 1L, 5L]);
        harness.ProcessingTime(1400);
        harness.Insert([2L, 1L, 7L]);
        Assert.Empty(harness.Take());
        harness.ProcessingTime(1500);
        Assert.Equal(["+I[1, 1, 5, 0, 10, 9]"], harness.Take());
        harness.Insert([1L, 1L, 6L]);
        harness.ProcessingTime(2400);
        Assert.Equal(["+I[2, 1, 7, 0, 10, 9]"], harness.Take());
        harness.ProcessingTime(9500);
        Assert.Equal(["-U[1, 1, 5, 0, 10, 9]", "+U[1, 2, 11, 0, 10, 9]"], harness.Take());
        harness.Insert([2L, 1L, 1L], [1L, 11L, 2L]);
        harness.Watermark(9);
        Assert.Equal(["-U[2, 1, 7, 0, 10, 9]", "+U[2, 2, 8, 0, 10, 9]"], harness.Take());

        // The first window's timers are no more; the second's first row came at 9500.
        harness.ProcessingTime(10499);
        Assert.Empty(harness.Take());
        harness.ProcessingTime(10500);
        Assert.Equal(["+I[1, 1, 2, 10, 20, 19]"], harness.Take());
    }

    [Fact]
    public void Without_early_firing_a_window_tells_at_its_end_and_again_for_each_row_that_is_allowed_to_be_late()
    {
        WindowUpdateOperator op = New(s_tumble, new WindowEmit { LateDelayMs = 0, AllowedLatenessMs = 20 }, false);
        using OperatorHarness harness = new(op, s_input, s_output, keepsLateRows: true);
        harness.Insert([1L, 1L, 5L]);
        Assert.Empty(harness.Take());
        harness.Watermark(9);
        Assert.Equal(["+I[1, 1, 5, 0, 10, 9]"], harness.Take());
        harness.Insert([1L, 2L, 6L], [2L, 2L, 1L]);
        Assert.Equal(["-U[1, 1, 5, 0, 10, 9]", "+U[1, 2, 11, 0, 10, 9]", "+I[2, 1, 1, 0, 10, 9]"], harness.Take());
        harness.Watermark(28);
        harness.Insert([2L, 2L, 1L]);
        Assert.Equal(["-U[2, 1, 1, 0, 10, 9]", "+U[2, 2, 2, 0, 10, 9]"], harness.Take());
        harness.Watermark(29);
        harness.Insert([2L, 3L, 1L]);
        Assert.Empty(harness.Take());
        Assert.Equal(["+I[2, 3, 1, +I, 0, 10, 29]"], harness.TakeLate());
        Assert.Equal(1, op.Metrics.LateRows);
    }

    [Fact]
    public void With_a_delay_late_rows_of_a_group_that_has_told_on_time_are_told_by_the_clock_and_a_new_group_at_once()
    {
        using OperatorHarness harness = Create(s_tumble, new WindowEmit { LateDelayMs = 100, AllowedLatenessMs = 50 });
        harness.Insert([1L, 1L, 5L]);
        harness.Watermark(9);
        Assert.Equal(["+I[1, 1, 5, 0, 10, 9]"], harness.Take());
        harness.Insert([1L, 2L, 6L], [2L, 2L, 1L]);
        Assert.Equal(["+I[2, 1, 1, 0, 10, 9]"], harness.Take());
        harness.ProcessingTime(99);
        Assert.Empty(harness.Take());
        harness.ProcessingTime(100);
        Assert.Equal(["-U[1, 1, 5, 0, 10, 9]", "+U[1, 2, 11, 0, 10, 9]"], harness.Take());
    }

    [Fact]
    public void A_group_whose_rows_have_all_been_taken_back_is_told_as_gone_once()
    {
        using OperatorHarness harness = new(New(s_tumble, s_eachRow, true), s_input, s_output);
        harness.Insert([1L, 1L, 5L]);
        harness.Send([OperatorHarness.Delete(1L, 1L, 5L)]);
        harness.Insert([1L, 1L, 6L]);
        harness.Send([OperatorHarness.Delete(1L, 1L, 6L)]);
        harness.Watermark(50);
        Assert.Equal(["+I[1, 1, 5, 0, 10, 9]", "-D[1, 1, 5, 0, 10, 9]", "+I[1, 1, 6, 0, 10, 9]", "-D[1, 1, 6, 0, 10, 9]"], harness.Take());
    }

    [Fact]
    public void Windows_by_processing_time_tell_early_and_end_by_the_clock()
    {
        WindowUpdateOperator op = new(Spec(new SliceAssignment.ByProcessingTime(s_tumble), false), new WindowEmit { EarlyDelayMs = 3 });
        using OperatorHarness harness = new(op, s_input, s_output, nowMs: 100);
        harness.Insert([1L, 0L, 5L]);
        harness.ProcessingTime(103);
        Assert.Equal(["+I[1, 1, 5, 100, 110, 109]"], harness.Take());
        harness.Insert([1L, 0L, 6L]);
        harness.ProcessingTime(109);
        Assert.Equal(["-U[1, 1, 5, 100, 110, 109]", "+U[1, 2, 11, 100, 110, 109]"], harness.Take());
        harness.ProcessingTime(110);
        harness.Insert([1L, 0L, 7L]);
        harness.ProcessingTime(119);
        Assert.Equal(["+I[1, 1, 7, 110, 120, 119]"], harness.Take());
        Assert.Equal(122, op.NextTimerMs);
    }

    /// <summary>What remains of all that was told is what windows that tell once give.</summary>
    [Theory]
    [InlineData(0L, false)]
    [InlineData(5L, false)]
    [InlineData(0L, true)]
    [InlineData(5L, true)]
    public void In_the_end_windows_hold_what_those_that_tell_once_do(long delayMs, bool retracts)
    {
        for (int seed = 1; seed <= 30; seed++)
        {
            Random random = new(seed);
            WindowSpec window = new(WindowKind.Hop, 12, 4, 1);
            using OperatorHarness updating = new(New(window, new WindowEmit { EarlyDelayMs = delayMs }, retracts), s_input, s_output, batchRows: seed % 2 == 0 ? 3 : 2048);
            using OperatorHarness once = new(new WindowAggregateOperator(Spec(new SliceAssignment.ByEventTime(window, 1, false), retracts)), s_input, s_output);
            List<string> remaining = [];
            List<string> expected = [];
            List<object?[]> live = [];
            long watermark = 0;
            for (int step = 0; step < 40; step++)
            {
                List<(RowKind, object?[])> rows = [];
                for (int i = random.Next(8); i > 0; i--)
                {
                    object?[] row = [(long)random.Next(3), watermark + random.Next(30) - 6, (long)random.Next(5)];
                    bool takesBack = retracts && live.Count > 0 && random.Next(3) == 0;
                    if (takesBack)
                    {
                        int at = random.Next(live.Count);
                        row = live[at];
                        live.RemoveAt(at);
                    }
                    else
                    {
                        live.Add(row);
                    }

                    rows.Add((takesBack ? RowKind.Delete : RowKind.Insert, row));
                }

                if (rows.Count > 0)
                {
                    updating.Send(rows);
                    once.Send(rows);
                }

                updating.ProcessingTime(step * 3);
                watermark += random.Next(6);
                updating.Watermark(step == 39 ? long.MaxValue : watermark);
                once.Watermark(step == 39 ? long.MaxValue : watermark);
                expected.AddRange(once.Take().Select(r => r[2..]));
                foreach (string told in updating.Take())
                {
                    if (told[0] == '+')
                    {
                        remaining.Add(told[2..]);
                    }
                    else
                    {
                        Assert.True(remaining.Remove(told[2..]), told);
                    }
                }
            }

            Assert.Equal(expected.Order(StringComparer.Ordinal), remaining.Order(StringComparer.Ordinal));
        }
    }

    private static OperatorHarness Create(WindowSpec window, WindowEmit emit, int batchRows = 2048, long nowMs = 0) =>
        new(New(window, emit, false), s_input, s_output, batchRows: batchRows, nowMs: nowMs);

    private static WindowUpdateOperator New(WindowSpec window, WindowEmit emit, bool retracts) => new(Spec(new SliceAssignment.ByEventTime(window, 1, false), retracts), emit);

    private static WindowAggregateSpec Spec(SliceAssignment slices, bool retracts) => new()
    {
        Slices = slices,
        Keys = [0],
        KeyTypes = [DataType.BigInt],
        Calls = [TestAggregates.Count, TestAggregates.Sum(2)],
        Retracts = retracts,
    };
}
