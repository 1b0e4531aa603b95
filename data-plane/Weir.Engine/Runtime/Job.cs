using Weir.Engine.Batches;
using Weir.Engine.Connectors;
using Weir.Engine.Expressions;
using Weir.Engine.Plans;

namespace Weir.Engine.Runtime;

/// <summary>How a job stands.</summary>
public enum JobState
{
    /// <summary>Not started.</summary>
    Created,

    /// <summary>Running.</summary>
    Running,

    /// <summary>All input has been processed.</summary>
    Finished,

    /// <summary>Stopped on request.</summary>
    Stopped,

    /// <summary>Failed; see <see cref="Job.Failure"/>.</summary>
    Failed,
}

/// <summary>One run of a job in this process. Started once; thread-safe.</summary>
public sealed class Job : IDisposable
{
    private readonly JobPlan _plan;
    private readonly JobOptions _options;
    private readonly Lane[] _lanes;
    private readonly Thread?[] _threads;
    private readonly TaskCompletionSource<JobState> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _running;
    private int _stopRequested;
    private Exception? _failure;

    /// <summary>A job, not yet started.</summary>
    public Job(JobPlan plan, JobOptions options)
    {
        _plan = plan;
        _options = options;
        _lanes = [.. Enumerable.Range(0, options.Lanes).Select(i => new Lane(i, options.Clock))];
        _threads = new Thread?[_lanes.Length];
        new StageBuilder(plan, options, _lanes).Build();
    }

    /// <summary>How the job stands.</summary>
    public JobState State { get; private set; }

    /// <summary>Why it failed.</summary>
    public Exception? Failure => _failure;

    /// <summary>Completes when the job has finished, stopped or failed.</summary>
    public Task<JobState> Completion => _done.Task;

    /// <summary>Opens all operators and starts the lanes.</summary>
    /// <exception cref="ConnectorException">A table cannot be opened.</exception>
    public void Start()
    {
        Open();
        State = JobState.Running;
        _running = _lanes.Length;
        for (int i = 0; i < _lanes.Length; i++)
        {
            Lane lane = _lanes[i];
            _threads[i] = new Thread(() => RunLane(lane)) { IsBackground = true, Name = $"lane-{i}" };
            _threads[i]!.Start();
        }
    }

    /// <summary>Runs the whole job on the calling thread: one lane, for tests and simulations that need the same order each time.</summary>
    public void RunToEnd()
    {
        if (_lanes.Length != 1)
        {
            throw new InvalidOperationException("Only a job of one lane runs on the calling thread.");
        }

        Open();
        State = JobState.Running;
        _running = 1;
        RunLane(_lanes[0]);
    }

    /// <summary>Asks the job to stop at the next batch; await <see cref="Completion"/>.</summary>
    public void Stop()
    {
        Interlocked.Exchange(ref _stopRequested, 1);
        foreach (Lane lane in _lanes)
        {
            lane.Stop();
        }
    }

    /// <summary>The figures of every operator, summed over lanes.</summary>
    public IReadOnlyList<OperatorFigures> Figures()
    {
        Dictionary<int, (int TaskId, List<OperatorMetrics> Lanes)> metrics = [];
        foreach (Lane lane in _lanes)
        {
            foreach (StageTask task in lane.Tasks)
            {
                for (int i = 0; i < task.Operators.Count; i++)
                {
                    if (!metrics.TryGetValue(task.PlanIds[i], out (int TaskId, List<OperatorMetrics> Lanes) found))
                    {
                        metrics[task.PlanIds[i]] = found = (task.PlanIds[0], []);
                    }

                    found.Lanes.Add(task.Operators[i].Metrics);
                }
            }
        }

        return [.. _plan.Operators.Select(op => OperatorFigures.Sum(op, metrics[op.Id].TaskId, metrics[op.Id].Lanes))];
    }

    /// <summary>Stops the job where it still runs, and closes its tables.</summary>
    /// <exception cref="ConnectorException">A sink could not write rows that it had taken, which <see cref="Failure"/> does not tell of.</exception>
    public void Dispose()
    {
        Stop();
        foreach (Thread? thread in _threads)
        {
            thread?.Join();
        }

        ConnectorException? lost = null;
        foreach (Lane lane in _lanes)
        {
            foreach (StageTask task in lane.Tasks)
            {
                try
                {
                    task.Dispose();
                }
                catch (ConnectorException e)
                {
                    lost ??= e; // the others are closed all the same
                }
            }

            lane.Dispose();
        }

        if (lost is not null && _failure is null)
        {
            throw lost;
        }
    }

    private void Open()
    {
        BatchPool pool = new(_options.BatchRows);
        JobShared shared = new();
        foreach (Lane lane in _lanes)
        {
            foreach (StageTask task in lane.Tasks)
            {
                task.Open(new OperatorContext
                {
                    Evaluation = new EvaluationContext(pool, _options.Clock, _options.SessionTimeZone),
                    Lane = lane.Number,
                    LaneCount = _lanes.Length,
                    Wake = lane.Wake,
                    DeadLetters = _options.DeadLetters,
                    Connectors = _options.Connectors,
                    Shared = shared,
                });
            }
        }
    }

    private void RunLane(Lane lane)
    {
        try
        {
            lane.Run();
        }
        catch (Exception e)
        {
            Interlocked.CompareExchange(ref _failure, e, null);
            foreach (Lane other in _lanes)
            {
                other.Stop();
            }
        }

        if (Interlocked.Decrement(ref _running) == 0)
        {
            bool ended = _lanes.All(l => l.Tasks.All(t => t.IsEnded));
            State = _failure is not null ? JobState.Failed : ended ? JobState.Finished : JobState.Stopped;
            _done.TrySetResult(State);
        }
    }
}
