using Weir.Engine.Checkpoints;

namespace Weir.Engine.Runtime;

public sealed partial class Job
{
    /// <summary>How long the lanes run between two looks at whether anything is still on its way.</summary>
    private static readonly TimeSpan s_drainingPause = TimeSpan.FromMilliseconds(2);

    /// <summary>One savepoint at a time: they share whether the sources are paused.</summary>
    private readonly SemaphoreSlim _savepoints = new(1, 1);

    /// <summary>
    /// Makes a savepoint: reading stops, what is on its way comes to its end, and all state is written. Then the job goes on, or stops when <paramref name="stops"/>. A job with checkpoints commits it as one. Cancelling gives up only what
    /// has not begun: once the lanes have given their state to a checkpoint it goes on to its end without the caller.
    /// </summary>
    /// <returns>The path of the savepoint's manifest.</returns>
    /// <exception cref="SnapshotException">It could not be made; the job goes on, unless it has failed itself (<see cref="Failure"/>).</exception>
    public async Task<string> SavepointAsync(SavepointTarget target, bool stops, CancellationToken cancellation)
    {
        if (_gate is null)
        {
            throw new InvalidOperationException("The job makes no snapshots.");
        }

        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _stopping.Token);
        bool isStopped = false;
        try
        {
            await _savepoints.WaitAsync(either.Token).ConfigureAwait(false);
            try
            {
                Drain(true);
                string path = _checkpointer is null
                    ? await SavepointWriter.WriteAsync(_plan, _options, target, await StandQuietlyAsync(new SnapshotRequest(1, _options.KeyGroups, true, null), either.Token).ConfigureAwait(false), either.Token).ConfigureAwait(false)
                    : await _checkpointer.CheckpointAsync(target, either.Token).ConfigureAwait(false);
                if (stops)
                {
                    isStopped = true;
                    Stop();
                }

                return path;
            }
            finally
            {
                if (!isStopped)
                {
                    Drain(false);
                }

                _savepoints.Release();
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new SnapshotException("The job has ended before the savepoint was made.", _failure);
        }
    }

    /// <summary>Reading stops, what is on its way comes to its end, a last checkpoint is made where the job makes any, and the job stops.</summary>
    /// <exception cref="SnapshotException">It could not be made; the job goes on, unless it has failed itself (<see cref="Failure"/>).</exception>
    public async Task DrainAsync(CancellationToken cancellation)
    {
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _stopping.Token);
        try
        {
            Drain(true);
            await QuietAsync(either.Token).ConfigureAwait(false);
            if (_checkpointer is not null)
            {
                _ = await _checkpointer.CheckpointAsync(null, either.Token).ConfigureAwait(false);
            }
        }
        catch (Exception e)
        {
            Drain(false);
            if (e is OperationCanceledException && !cancellation.IsCancellationRequested)
            {
                throw new SnapshotException("The job has ended before it was drained.", _failure);
            }

            throw;
        }

        Stop();
    }

    /// <summary>Waits until the lanes have found nothing to do twice, with nothing done in between.</summary>
    private async Task QuietAsync(CancellationToken cancellation)
    {
        long turns = -1;
        while (true)
        {
            Wake();
            await Task.Delay(s_drainingPause, cancellation).ConfigureAwait(false);
            long now = _lanes.Sum(l => l.Turns);
            bool isQuiet = Array.TrueForAll(_lanes, l => l.IsQuiet);
            if (isQuiet && now == turns)
            {
                return;
            }

            turns = isQuiet ? now : -1;
        }
    }

    /// <summary>Makes a checkpoint now.</summary>
    /// <exception cref="SnapshotException">It was not done in time; the job has failed.</exception>
    public Task CheckpointAsync(CancellationToken cancellation) =>
        (_checkpointer ?? throw new InvalidOperationException("The job makes no checkpoints.")).CheckpointAsync(null, cancellation);

    /// <summary>Lets the lanes stand and save. What fails there ends the job.</summary>
    internal async Task<IReadOnlyList<LanePiece>> StandAsync(SnapshotRequest request)
    {
        try
        {
            Task<IReadOnlyList<LanePiece>> pieces = _gate!.Ask(request);
            Wake();
            return await pieces.ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Fail(e);
            throw;
        }
    }

    /// <summary>Lets the lanes stand and save as soon as nothing is on its way; they are to be draining. Only while they stand is that known for sure.</summary>
    internal async Task<IReadOnlyList<LanePiece>> StandQuietlyAsync(SnapshotRequest request, CancellationToken cancellation)
    {
        while (true)
        {
            IReadOnlyList<LanePiece> pieces = await StandAsync(request with { IsQuiet = true }).ConfigureAwait(false);
            if (pieces.Count > 0)
            {
                return pieces;
            }

            Wake();
            await Task.Delay(s_drainingPause, cancellation).ConfigureAwait(false);
        }
    }

    private void Drain(bool drains)
    {
        foreach (StageTask task in _lanes.SelectMany(l => l.Tasks))
        {
            task.Drains = drains;
        }

        Wake();
    }
}
