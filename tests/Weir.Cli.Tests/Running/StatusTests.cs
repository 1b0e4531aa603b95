using System.Text;
using Weir.Cli.Running;
using Weir.Engine.Runtime;

using Weir.Worker.Figures;
namespace Weir.Cli.Tests.Running;

public sealed class StatusTests
{
    private static readonly DateTimeOffset s_now = new(2026, 1, 1, 0, 1, 0, TimeSpan.Zero);
    private readonly SteppedClock _clock = new();

    [Fact]
    public void Rates_are_over_the_time_since_they_were_last_asked_for()
    {
        IReadOnlyList<OperatorFigures> figures = Figures(rows: 1000, busyMs: 300);
        JobRates rates = new(() => figures, _clock, _clock.GetTimestamp());
        _clock.Now = TimeSpan.FromSeconds(2);
        OperatorRates source = rates.Take()[0];
        Assert.Equal((500, 150, 0, 850), (source.RowsOutPerSecond, source.BusyMsPerSecond, source.BackpressuredMsPerSecond, source.IdleMsPerSecond));

        figures = Figures(rows: 1010, busyMs: 5300, backpressuredMs: 2000);
        _clock.Now = TimeSpan.FromSeconds(2.5);
        Assert.Equal((500, 1010), (rates.Take()[0].RowsOutPerSecond, rates.Take()[0].Figures.RowsOut)); // too soon for another rate
        _clock.Now = TimeSpan.FromSeconds(12);
        source = rates.Take()[0];
        Assert.Equal((1, 500, 200, 300), (source.RowsOutPerSecond, source.BusyMsPerSecond, source.BackpressuredMsPerSecond, source.IdleMsPerSecond));
        Assert.Null(rates.Take()[1].BusyMsPerSecond); // it is part of the chain that the source heads
    }

    [Fact]
    public void A_line_tells_rates_totals_lag_watermark_backpressure_and_what_stands_in_the_way()
    {
        string line = StatusText.Line("alerts", Rates(trouble: "Kafka at x is unreachable"), 3, s_now);
        Assert.Equal(
            "alerts: in 1000/s  out 0/s  (total 1000 in, 0 out)  lag 17  watermark 2026-01-01 00:00:48 (12 s behind)  late 2  not parsed 3  backpressure 250 ms/s  ! Kafka at x is unreachable",
            line);
    }

    [Fact]
    public void A_block_has_a_line_for_each_operator_that_there_is_room_for()
    {
        List<string> block = StatusText.Block("alerts", Rates(trouble: "down"), 0, s_now, TimeSpan.FromSeconds(3723), height: 24);
        Assert.StartsWith("alerts  1:02:03  in 1000/s", block[0], StringComparison.Ordinal);
        Assert.Matches(@"^  Source: logs +1000 +1000 +50 % +25 %$", block[2]);
        Assert.Matches(@"^  Sink: alerts +1000 +0 +$", block[3]);
        Assert.Equal("  ! down", block[4]);
        Assert.Equal(5, block.Count);
        Assert.Equal(4, StatusText.Block("alerts", Rates(trouble: "down"), 0, s_now, TimeSpan.Zero, height: 4).Count);
        Assert.Equal(2, StatusText.Block("alerts", Rates(trouble: "down"), 0, s_now, TimeSpan.Zero, height: 1).Count);
    }

    [Fact]
    public void On_a_terminal_lines_are_drawn_in_place_and_rows_go_above_them()
    {
        StringWriter terminal = new();
        LiveArea area = new(terminal, isTerminal: true, sharesOutput: true, () => (50, 24));
        MemoryStream rows = new();
        using Stream above = area.Above(rows);
        area.Draw(["one", "two"]);
        area.Draw([new string('x', 60)]);
        above.Write("row\n"u8);
        area.Draw(["three"]);
        above.Write("half"u8);
        area.Draw(["not drawn: it would tear the line"]);
        Assert.Equal($"one\ntwo\n\u001b[2A\r\u001b[J{new string('x', 48)}…\n\u001b[1A\r\u001b[Jthree\n\u001b[1A\r\u001b[J", terminal.ToString());
        Assert.Equal("row\nhalf", Encoding.UTF8.GetString(rows.ToArray()));
    }

    [Fact]
    public void Without_a_terminal_nothing_is_drawn()
    {
        StringWriter file = new();
        LiveArea area = new(file, isTerminal: false, sharesOutput: false, () => (50, 24));
        area.Draw(["one"]);
        area.Say("said");
        using MemoryStream rows = new();
        Assert.Same(rows, area.Above(rows));
        Assert.Equal($"said{Environment.NewLine}", file.ToString());
    }

    [Fact]
    public void Metrics_have_Flinks_names_and_times_stand_with_the_head_of_a_chain()
    {
        string text = MetricsText.Of([("a \"job\"", Rates())]);
        Assert.Contains("# TYPE flink_taskmanager_job_task_operator_numRecordsIn counter\n", text, StringComparison.Ordinal);
        Assert.Contains("flink_taskmanager_job_task_operator_numRecordsOutPerSecond{job_name=\"a \\\"job\\\"\",operator_id=\"1\",operator_name=\"Source: logs\"} 1000\n", text, StringComparison.Ordinal);
        Assert.Contains("flink_taskmanager_job_task_busyTimeMsPerSecond{job_name=\"a \\\"job\\\"\",task_id=\"1\",task_name=\"Source: logs\"} 500\n", text, StringComparison.Ordinal);
        Assert.Contains("flink_taskmanager_job_task_idleTimeMsPerSecond{job_name=\"a \\\"job\\\"\",task_id=\"1\",task_name=\"Source: logs\"} 250\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("task_id=\"2\"", text, StringComparison.Ordinal);
    }

    private IReadOnlyList<OperatorRates> Rates(string? trouble = null)
    {
        JobRates rates = new(() => Figures(1000, 500, 250, trouble), _clock, _clock.GetTimestamp());
        _clock.Now += TimeSpan.FromSeconds(1);
        return rates.Take();
    }

    private static OperatorFigures[] Figures(long rows, double busyMs, double backpressuredMs = 0, string? trouble = null)
    {
        OperatorFigures source = new()
        {
            Id = 1,
            TaskId = 1,
            Name = "Source: logs",
            IsSource = true,
            IsSink = false,
            RowsIn = rows,
            RowsOut = rows,
            BytesIn = 0,
            BytesOut = 0,
            LateRows = 2,
            PendingRows = 17,
            Watermark = new DateTimeOffset(2026, 1, 1, 0, 0, 48, TimeSpan.Zero).ToUnixTimeMilliseconds(),
            StateBytes = 0,
            BusyMs = busyMs,
            BackpressuredMs = backpressuredMs,
            Trouble = trouble,
        };
        return [source, source with { Id = 2, Name = "Sink: alerts", IsSource = false, IsSink = true, RowsOut = 0, LateRows = 0, PendingRows = null, BusyMs = 0, BackpressuredMs = 0, Trouble = null }];
    }

    private sealed class SteppedClock : TimeProvider
    {
        public TimeSpan Now { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now.Ticks;
    }
}
