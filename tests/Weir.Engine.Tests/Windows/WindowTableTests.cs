using Weir.Engine.Batches;
using Weir.Engine.Tests.Runtime;
using Weir.Engine.Types;
using Weir.Engine.Windows;

namespace Weir.Engine.Tests.Windows;

public sealed class WindowTableTests
{
    private static readonly DataType[] s_input = [DataType.String, DataType.Timestamp(3)];
    private static readonly DataType[] s_output = [DataType.String, DataType.BigInt, DataType.BigInt, DataType.BigInt, DataType.BigInt];

    [Fact]
    public void A_row_of_tumble_gets_its_window_and_keeps_its_kind()
    {
        using OperatorHarness harness = Create(new WindowSpec(WindowKind.Tumble, 10, 10, 0));
        harness.Send([OperatorHarness.Insert("a", 3L), OperatorHarness.Delete("b", -1L), OperatorHarness.Insert("c", 10L)], sparse: true);
        Assert.Equal(["+I[a, 3, 0, 10, 9]", "-D[b, -1, -10, 0, -1]", "+I[c, 10, 10, 20, 19]"], harness.Take());
    }

    [Fact]
    public void A_row_of_hop_comes_out_for_each_window_the_latest_first()
    {
        using OperatorHarness harness = Create(new WindowSpec(WindowKind.Hop, 10, 4, 0));
        harness.Send([OperatorHarness.Insert("a", 9L), OperatorHarness.Delete("b", 2L)]);
        Assert.Equal(["+I[a, 9, 8, 18, 17]", "+I[a, 9, 4, 14, 13]", "+I[a, 9, 0, 10, 9]", "-D[b, 2, 0, 10, 9]", "-D[b, 2, -4, 6, 5]"], harness.Take());
    }

    [Fact]
    public void A_row_between_windows_of_hop_is_in_none()
    {
        using OperatorHarness harness = Create(new WindowSpec(WindowKind.Hop, 2, 5, 0));
        harness.Insert(["a", 3L], ["b", 6L]);
        Assert.Equal(["+I[b, 6, 5, 7, 6]"], harness.Take());
    }

    [Fact]
    public void A_row_of_cumulate_comes_out_for_each_window_from_the_shortest_on()
    {
        using OperatorHarness harness = Create(new WindowSpec(WindowKind.Cumulate, 12, 4, 0));
        harness.Insert(["a", 5L], ["b", 11L]);
        Assert.Equal(["+I[a, 5, 0, 8, 7]", "+I[a, 5, 0, 12, 11]", "+I[b, 11, 0, 12, 11]"], harness.Take());
    }

    [Theory]
    [InlineData(WindowKind.Tumble)]
    [InlineData(WindowKind.Hop)]
    [InlineData(WindowKind.Cumulate)]
    public void A_row_without_a_time_is_dropped(WindowKind kind)
    {
        using OperatorHarness harness = Create(new WindowSpec(kind, 10, 10, 0));
        harness.Insert(["a", null], ["b", 1L], ["c", null]);
        Assert.Equal(["+I[b, 1, 0, 10, 9]"], harness.Take());
    }

    [Theory]
    [InlineData(WindowKind.Hop)]
    [InlineData(WindowKind.Cumulate)]
    public void What_does_not_fit_a_batch_comes_in_the_next_even_in_the_middle_of_a_row(WindowKind kind)
    {
        WindowSpec window = new(kind, 100, 5, 0);
        using OperatorHarness small = Create(window, batchRows: 7);
        using OperatorHarness large = Create(window);
        object?[][] rows = [.. Enumerable.Range(0, 7).Select(i => new object?[] { $"r{i}", i % 3 == 2 ? null : (long)(i * 37) })];
        small.Insert(rows);
        large.Insert(rows);
        string[] expected = large.Take();
        Assert.Equal(expected, small.Take());
        Assert.Equal((expected.Length + 6) / 7, small.Batches);
        Assert.Equal(1, large.Batches);
    }

    [Fact]
    public void Windows_of_local_time_are_cut_by_the_wall_clock()
    {
        const long Day = 86_400_000;
        using OperatorHarness harness = new(
            new WindowTableOperator(new WindowSpec(WindowKind.Tumble, Day, Day, 0), 1, true, s_input), s_input, s_output, zone: "Asia/Shanghai");
        harness.Insert(["a", 17 * 3_600_000L]);
        Assert.Equal(["+I[a, 61200000, 86400000, 172800000, 143999999]"], harness.Take());
    }

    [Fact]
    public void Windows_by_processing_time_go_by_the_clock()
    {
        using OperatorHarness harness = new(new WindowTableOperator(new WindowSpec(WindowKind.Tumble, 10, 10, 0), null, false, s_input), s_input, s_output, nowMs: 25);
        harness.Insert(["a", 1L]);
        Assert.Equal(["+I[a, 1, 20, 30, 29]"], harness.Take());
    }

    private static OperatorHarness Create(WindowSpec window, int batchRows = 2048) =>
        new(new WindowTableOperator(window, 1, false, s_input), s_input, s_output, batchRows: batchRows);
}
