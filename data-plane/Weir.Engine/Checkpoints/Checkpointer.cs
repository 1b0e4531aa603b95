using System.Diagnostics;
using System.Globalization;
using Weir.Engine.Connectors;
using Weir.Engine.Plans;
using Weir.Engine.Runtime;
using Weir.Engine.Storage;

namespace Weir.Engine.Checkpoints;

/// <summary>
/// Makes the checkpoints of one run, one after another: lets the lanes stand, uploads what they gave, waits for the sinks, writes the manifest, commits, tells the sinks, and deletes what is no longer needed. Once the lanes have given
/// their state, that checkpoint is tried until it is committed or its time is over; then the job restores.
/// </summary>
internal sealed class Checkpointer(JobPlan plan, JobOptions options, CheckpointOptions settings, JobRecovery recovery, Job job)
{
    private static readonly TimeSpan s_firstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly StateChains _chains = new();
    private readonly SnapshotCollector _collector = new(settings.Store, settings.Retained, settings.OrphanAge, options.Clock);
    private readonly Dictionary<string, (string Name, string Shape)> _operators = plan.Operators.ToDictionary(o => o.StableId, o => (o.Name, o.Shape), StringComparer.Ordinal);
    private long _next = recovery.NextCheckpoint;
    private bool _hasBegun;

    public CheckpointFigures Figures { get; } = new();

    /// <summary>Makes a checkpoint each interval, until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        await BeginAsync(cancellation).ConfigureAwait(false);
        if (settings.Interval <= TimeSpan.Zero)
        {
            return;
        }

