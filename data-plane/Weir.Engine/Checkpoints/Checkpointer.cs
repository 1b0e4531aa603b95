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
    private static readonly TimeSpan s_drainingPause = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly StateChains _chains = new();
    private readonly SnapshotCollector _collector = new(settings.Store, settings.Retained, settings.OrphanAge, options.Clock);
    private readonly Dictionary<string, (string Name, string Shape)> _operators = plan.Operators.ToDictionary(o => o.StableId, o => (o.Name, o.Shape), StringComparer.Ordinal);
    private long _next = recovery.NextCheckpoint;
    private bool _hasBegun;
    private string? _lastFailure;

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

    /// <summary>Makes one now, with all of the state also in <paramref name="savepoint"/> where that is given: then once nothing is on its way; the lanes are to be draining.</summary>
    /// <returns>The manifest's path, in the savepoint's store if it is one.</returns>
    /// <exception cref="SnapshotException">It was not done in time, and the job has failed; or the savepoint could not be written after the checkpoint was committed, and the job goes on.</exception>
    public async Task<string> CheckpointAsync(SavepointTarget? savepoint, CancellationToken cancellation)
    {
        while (true)
        {
            if (await TryCommitAsync(savepoint is not null, cancellation).ConfigureAwait(false) is { } committed)
            {
                try
                {
                    // Only now: a savepoint never tells of what was not committed.
                    return savepoint is null ? committed.Path : await WriteSavepointAsync(savepoint, committed, cancellation).ConfigureAwait(false);
                }
                finally
                {
                    Dispose(committed.Pieces);
                }
            }

            await Task.Delay(s_drainingPause, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Null when nothing was to be on its way, but something is. Checkpoints of others have their turn between two tries.</summary>
    private async Task<Committed?> TryCommitAsync(bool isSavepoint, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            await BeginAsync(cancellation).ConfigureAwait(false);
            long number = _next;
            bool isWhole = isSavepoint || (Figures.Completed == 0 && !ContinuesChains);
            long start = Stopwatch.GetTimestamp();
            DateTimeOffset time = options.Clock.GetUtcNow();
            IReadOnlyList<LanePiece> pieces = await job.StandAsync(new SnapshotRequest(number, options.KeyGroups, isWhole, recovery.Home) { IsQuiet = isSavepoint }).ConfigureAwait(false);
            if (pieces.Count == 0)
            {
                return null;
            }

            // From here on the lanes count nothing as changed that only these pieces have: whoever asked may go, but the checkpoint is made, or the job restores.
            try
            {
                Figures.LastPause = pieces.Max(p => p.Pause);
                _next++;
                return new Committed(number, time, await FinishInTimeAsync(number, time, start, pieces).ConfigureAwait(false), pieces);
            }
            catch (Exception e)
            {
                Dispose(pieces);
                if (e is not OperationCanceledException)
                {
                    job.Fail(e);
                }

                throw;
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task<string> FinishInTimeAsync(long number, DateTimeOffset time, long start, IReadOnlyList<LanePiece> pieces)
    {
        using CancellationTokenSource timeout = CancellationTokenSource.CreateLinkedTokenSource(job.Stopping);
        timeout.CancelAfter(settings.Timeout);
        try
        {
            return await FinishAsync(number, time, start, pieces, timeout.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!job.Stopping.IsCancellationRequested)
        {
            Figures.Failed++;
            throw new SnapshotException($"Checkpoint {number} was not done after {settings.Timeout.TotalSeconds:0.###} s (execution.checkpointing.timeout){(_lastFailure is { } failure ? $": {failure}" : ".")} The job is to go on from the checkpoint before.");
        }
    }

    private static void Dispose(IReadOnlyList<LanePiece> pieces)
    {
        foreach (LanePiece piece in pieces)
        {
            piece.Dispose();
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
            await TidyAsync(() => _collector.AddAsync(recovery.Begin.Path, [.. manifest.Files.Select(f => f.Path)], cancellation)).ConfigureAwait(false);
        }
    }

    private async Task<string> FinishAsync(long number, DateTimeOffset time, long start, IReadOnlyList<LanePiece> pieces, CancellationToken cancellation)
    {
        string folder = $"{SnapshotCollector.Folder}{recovery.Run}/{number.ToString("D10", CultureInfo.InvariantCulture)}/";
        settings.Step("upload", number);
        IReadOnlyList<(LanePiece, SnapshotFile?)> files = await UploadAsync(settings.Store, folder, pieces, cancellation).ConfigureAwait(false);
        _chains.Add(files);

        // A sink that does not heed the end of its time must not keep the others from it.
        await Task.WhenAll(job.Sinks.Select(s => s.PrepareAsync(number, cancellation))).WaitAsync(cancellation).ConfigureAwait(false);
        string path = folder + "manifest";
        SnapshotManifest manifest = Manifest(number, time, _chains, isSavepoint: false);
        await PutAsync(settings.Store, path, manifest, cancellation).ConfigureAwait(false);
        settings.Step("commit", number);
        await recovery.Home!.CommitAsync(new CommitRecord(number, path) { Positions = [.. pieces.SelectMany(p => p.Positions)] }, cancellation).ConfigureAwait(false);
        settings.Step("committed", number);
        Figures.Completed++;
        Figures.FailedInARow = 0;
        Figures.Trouble = null;
        _lastFailure = null;
        Figures.LastNumber = number;
        Figures.LastTime = options.Clock.GetUtcNow();
        Figures.LastDuration = Stopwatch.GetElapsedTime(start);
        Figures.LastBytes = files.Sum(f => f.Item2?.Length ?? 0);
        Figures.StateBytes = manifest.Files.Sum(f => f.Length);
        Figures.LastPath = path;
        await Task.WhenAll(job.Sinks.Select(s => s.CommittedAsync(number, cancellation))).WaitAsync(cancellation).ConfigureAwait(false);
        await TidyAsync(async () =>
        {
            await _collector.AddAsync(path, [.. manifest.Files.Select(f => f.Path)], cancellation).ConfigureAwait(false);
            await _chains.CompactAsync(settings.Store, Snapshot.Of(settings.Store, path, manifest), folder + "merged", cancellation).ConfigureAwait(false);
        }).ConfigureAwait(false);
        return path;
    }

    /// <summary>Does what can as well be done later: a checkpoint that is committed does not fail for it.</summary>
    private async Task TidyAsync(Func<Task> action)
    {
        try
        {
            await action().ConfigureAwait(false);
        }
        catch (StorageException e)
        {
            Figures.Trouble = $"What is no longer needed could not be tidied away: {e.Message}";
        }
    }

    private async Task<IReadOnlyList<(LanePiece Piece, SnapshotFile? File)>> UploadAsync(IObjectStore store, string folder, IReadOnlyList<LanePiece> pieces, CancellationToken cancellation)
    {
        List<(LanePiece, SnapshotFile?)> files = [];
        foreach (LanePiece piece in pieces)
        {
            files.Add((piece, await TryAsync(() => piece.UploadAsync(store, $"{folder}lane-{piece.Lane}", cancellation), cancellation).ConfigureAwait(false)));
        }

        return files;
    }

    /// <summary>A savepoint has files of its own, so that nothing else is needed to restore it.</summary>
    private async Task<string> WriteSavepointAsync(SavepointTarget savepoint, Committed committed, CancellationToken cancellation)
    {
        using CancellationTokenSource timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timeout.CancelAfter(settings.Timeout);
        try
        {
            StateChains chains = new();
            chains.Add(await UploadAsync(savepoint.Store, savepoint.Folder, committed.Pieces, timeout.Token).ConfigureAwait(false));
            await PutAsync(savepoint.Store, savepoint.ManifestPath, Manifest(committed.Number, committed.Time, chains, isSavepoint: true), timeout.Token).ConfigureAwait(false);
            return savepoint.ManifestPath;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new SnapshotException($"The savepoint {savepoint.Store.Root}/{savepoint.ManifestPath} was not written after {settings.Timeout.TotalSeconds:0.###} s{(_lastFailure is { } failure ? $": {failure}" : ".")}");
        }
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

        // An earlier try may have written it though it told of a failure.
        bool isOurs = await TryAsync(
            async () => await store.TryCreateAsync(path, stored, cancellation).ConfigureAwait(false) || (await ReadAsync(store, path, cancellation).ConfigureAwait(false)).AsSpan().SequenceEqual(stored),
            cancellation).ConfigureAwait(false);
        if (!isOurs)
        {
            throw new SnapshotException($"{store.Root}/{path} is there already: a snapshot is written to a folder of its own.");
        }
    }

    private static async Task<byte[]> ReadAsync(IObjectStore store, string path, CancellationToken cancellation)
    {
        await using Stream stream = await store.OpenReadAsync(path, 0, null, cancellation).ConfigureAwait(false);
        using MemoryStream content = new();
        await stream.CopyToAsync(content, cancellation).ConfigureAwait(false);
        return content.ToArray();
    }

    /// <summary>Tries until it works or time is over; each failure is counted and told.</summary>
    private async Task<T> TryAsync<T>(Func<Task<T>> action, CancellationToken cancellation)
    {
        TimeSpan pause = s_firstPause;
        while (true)
        {
            try
            {
                return await action().WaitAsync(cancellation).ConfigureAwait(false);
            }
            catch (StorageException e)
            {
                Figures.Failed++;
                Figures.FailedInARow++;
                _lastFailure = e.Message;
                Figures.Trouble = Figures.FailedInARow > settings.TolerableFailures ? $"{Figures.FailedInARow} tries to write a checkpoint have failed in a row: {e.Message}" : null;
                await Task.Delay(pause, options.Clock, cancellation).ConfigureAwait(false);
                pause = pause * 2 > s_longestPause ? s_longestPause : pause * 2;
            }
        }
    }

    private sealed record Committed(long Number, DateTimeOffset Time, string Path, IReadOnlyList<LanePiece> Pieces);
}
