using Weir.Engine.Batches;
using Weir.Engine.Runtime;
using Weir.Engine.Tests.Runtime;
using Weir.Engine.Types;
using Weir.Engine.Windows;

namespace Weir.Engine.Tests.Windows;

/// <summary>Rows that come too late, where somebody takes them: the row, its kind, the last window it would have been in, and the watermark that it came after.</summary>
public sealed class LateRowTests
{
    private static readonly DataType[] s_input = [DataType.BigInt, DataType.BigInt, DataType.BigInt];
    private static readonly DataType[] s_output = [DataType.BigInt, DataType.BigInt, DataType.BigInt, DataType.BigInt, DataType.BigInt, DataType.BigInt];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_late_row_is_handed_on_with_its_window_and_the_watermark(bool sparse)
    {
        WindowAggregateOperator op = Slices(new WindowSpec(WindowKind.Hop, 10, 5, 0));
        using OperatorHarness harness = new(op, s_input, s_output, keepsLateRows: true);
        harness.Watermark(14);
        harness.Send([Insert(1, 9, 7), Insert(2, 4, 8), Insert(1, 10, 9)], sparse);
        harness.Send([Insert(3, 1, 1), Insert(4, 2, 2)], sparse);
        Assert.Equal(["+I[1, 9, 7, +I, 5, 15, 14]", "+I[2, 4, 8, +I, 0, 10, 14]", "+I[3, 1, 1, +I, 0, 10, 14]", "+I[4, 2, 2, +I, 0, 10, 14]"], harness.TakeLate());
        Assert.Equal(4, op.Metrics.LateRows);
        harness.Watermark(100);
        Assert.Equal(["+I[1, 1, 9, 10, 20, 19]"], harness.Take());
    }

    [Fact]
    public void A_row_that_is_late_for_one_of_its_windows_only_is_not_handed_on()
    {
        using OperatorHarness harness = new(Slices(new WindowSpec(WindowKind.Hop, 10, 5, 0)), s_input, s_output, keepsLateRows: true);
        harness.Watermark(12);
        harness.Insert([1L, 7L, 1L]);
        Assert.Empty(harness.TakeLate());
    }

    [Fact]
    public void A_late_row_that_takes_back_says_so_and_goes_on_as_an_insertion()
    {
        WindowAggregateSpec spec = Spec(new WindowSpec(WindowKind.Tumble, 10, 10, 0)) with { Retracts = true };
        using OperatorHarness harness = new(new WindowAggregateOperator(spec), s_input, s_output, keepsLateRows: true);
        harness.Watermark(50);
        harness.Send([OperatorHarness.Delete(1L, 5L, 1L), OperatorHarness.Insert(1L, 60L, 1L)]);
        Assert.Equal(["+I[1, 5, 1, -D, 0, 10, 50]"], harness.TakeLate());
    }

    [Fact]
    public void Rows_that_carry_their_window_are_late_when_it_has_fired()
    {
        WindowAggregateSpec spec = Spec(new WindowSpec(WindowKind.Tumble, 10, 10, 0)) with { Slices = new SliceAssignment.ByOwnWindow(1, 2, false) };
        WindowAggregateOperator op = new(spec);
        using OperatorHarness harness = new(op, s_input, s_output, keepsLateRows: true);
        harness.Watermark(29);
        harness.Insert([1L, 20L, 30L], [1L, 25L, 35L]);
        Assert.Equal(["+I[1, 20, 30, +I, 20, 30, 29]"], harness.TakeLate());
        Assert.Equal(1, op.Metrics.LateRows);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_late_row_of_a_session_has_the_window_that_it_would_have_opened(bool asTable)
    {
        Operator op = asTable
            ? new SessionTableOperator(new SessionTableSpec { GapMs = 10, TimeColumn = 1, IsLocalTime = false, Keys = [0], KeyTypes = [DataType.BigInt], InputTypes = s_input })
            : new SessionAggregateOperator(new SessionAggregateSpec
            {
                GapMs = 10,
                TimeColumn = 1,
                IsLocalTime = false,
                Keys = [0],
                KeyTypes = [DataType.BigInt],
                Calls = [TestAggregates.Count, TestAggregates.Sum(2)],
                Retracts = false,
            });
        using OperatorHarness harness = new(op, s_input, s_output, keepsLateRows: true);
        harness.Insert([1L, 100L, 1L]);
        harness.Watermark(105);
        harness.Insert([2L, 90L, 2L], [1L, 95L, 3L], [3L, 99L, 4L]);
        Assert.Equal(["+I[2, 90, 2, +I, 90, 100, 105]"], harness.TakeLate());
        Assert.Equal(1, op.Metrics.LateRows);
    }

    [Fact]
    public void Nobody_is_given_late_rows_that_are_only_counted()
    {
        WindowAggregateOperator op = Slices(new WindowSpec(WindowKind.Tumble, 10, 10, 0));
        using OperatorHarness harness = new(op, s_input, s_output);
        harness.Watermark(50);
        harness.Insert([1L, 5L, 1L]);
        Assert.Empty(harness.TakeLate());
        Assert.Equal(1, op.Metrics.LateRows);
    }

    private static WindowAggregateOperator Slices(WindowSpec window) => new(Spec(window));

    private static WindowAggregateSpec Spec(WindowSpec window) => new()
    {
        Slices = new SliceAssignment.ByEventTime(window, 1, false),
        Keys = [0],
        KeyTypes = [DataType.BigInt],
        Calls = [TestAggregates.Count, TestAggregates.Sum(2)],
        Retracts = false,
    };

    private static (RowKind Kind, object?[] Values) Insert(long key, long time, long value) => OperatorHarness.Insert(key, time, value);
}