        long due = options.Clock.GetTimestamp();
        while (!cancellation.IsCancellationRequested)
        {
            TimeSpan wait = settings.Interval - options.Clock.GetElapsedTime(due);
            wait = wait < settings.MinPause ? settings.MinPause : wait;
            await Task.Delay(wait < TimeSpan.Zero ? TimeSpan.Zero : wait, options.Clock, cancellation).ConfigureAwait(false);
            due = options.Clock.GetTimestamp();
            await CheckpointAsync(null, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Makes one now, with all of the state also in <paramref name="savepoint"/> where that is given; the job is to be quiet then.</summary>
    /// <returns>The manifest's path, in the savepoint's store if it is one.</returns>
    public async Task<string> CheckpointAsync(SavepointTarget? savepoint, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            await BeginAsync(cancellation).ConfigureAwait(false);
            long number = _next;
            bool isWhole = savepoint is not null || (Figures.Completed == 0 && !ContinuesChains);
            long start = Stopwatch.GetTimestamp();
            DateTimeOffset time = options.Clock.GetUtcNow();
            IReadOnlyList<LanePiece> pieces = await job.StandAsync(new SnapshotRequest(number, options.KeyGroups, isWhole, recovery.Home)).WaitAsync(cancellation).ConfigureAwait(false);
            try
            {
                Figures.LastPause = pieces.Max(p => p.Pause);
                _next++;
                using CancellationTokenSource timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
                timeout.CancelAfter(settings.Timeout);
                try
                {
                    return await FinishAsync(number, time, start, pieces, savepoint, timeout.Token).ConfigureAwait(false);
                }
                catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
                {
                    throw new SnapshotException($"Checkpoint {number} was not done after {settings.Timeout.TotalSeconds:0.#} s (execution.checkpointing.timeout){(Figures.Trouble is { } trouble ? $": {trouble}" : string.Empty)}.");
                }
            }
            finally
            {
                foreach (LanePiece piece in pieces)
                {
                    piece.Dispose();
                }
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    private bool ContinuesChains => recovery.Begin is { Manifest.IsSavepoint: false } snapshot && snapshot.Manifest.Lanes == options.Lanes;

    private async Task BeginAsync(CancellationToken cancellation)
    {
        if (_hasBegun)
        {
            return;
        }

        _hasBegun = true;
        if (ContinuesChains)
        {
            SnapshotManifest manifest = recovery.Begin!.Manifest;
            _chains.TakeOver(manifest);
            await _collector.AddAsync(recovery.Begin.Path, [.. manifest.Files.Select(f => f.Path)], cancellation).ConfigureAwait(false);
        }
    }

    private async Task<string> FinishAsync(long number, DateTimeOffset time, long start, IReadOnlyList<LanePiece> pieces, SavepointTarget? savepoint, CancellationToken cancellation)
    {
        string folder = $"{SnapshotCollector.Folder}{recovery.Run}/{number.ToString("D10", CultureInfo.InvariantCulture)}/";
        settings.Step("upload", number);
        List<(LanePiece, SnapshotFile?)> files = [];
        foreach (LanePiece piece in pieces)
        {
            files.Add((piece, await TryAsync(() => piece.UploadAsync(settings.Store, $"{folder}lane-{piece.Lane}", cancellation), cancellation).ConfigureAwait(false)));
        }

        _chains.Add(files);
        await Task.WhenAll(job.Sinks.Select(s => s.PrepareAsync(number, cancellation))).ConfigureAwait(false);
        string path = folder + "manifest";
        SnapshotManifest manifest = Manifest(number, time, _chains, isSavepoint: false);
        await PutAsync(settings.Store, path, manifest, cancellation).ConfigureAwait(false);
        settings.Step("commit", number);
        await recovery.Home!.CommitAsync(new CommitRecord(number, path) { Positions = [.. pieces.SelectMany(p => p.Positions)] }, cancellation).ConfigureAwait(false);
        settings.Step("committed", number);
        Figures.Completed++;
        Figures.FailedInARow = 0;
        Figures.Trouble = null;
        Figures.LastNumber = number;
        Figures.LastTime = options.Clock.GetUtcNow();
        Figures.LastDuration = Stopwatch.GetElapsedTime(start);
        Figures.LastBytes = files.Sum(f => f.Item2?.Length ?? 0);
        Figures.StateBytes = manifest.Files.Sum(f => f.Length);
        Figures.LastPath = path;
        await Task.WhenAll(job.Sinks.Select(s => s.CommittedAsync(number, cancellation))).ConfigureAwait(false);

        // Only now: a savepoint never tells of what was not committed.
        string result = savepoint is null ? path : await WriteSavepointAsync(savepoint, number, time, pieces, cancellation).ConfigureAwait(false);
        await _collector.AddAsync(path, [.. manifest.Files.Select(f => f.Path)], cancellation).ConfigureAwait(false);
        Snapshot snapshot = await Snapshot.OpenAsync(settings.Store, path, cancellation).ConfigureAwait(false);
        await _chains.CompactAsync(settings.Store, snapshot, folder + "merged", cancellation).ConfigureAwait(false);
        return result;
    }

    /// <summary>A savepoint has files of its own, so that nothing else is needed to restore it.</summary>
    private async Task<string> WriteSavepointAsync(SavepointTarget savepoint, long number, DateTimeOffset time, IReadOnlyList<LanePiece> pieces, CancellationToken cancellation)
    {
        StateChains chains = new();
        List<(LanePiece, SnapshotFile?)> files = [];
        foreach (LanePiece piece in pieces)
        {
            files.Add((piece, await TryAsync(() => piece.UploadAsync(savepoint.Store, $"{savepoint.Folder}lane-{piece.Lane}", cancellation), cancellation).ConfigureAwait(false)));
        }

        chains.Add(files);
        string path = savepoint.ManifestPath;
        await PutAsync(savepoint.Store, path, Manifest(number, time, chains, isSavepoint: true), cancellation).ConfigureAwait(false);
        return path;
    }

    private SnapshotManifest Manifest(long number, DateTimeOffset time, StateChains chains, bool isSavepoint)
    {
        IReadOnlyList<SnapshotFile> files = chains.Files;
        return new SnapshotManifest
        {
            Job = plan.Name,
            Checkpoint = number,
            IsSavepoint = isSavepoint,
            Time = time,
            Run = recovery.Run,
            Origin = recovery.Origin,
            KeyGroups = options.KeyGroups,
            Lanes = options.Lanes,
            Files = files,
            Operators = chains.Operators(files, id => _operators.GetValueOrDefault(id, (id, string.Empty))),
        };
    }

    private async Task PutAsync(IObjectStore store, string path, SnapshotManifest manifest, CancellationToken cancellation)
    {
        byte[] stored = manifest.Encode();
        bool created = await TryAsync(() => store.TryCreateAsync(path, stored, cancellation), cancellation).ConfigureAwait(false);
        if (!created)
        {
            throw new SnapshotException($"{store.Root}/{path} is there already: a snapshot is written to a folder of its own.");
        }
    }

    /// <summary>Tries until it works or time is over; each failure is counted and told.</summary>
    private async Task<T> TryAsync<T>(Func<Task<T>> action, CancellationToken cancellation)
    {
        TimeSpan pause = s_firstPause;
        while (true)
        {
            try
            {
                return await action().ConfigureAwait(false);
            }
            catch (StorageException e)
            {
                Figures.Failed++;
                Figures.FailedInARow++;
                Figures.Trouble = Figures.FailedInARow > settings.TolerableFailures ? $"{Figures.FailedInARow} tries to write a checkpoint have failed in a row: {e.Message}" : null;
                await Task.Delay(pause, options.Clock, cancellation).ConfigureAwait(false);
                pause = pause * 2 > s_longestPause ? s_longestPause : pause * 2;
            }
        }
    }
}
