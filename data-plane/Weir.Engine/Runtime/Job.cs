using System.Diagnostics;
using Weir.Engine.Batches;
using Weir.Engine.Checkpoints;
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
public sealed partial class Job : IDisposable
{
    private readonly JobPlan _plan;
    private readonly JobOptions _options;
    private readonly Lane[] _lanes;
    private readonly Thread?[] _threads;
    private readonly TaskCompletionSource<JobState> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _running;
    private readonly LaneGate? _gate;
    private readonly Checkpointer? _checkpointer;
    private readonly CancellationTokenSource _stopping = new();
    private Task _checkpointing = Task.CompletedTask;
    private Task _ending = Task.CompletedTask;
    private int _isDisposed;
    private int _endedLanes;
    private bool _isFinal;
    private int _stopRequested;
    private Exception? _failure;

    /// <summary>A job, not yet started.</summary>
    /// <exception cref="SnapshotException">It cannot go on from the snapshot that it is given.</exception>
    public Job(JobPlan plan, JobOptions options)
    {
        _plan = plan;
        _options = options;
        if (options.Recovery?.Begin is { } snapshot)
        {
            RestoreCheck.Check(snapshot, plan, options);
        }

        _gate = options.Checkpoints is not null || options.MakesSavepoints ? new LaneGate(options.Lanes) : null;
        _lanes = [.. Enumerable.Range(0, options.Lanes).Select(i => new Lane(i, options.Clock, _gate))];
        _threads = new Thread?[_lanes.Length];
        new StageBuilder(plan, options, _lanes).Build();
        if (options.Checkpoints is { } checkpoints)
        {
            JobRecovery recovery = options.Recovery ?? throw new ArgumentException("A job with checkpoints has a home.", nameof(options));
            _checkpointer = new Checkpointer(plan, options, checkpoints, recovery, this);
        }
    }

    /// <summary>The figures of the checkpoints; null for a job that makes none.</summary>
    public CheckpointFigures? Checkpoints => _checkpointer?.Figures;

    /// <summary>Is cancelled when the job is to stop or has failed.</summary>
    internal CancellationToken Stopping => _stopping.Token;

    internal IEnumerable<TableSink> Sinks => _lanes.SelectMany(l => l.Tasks).Select(t => t.Sink?.Sink).OfType<TableSink>();

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
        if (_checkpointer is not null)
        {
            _checkpointing = Task.Run(RunCheckpointsAsync);
        }

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

    /// <summary>
    /// Runs the job on the calling thread, as <see cref="RunToEnd"/> does, until <paramref name="until"/> holds and all that has been read has come to its end; then makes a savepoint, and the job is over.
    /// </summary>
    public void RunToSavepoint(Func<bool> until, SavepointTarget target)
    {
        Lane lane = _lanes.Single();
        Open();
        State = JobState.Running;
        try
        {
            while (!until())
            {
                lane.Turn();
            }

            foreach (StageTask task in lane.Tasks)
            {
                task.Drains = true;
            }

            while (lane.Turn())
            {
            }

            LanePiece piece = new(lane.Number);
            foreach (StageTask task in lane.Tasks)
            {
                piece.Add(task.Save(1, _options.KeyGroups, isWhole: true), task.Positions);
            }

            SavepointWriter.WriteAsync(_plan, _options, target, [piece], CancellationToken.None).GetAwaiter().GetResult();
            State = JobState.Stopped;
        }
        catch (Exception e)
        {
            _failure = e;
            State = JobState.Failed;
        }

        _done.TrySetResult(State);
    }

    /// <summary>Asks the job to stop at the next batch; await <see cref="Completion"/>.</summary>
    public void Stop()
    {
        Interlocked.Exchange(ref _stopRequested, 1);
        _stopping.Cancel();
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

    /// <summary>What each lane is doing.</summary>
    public IReadOnlyList<LaneFigures> Lanes()
    {
        Dictionary<int, string> names = _plan.Operators.ToDictionary(o => o.Id, o => o.Name);
        return [.. _lanes.Select(l =>
        {
            StageTask? task = l.AtWork;
            return new LaneFigures(l.Number, task?.Name, task is null ? [] : [.. task.PlanIds.Select(id => names[id])], l.LastTurn == 0 ? TimeSpan.Zero : Stopwatch.GetElapsedTime(l.LastTurn), l.HasEnded);
        })];
    }

    /// <summary>Stops the job where it still runs, and closes its tables.</summary>
    /// <exception cref="ConnectorException">A sink could not write rows that it had taken, which <see cref="Failure"/> does not tell of.</exception>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
        {
            return;
        }

        Stop();
        foreach (Thread? thread in _threads)
        {
            thread?.Join();
        }

        _checkpointing.Wait();
        _ending.Wait();
        _gate?.Dispose();
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
        foreach (Lane lane in _lanes)
        {
            lane.Ended = _gate is null ? null : LaneEnded;
        }

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
                    HasCheckpoints = _options.Checkpoints is not null,
                    Home = _options.Recovery?.Home,
                },
                    id => _options.Recovery?.Begin is { } snapshot && !_options.AllowedLosses.Contains(id) && snapshot.Find(id) is { } saved ? new StateLoader(snapshot, saved, lane.Number, _lanes.Length) : null);
            }
        }
    }

    private async Task RunCheckpointsAsync()
    {
        try
        {
            await _checkpointer!.RunAsync(_stopping.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
        }
        catch (Exception e)
        {
            Fail(e);
        }
    }

    /// <summary>The last lane that has ended makes the last checkpoint: what was written becomes visible. Then all lanes leave.</summary>
    private void LaneEnded()
    {
        if (Interlocked.Increment(ref _endedLanes) == _lanes.Length)
        {
            _ending = Task.Run(EndAsync);
        }
    }

    private async Task EndAsync()
    {
        try
        {
            if (_checkpointer is not null)
            {
                _ = await _checkpointer.CheckpointAsync(null, _stopping.Token).ConfigureAwait(false);
            }

            _isFinal = true;
            Stop();
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
        }
        catch (Exception e)
        {
            Fail(e);
        }
    }

    /// <summary>Ends the job for what went wrong beside its lanes; the first that did is told.</summary>
    internal void Fail(Exception e)
    {
        Interlocked.CompareExchange(ref _failure, e, null);
        Stop();
    }

    private void Wake()
    {
        foreach (Lane lane in _lanes)
        {
            lane.Wake();
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
            _stopping.Cancel();
            foreach (Lane other in _lanes)
            {
                other.Stop();
            }
        }

        _gate?.Leave();
        if (Interlocked.Decrement(ref _running) == 0)
        {
            bool ended = _lanes.All(l => l.Tasks.All(t => t.IsEnded));
            State = _failure is not null ? JobState.Failed : ended && (_checkpointer is null || _isFinal) ? JobState.Finished : JobState.Stopped;
            _done.TrySetResult(State);
        }
    }
}
