using Weir.Engine.Checkpoints;
using Weir.Engine.Connectors;
using Weir.Engine.Expressions;
using Weir.Engine.Plans;
using Weir.Engine.Runtime;
using Weir.Engine.Storage;
using Weir.Sql;
using Weir.Sql.Compilation;

namespace Weir.Worker.Hosting;

/// <summary>What a job is run with.</summary>
public sealed record HostOptions
{
    /// <summary>Makes the connectors for one run of the job.</summary>
    public required Func<IConnectorProvider> Connectors { get; init; }

    /// <summary>Opens storage.</summary>
    public required IObjectStores Stores { get; init; }

    /// <summary>Where rows go that do not parse.</summary>
    public required IDeadLetterOutput DeadLetters { get; init; }

    /// <summary>Lanes, where no checkpoint says otherwise.</summary>
    public int Lanes { get; init; } = 1;

    /// <summary>The job's folder under the directory of checkpoints where <c>execution.checkpointing.dir</c> is not set.</summary>
    public string DefaultDirectory { get; init; } = ".weir/checkpoints";

    /// <summary>The most bytes that state and managed memory may take, beside what <c>state.memory.limit</c> says; null for no limit.</summary>
    public long? MemoryLimitBytes { get; init; }

    /// <summary>Told what people should know: a failure and the restart that follows, what the job goes on from.</summary>
    public Action<string> Say { get; init; } = _ => { };

    /// <summary>Told of each step when it begins, with the checkpoint's number where it has one, else 0: <c>restore</c>, <c>running</c>, <c>upload</c>, <c>commit</c>, <c>committed</c>. May be called by several threads.</summary>
    public Action<string, long> Step { get; init; } = (_, _) => { };

    /// <summary>Told of each run that has begun.</summary>
    public Action<Job> Started { get; init; } = _ => { };

    /// <summary>The time.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}

/// <summary>What a job was about to do.</summary>
public enum JobStep
{
    /// <summary>Opening its tables, restoring its state.</summary>
    Starting,

    /// <summary>Reading and writing rows.</summary>
    Running,

    /// <summary>Writing the last rows that its sinks had taken.</summary>
    Stopping,
}

/// <summary>
/// Runs one job through its failures: takes it over from predecessors, goes on from the snapshot that was committed last, and after a fault does so again, as the restart strategy says. Thread-safe.
/// </summary>
public sealed class JobHost(CompiledJob job, HostOptions options)
{
    private static readonly TimeSpan s_lastCheckpoint = TimeSpan.FromSeconds(20);

    private readonly CheckpointSettings _settings = CheckpointSettings.Read(job.Session);
    private Job? _run;
    private int _restarts;

    /// <summary>The run under way, or the last one; null before the first has begun.</summary>
    public Job? Run => Volatile.Read(ref _run);

    /// <summary>How often the job has been restarted.</summary>
    public int Restarts => Volatile.Read(ref _restarts);

    /// <summary>Why the job failed, when it did for good.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>When it failed.</summary>
    public JobStep FailedAt { get; private set; }

    /// <summary>Runs the job until it has ended, is cancelled, or has failed for good. A job with checkpoints makes a last one when it is cancelled, so that all it has read takes effect.</summary>
    public async Task<JobState> RunAsync(CancellationToken cancellation)
    {
        TimeSpan pause = _settings.RestartPause;
        while (true)
        {
            if (cancellation.IsCancellationRequested)
            {
                return JobState.Stopped;
            }

            long start = options.Clock.GetTimestamp();
            bool hasStarted = false;
            try
            {
                JobState state = await RunOnceAsync(() => hasStarted = true, cancellation).ConfigureAwait(false);
                if (state != JobState.Failed)
                {
                    return state;
                }

                Failure = Run!.Failure;
                FailedAt = JobStep.Running;
            }
            catch (Exception e) when (e is ConnectorException or StorageException or SnapshotException or EvaluationException or CommitFencedException or MemoryLimitException)
            {
                Failure = e;
                FailedAt = e is MemoryLimitException ? JobStep.Running : hasStarted ? JobStep.Stopping : JobStep.Starting;
            }

            if (cancellation.IsCancellationRequested || !MayRestart(hasStarted))
            {
                return JobState.Failed;
            }

            pause = options.Clock.GetElapsedTime(start) > _settings.LongestRestartPause * 2 ? _settings.RestartPause : pause;
            Interlocked.Increment(ref _restarts);
            options.Say($"job '{job.Name}' failed and is restarted in {pause.TotalSeconds:0.###} s: {Failure!.Message}");
            try
            {
                await Task.Delay(pause, options.Clock, cancellation).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return JobState.Stopped;
            }

            pause = pause * 2 > _settings.LongestRestartPause ? _settings.LongestRestartPause : pause * 2;
        }
    }

