using Weir.Benchmarks.Data;
using Weir.Engine.Checkpoints;
using Weir.Engine.Connectors;
using Weir.Engine.Plans;
using Weir.Engine.Runtime;
using Weir.Engine.Storage;
using Weir.Storage;

namespace Weir.Benchmarks.States;

/// <summary>A job of one lane, with checkpoints to a folder of the local disk or without any; opened and started.</summary>
internal sealed class StateJob : IDisposable
{
    private readonly JobRecovery? _recovery;

    public StateJob(JobPlan plan, TableSource source, TableSink sink, string? folder, TimeSpan interval, TimeSpan minPause)
    {
        JobOptions options = new() { Connectors = new OneTable(source, sink), DeadLetters = new NoDeadLetters() };
        if (folder is not null)
        {
            IObjectStore store = ObjectStores.CreateBuiltIn(TimeProvider.System).Open(folder);
            CheckpointOptions checkpoints = new() { Store = store, Interval = interval, MinPause = minPause };
            _recovery = JobRecovery.TakeOverAsync(plan, checkpoints, options.Connectors, null, CancellationToken.None).GetAwaiter().GetResult();
            options = _recovery.Apply(options with { Checkpoints = checkpoints });
        }

        Job = new Job(plan, options);
        Job.Start();
    }

    public Job Job { get; }

    public CheckpointFigures Checkpoints => Job.Checkpoints!;

    /// <summary>Bytes of state that the operators hold.</summary>
    public long StateBytes => Job.Figures().Sum(f => f.StateBytes);

    /// <summary>Waits until something is so; fails when the job has failed.</summary>
    public void Until(Func<bool> condition)
    {
        while (!condition())
        {
            if (Job.Completion.IsCompleted)
            {
                throw new InvalidOperationException($"The job has ended: {Job.Failure?.Message ?? Job.State.ToString()}", Job.Failure);
            }

            Thread.Sleep(1);
        }
    }

    public void Dispose()
    {
        Job.Dispose();
        _recovery?.Dispose();
    }
}
