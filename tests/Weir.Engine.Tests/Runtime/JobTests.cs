using System.Globalization;
using Weir.Engine.Connectors;
using Weir.Engine.Expressions;
using Weir.Engine.Operators;
using Weir.Engine.Plans;
using Weir.Engine.Runtime;
using Weir.Engine.Types;

namespace Weir.Engine.Tests.Runtime;

public sealed class JobTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(1, 4)]
    [InlineData(2, 4)]
    public async Task A_diamond_with_a_fan_out_in_it_runs_to_its_end(int lanes, int queueBatches)
    {
        const int Copies = 10_000;
        SinkLog log = new();
        PlanOperator source = Source(1, Enumerable.Range(0, 20).SelectMany(i => new[] { ScriptStep.Of(i * 10, (i * 10) + 1), ScriptStep.At((i * 10) + 5) }).ToArray());
        PlanOperator many = Step(2, () => new FanOut(Copies), PlanEdge.ByKey(source, [0]));
        PlanOperator few = Step(3, () => new Relay(), PlanEdge.ByKey(source, [0]));
        PlanOperator union = Step(4, () => new Relay(), PlanEdge.Forward(many), PlanEdge.ByKey(few, [0]));
        JobState state = await Run(lanes, queueBatches, source, many, few, union, Sink(5, log, union));
        Assert.Equal(JobState.Finished, state);
        Assert.Equal(lanes * 40L * (Copies + 1), log.RowCount);
        foreach (var lane in log.Lanes.Take(lanes))
        {
            AssertNoRowAfterItsWatermark(lane);
            Assert.Equal("end", lane.Last());
            Assert.Contains("w195", lane);
        }
    }

    [Fact]
    public void The_watermark_of_two_inputs_is_the_lower_one_and_rows_come_before_it()
    {
        SinkLog log = new();
        PlanOperator a = Source(1, ScriptStep.Of(10, 20), ScriptStep.At(20), ScriptStep.Of(30), ScriptStep.At(30));
        PlanOperator b = Source(2, ScriptStep.Of(12), ScriptStep.At(12), ScriptStep.Of(25), ScriptStep.At(25));
        PlanOperator union = Step(3, () => new Relay(), PlanEdge.Forward(a), PlanEdge.Forward(b));
        RunHere(a, b, union, Sink(4, log, union));
        AssertNoRowAfterItsWatermark(log.Lanes[0]);
        Assert.Equal("end", log.Lanes[0].Last());
    }

    [Fact]
    public void An_idle_input_does_not_hold_time_back()
    {
        SinkLog log = new();
        PlanOperator idle = Source(1, ScriptStep.Idle, ScriptStep.WaitFor(() => log.Saw("w100")));
        PlanOperator busy = Source(2, ScriptStep.Of(50), ScriptStep.At(100), ScriptStep.WaitFor(() => log.Saw("w100")));
        PlanOperator union = Step(3, () => new Relay(), PlanEdge.Forward(idle), PlanEdge.Forward(busy));
        RunHere(idle, busy, union, Sink(4, log, union));
        Assert.Equal(["50", "w100", "end"], log.Lanes[0]);
    }

    [Fact]
    public void A_stage_all_of_whose_inputs_are_idle_is_idle_even_when_that_moves_its_time_on()
    {
        SinkLog log = new();
        bool firstIsIdle = false;
        PlanOperator first = Source(1, ScriptStep.At(5), ScriptStep.Idle, ScriptStep.WaitFor(() => firstIsIdle = true), ScriptStep.WaitFor(() => log.Saw("w100")));
        PlanOperator second = Source(2, ScriptStep.At(3), ScriptStep.WaitFor(() => firstIsIdle), ScriptStep.Idle, ScriptStep.WaitFor(() => log.Saw("w100")));
        PlanOperator quiet = Step(3, () => new Relay(), PlanEdge.Forward(first), PlanEdge.Forward(second));
        PlanOperator busy = Source(4, ScriptStep.At(100), ScriptStep.WaitFor(() => log.Saw("w100")));
        PlanOperator union = Step(5, () => new Relay(), PlanEdge.Forward(quiet), PlanEdge.Forward(busy));
        RunHere(first, second, quiet, busy, union, Sink(6, log, union));
        Assert.Contains("w100", log.Lanes[0]);
    }

    [Fact]
    public void Rows_of_an_input_that_was_idle_hold_time_back_again()
    {
        SinkLog log = new();
        bool told = false;
        PlanOperator sleeper = Source(
            1, ScriptStep.At(5), ScriptStep.Idle, ScriptStep.WaitFor(() => log.Saw("w100")), ScriptStep.Of(250), ScriptStep.WaitFor(() => told), ScriptStep.Of(260), ScriptStep.At(400));
        PlanOperator relay = Step(2, () => new Relay(), PlanEdge.Forward(sleeper), PlanEdge.Forward(Ended(7, out PlanOperator ended)));
        PlanOperator busy = Source(
            3, ScriptStep.At(100), ScriptStep.WaitFor(() => log.Saw("250")), ScriptStep.At(300), ScriptStep.WaitFor(() => told = true), ScriptStep.WaitFor(() => log.Saw("w300")));
        PlanOperator union = Step(4, () => new Relay(), PlanEdge.Forward(relay), PlanEdge.Forward(busy));
        RunHere(sleeper, ended, relay, busy, union, Sink(5, log, union));
        List<string> seen = [.. log.Lanes[0]];
        Assert.True(seen.IndexOf("w300") > seen.IndexOf("260"), string.Join(' ', seen));
        AssertNoRowAfterItsWatermark(seen);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task An_operator_that_throws_fails_the_job_with_its_exception(int lanes)
    {
        SinkLog log = new();
        PlanOperator source = Step(1, () => new EndlessSource());
        PlanOperator bad = Step(2, () => new Relay(bad: 0), PlanEdge.ByKey(source, [0]));
        using Job job = new(Plan(source, bad, Sink(3, log, bad)), Options(lanes, 2));
        job.Start();
        Assert.Equal(JobState.Failed, await job.Completion.WaitAsync(s_patience));
        Assert.Equal("A bad row.", Assert.IsType<InvalidOperationException>(job.Failure).Message);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Stop_stops_a_job_that_has_no_end(int lanes)
    {
        SinkLog log = new();
        TaskCompletionSource wrote = new(TaskCreationOptions.RunContinuationsAsynchronously);
        SinkLog telling = new()
        {
            CanWrite = () =>
            {
                if (Interlocked.Read(ref log.RowCount) == 0)
                {
                    wrote.TrySetResult();
                }

                return true;
            },
        };
        PlanOperator source = Step(1, () => new EndlessSource());
        using Job job = new(Plan(source, Sink(2, telling, source)), Options(lanes, 2));
        job.Start();
        await wrote.Task.WaitAsync(s_patience);
        job.Stop();
        Assert.Equal(JobState.Stopped, await job.Completion.WaitAsync(s_patience));
        Assert.Null(job.Failure);
    }

    [Fact]
    public void Waiting_for_a_slow_sink_is_measured_where_it_waits()
    {
        Job? job = null;
        bool open = false;
        SinkLog log = new()
        {
            // The sink is slow until the job has noticed.
            CanWrite = () => open |= job!.Figures().Any(f => f.BackpressuredMs > 0),
        };
        PlanOperator source = Source(1, [.. Enumerable.Range(0, 20).Select(i => ScriptStep.Of(i))]);
        PlanOperator other = Source(3);
        PlanOperator sink = new() { Id = 2, Name = "sink", OutputTypes = [], Create = () => new LogSink(log), Inputs = [PlanEdge.Forward(source), PlanEdge.Forward(other)], MergesInputs = true };
        using (job = new Job(Plan(source, other, sink), Options(1, 1)))
        {
            job.RunToEnd();
            Assert.Equal(JobState.Finished, job.State);
            Assert.True(job.Figures().Single(f => f.Id == 1).BackpressuredMs > 0);
            Assert.Equal(20, log.RowCount);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Values_are_given_once_however_many_lanes_there_are(int lanes)
    {
        SinkLog log = new();
        Expression[][] Rows() => [.. Enumerable.Range(0, 2500).Select(i => new Expression[] { new LiteralExpression((long)i, DataType.BigInt) })];
        PlanOperator values = Step(1, () => new ValuesOperator(Rows, ScriptedSource.Types));
        JobState state = await Run(lanes, 2, values, Sink(2, log, values));
        Assert.Equal(JobState.Finished, state);
        Assert.Equal(
            Enumerable.Range(0, 2500).Select(i => i.ToString(CultureInfo.InvariantCulture)).Append($"w{long.MaxValue}").Append("end"),
            log.Lanes[0]);
        Assert.Equal(lanes == 1 ? [] : [$"w{long.MaxValue}", "end"], log.Lanes[1]);
    }

    [Fact]
    public void Rows_that_are_found_lost_when_a_job_is_closed_are_told_and_all_else_is_closed()
    {
        SinkLog log = new();
        bool closed = false;
        PlanOperator source = Source(1, ScriptStep.Of(1));
        PlanOperator first = Step(2, () => new LosesRows(), PlanEdge.ByKey(source, [0]));
        PlanOperator second = Step(3, () => new TellsItsEnd(() => closed = true), PlanEdge.ByKey(source, [0]));
        Job job = new(Plan(source, first, second, Sink(4, log, first), Sink(5, log, second)), Options(1, 1));
        job.RunToEnd();
        Assert.Equal("Rows are lost.", Assert.Throws<ConnectorException>(job.Dispose).Message);
        Assert.True(closed);

        Job failing = new(Plan(source, first, Step(3, () => new Relay(bad: 1), PlanEdge.ByKey(source, [0])), Sink(4, log, first)), Options(1, 1));
        failing.RunToEnd();
        Assert.Equal("A bad row.", failing.Failure?.Message);
        failing.Dispose(); // what it failed with has been told
    }

    private static void AssertNoRowAfterItsWatermark(IEnumerable<string> seen)
    {
        long watermark = long.MinValue;
        foreach (string entry in seen)
        {
            if (entry[0] == 'w')
            {
                long next = long.Parse(entry[1..], CultureInfo.InvariantCulture);
                Assert.True(next > watermark);
                watermark = next;
            }
            else if (entry != "end")
            {
                Assert.True(long.Parse(entry, CultureInfo.InvariantCulture) > watermark, $"Row {entry} came after watermark {watermark}.");
            }
        }
    }

    private static PlanOperator Source(int id, params ScriptStep[] script) => Step(id, () => new ScriptedSource(script));

    private static PlanOperator Ended(int id, out PlanOperator source) => source = Source(id);

    private static PlanOperator Step(int id, Func<Operator> create, params PlanEdge[] inputs) =>
        new() { Id = id, Name = $"op{id}", OutputTypes = ScriptedSource.Types, Create = create, Inputs = inputs, MergesInputs = inputs.Length > 1 };

    private static PlanOperator Sink(int id, SinkLog log, PlanOperator from) =>
        new() { Id = id, Name = "sink", OutputTypes = [], Create = () => new LogSink(log), Inputs = [PlanEdge.Forward(from)] };

    private static JobPlan Plan(params PlanOperator[] operators) => new("test", operators);

    private static JobOptions Options(int lanes, int queueBatches) =>
        new() { Lanes = lanes, QueueBatches = queueBatches, Connectors = NoOutside.Instance, DeadLetters = NoOutside.Instance };

    private static async Task<JobState> Run(int lanes, int queueBatches, params PlanOperator[] operators)
    {
        using Job job = new(Plan(operators), Options(lanes, queueBatches));
        job.Start();
        JobState state = await job.Completion.WaitAsync(s_patience);
        Assert.Null(job.Failure);
        return state;
    }

    /// <summary>On one lane and this thread, so that the order is the same each time.</summary>
    private static void RunHere(params PlanOperator[] operators)
    {
        using Job job = new(Plan(operators), Options(1, 1));
        job.RunToEnd();
        Assert.Null(job.Failure);
        Assert.Equal(JobState.Finished, job.State);
    }
}
