using System.Diagnostics;
using Weir.Engine.Checkpoints;

namespace Weir.Engine.Runtime;

/// <summary>
/// Where lanes stand for a snapshot: all stop at a batch boundary, put out what is pending, save what they hold, and go on together. One at a time is asked for. What goes wrong is the asker's to answer with the end of the job: part
/// of what changed may have been given away.
/// </summary>
internal sealed class LaneGate : IDisposable
{
    private readonly int _lanes;
    private readonly Barrier _barrier;
    private readonly Lock _lock = new();
    private Request? _request;

    public LaneGate(int lanes)
    {
        _lanes = lanes;
        _barrier = new Barrier(lanes);
    }

    /// <summary>Whether lanes are asked to stand.</summary>
    public bool IsAsked => Volatile.Read(ref _request) is not null;

    /// <summary>Asks the lanes to stand; they are to be woken.</summary>
    public Task<IReadOnlyList<LanePiece>> Ask(SnapshotRequest request)
    {
        Request asked = new(request);
        lock (_lock)
        {
            if (_request is not null)
            {
                throw new InvalidOperationException("The lanes are asked to stand already.");
            }

            if (_barrier.ParticipantCount == 0)
            {
                asked.Done.SetException(new OperationCanceledException("The lanes have stopped."));
                return asked.Done.Task;
            }

            Volatile.Write(ref _request, asked);
        }

        return asked.Done.Task;
    }

    /// <summary>A lane stands here until the snapshot is taken.</summary>
    public void Pass(Lane lane, long nowMs)
    {
        Request request = _request!;
        long start = Stopwatch.GetTimestamp();
        _barrier.SignalAndWait();
        request.Try(() =>
        {
            foreach (StageTask task in lane.Tasks)
            {
                task.PutOut(nowMs);
            }
        });
        if (request.Asked.IsQuiet && !lane.Tasks.All(t => t.IsQuiet))
        {
            request.IsRefused = true;
        }

        _barrier.SignalAndWait();
        LanePiece piece = new(lane.Number);
        request.Try(() =>
        {
            if (request.IsRefused)
            {
                return; // nothing is saved: what counts as changed stays so
            }

            foreach (StageTask task in lane.Tasks)
            {
                piece.Add(task.Save(request.Asked.Checkpoint, request.Asked.KeyGroups, request.Asked.IsWhole), task.Positions);
            }
        });
        request.Add(piece);
        bool isLast = false;
        _barrier.SignalAndWait();
        lock (_lock)
        {
            if (_request == request)
            {
                isLast = true;
                if (!request.IsRefused)
                {
                    request.Try(() => request.Asked.Home?.EndCheckpoint(request.Asked.Checkpoint));
                }

                Volatile.Write(ref _request, null);
            }
        }

        piece.Pause = Stopwatch.GetElapsedTime(start);
        _barrier.SignalAndWait();
        if (isLast)
        {
            request.Complete(_lanes);
        }
    }

    /// <summary>A lane has left for good: nobody waits for it.</summary>
    public void Leave()
    {
        lock (_lock)
        {
            _barrier.RemoveParticipant();
            if (_barrier.ParticipantCount == 0 && _request is { } request)
            {
                _request = null;
                request.Done.TrySetCanceled();
            }
        }
    }

    public void Dispose() => _barrier.Dispose();

    private sealed class Request(SnapshotRequest asked)
    {
        private readonly List<LanePiece> _pieces = [];
        private Exception? _failure;

        public SnapshotRequest Asked => asked;

        /// <summary>Whether a lane is not quiet though all are to be. Set before lanes meet, read after.</summary>
        public volatile bool IsRefused;

        public TaskCompletionSource<IReadOnlyList<LanePiece>> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Try(Action action)
        {
            try
            {
                action();
            }
            catch (Exception e)
            {
                Interlocked.CompareExchange(ref _failure, e, null);
            }
        }

        public void Add(LanePiece piece)
        {
            lock (_pieces)
            {
                _pieces.Add(piece);
            }
        }

        public void Complete(int lanes)
        {
            if (_failure is null && _pieces.Count == lanes)
            {
                Done.TrySetResult(IsRefused ? [] : [.. _pieces.OrderBy(p => p.Lane)]);
                return;
            }

            foreach (LanePiece piece in _pieces)
            {
                piece.Dispose();
            }

            Done.TrySetException(_failure ?? new OperationCanceledException("A lane stopped."));
        }
    }
}

/// <summary>What lanes are to do when they stand.</summary>
/// <param name="Checkpoint">The checkpoint's number.</param>
/// <param name="KeyGroups">How many key groups there are.</param>
/// <param name="IsWhole">Whether all state is to be written.</param>
/// <param name="Home">Is told that the checkpoint has ended; null for a savepoint that no commit goes with.</param>
internal sealed record SnapshotRequest(long Checkpoint, int KeyGroups, bool IsWhole, Connectors.ICommitHome? Home)
{
    /// <summary>Whether nothing may be on its way: else the lanes go on without having saved, and give no pieces.</summary>
    public bool IsQuiet { get; init; }
}