    /// <summary>Makes a savepoint at an address, or in the directory for savepoints, and stops the job when <paramref name="stops"/>.</summary>
    /// <returns>The savepoint's address.</returns>
    /// <exception cref="SnapshotException">It could not be made.</exception>
    public async Task<string> SavepointAsync(string? address, bool stops, CancellationToken cancellation)
    {
        string root = address ?? _settings.SavepointDirectory ?? throw new SnapshotException("Say where the savepoint is to go, or set 'execution.checkpointing.savepoint-dir'.");
        using IObjectStore store = options.Stores.Open(root);
        string folder = address is null ? $"{StorageAddress.FolderOf(job.Name)}/savepoint-{options.Clock.GetUtcNow():yyyyMMdd-HHmmss-fff}/" : string.Empty;
        Job run = Run ?? throw new SnapshotException("The job has not begun.");
        await run.SavepointAsync(new SavepointTarget(store, folder), stops, cancellation).ConfigureAwait(false);
        return StorageAddress.Combine(root, folder.TrimEnd('/'));
    }

    /// <summary>A job that could not start the first time is not worth trying again, unless its storage or its tables only come and go.</summary>
    private bool MayRestart(bool hasStarted) =>
        _settings.Restart != RestartKind.None && (hasStarted || Restarts > 0) && Failure is not (SnapshotException { IsFinal: true } or MemoryLimitException) && (_settings.RestartAttempts is not { } most || Restarts < most);

    private async Task<JobState> RunOnceAsync(Action started, CancellationToken cancellation)
    {
        IConnectorProvider connectors = options.Connectors();
        JobOptions run = new()
        {
            Lanes = options.Lanes,
            Connectors = connectors,
            DeadLetters = options.DeadLetters,
            Clock = options.Clock,
            SessionTimeZone = job.Session.TimeZone,
            KeyGroups = int.TryParse(job.Session.Settings.GetValueOrDefault("pipeline.max-parallelism"), out int groups) && groups > 0 ? groups : 128,
            MakesSavepoints = true,
        };
        using IObjectStore? store = _settings.Interval > TimeSpan.Zero && job.ResultColumns is null ? options.Stores.Open(StorageAddress.Combine(_settings.Directory ?? options.DefaultDirectory, StorageAddress.FolderOf(job.Name))) : null;
        (IObjectStore? savepointStore, Snapshot? savepoint) = await OpenSavepointAsync(cancellation).ConfigureAwait(false);
        using (savepointStore)
        {
            JobRecovery? recovery = null;
            if (store is not null)
            {
                run = run with
                {
                    Checkpoints = new CheckpointOptions
                    {
                        Store = store,
                        Interval = _settings.Interval,
                        Timeout = _settings.Timeout,
                        MinPause = _settings.MinPause,
                        Retained = _settings.Retained,
                        TolerableFailures = _settings.TolerableFailures,
                        Step = options.Step,
                    },
                };
                options.Step("restore", 0);
                recovery = await JobRecovery.TakeOverAsync(job.Plan, run.Checkpoints, connectors, savepoint, cancellation).ConfigureAwait(false);
            }
            else if (savepoint is not null)
            {
                recovery = JobRecovery.From(savepoint);
            }

            using (recovery)
            {
                if (recovery?.Begin is { } begin)
                {
                    options.Say($"job '{job.Name}' goes on from {(begin.Manifest.IsSavepoint ? "the savepoint" : $"checkpoint {begin.Manifest.Checkpoint} of {begin.Manifest.Time:u}")} ({begin.Address})");
                }

                using Job one = new(job.Plan, recovery is null ? run : recovery.Apply(run));
                one.Start();
                Volatile.Write(ref _run, one);
                started();
                options.Step("running", 0);
                options.Started(one);
                using MemoryWatch memory = new(one, MemoryWatch.Limit(job.Session, options.MemoryLimitBytes));
                JobState state = await WaitAsync(one, store is not null, cancellation).ConfigureAwait(false);
                return memory.Excess is { } excess ? throw excess : state;
            }
        }
    }

    private async Task<JobState> WaitAsync(Job run, bool hasCheckpoints, CancellationToken cancellation)
    {
        if (!hasCheckpoints)
        {
            using CancellationTokenRegistration stop = cancellation.Register(run.Stop);
            return await run.Completion.ConfigureAwait(false);
        }

        TaskCompletionSource cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using CancellationTokenRegistration registration = cancellation.Register(() => cancelled.TrySetResult());
        if (await Task.WhenAny(run.Completion, cancelled.Task).ConfigureAwait(false) != run.Completion)
        {
            await LastCheckpointAsync(run).ConfigureAwait(false);
            run.Stop();
        }

        return await run.Completion.ConfigureAwait(false);
    }

    private async Task LastCheckpointAsync(Job run)
    {
        using CancellationTokenSource timeout = new(s_lastCheckpoint);
        try
        {
            await run.CheckpointAsync(timeout.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or SnapshotException or StorageException or ConnectorException or CommitFencedException)
        {
            options.Say($"job '{job.Name}': the last checkpoint could not be made ({e.Message}); the next start goes on from the one before.");
        }
    }

    private async Task<(IObjectStore? Store, Snapshot? Savepoint)> OpenSavepointAsync(CancellationToken cancellation)
    {
        if (_settings.RecoveryPath is not { Length: > 0 } path)
        {
            return (null, null);
        }

        IObjectStore store = options.Stores.Open(path.EndsWith("/manifest", StringComparison.Ordinal) ? path[..^"/manifest".Length] : path);
        try
        {
            return (store, await Snapshot.OpenAsync(store, "manifest", cancellation).ConfigureAwait(false));
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }
}
