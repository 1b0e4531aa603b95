using Weir.Engine.Batches;
using Weir.Engine.Connectors;

namespace Weir.Connectors.Tests;

/// <summary>Plays the engine's part for the sinks of a table, step by step, so that a test can break off anywhere. What is committed outlives a crash; the position is the test's own, where its rows go on from.</summary>
internal sealed class CheckpointedSinks(Func<TableSink> create, TimeProvider clock) : IDisposable
{
    private readonly AutoResetEvent _woken = new(false);
    private TableSink[] _sinks = [];
    private (long Position, ReadOnlyMemory<byte>[] States) _ended;
    private long _committed;

    public int LaneCount => _sinks.Length;

    public IReadOnlyList<TableSink> Sinks => _sinks;

    /// <summary>The number of the last checkpoint that was begun.</summary>
    public long Checkpoint { get; private set; }

    /// <summary>The position at the last checkpoint that was committed.</summary>
    public long CommittedPosition { get; private set; }

    /// <summary>What the sinks gave to the last checkpoint that was committed.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Committed { get; private set; } = [];

    /// <summary>Goes on from what is committed.</summary>
    public void Start(int lanes)
    {
        Assert.Empty(_sinks);
        _sinks = [.. Enumerable.Range(0, lanes).Select(_ => create())];
        for (int lane = 0; lane < lanes; lane++)
        {
            _sinks[lane].Open(new SinkContext { HasCheckpoints = true, Restored = Committed, Lane = lane, LaneCount = lanes, Wake = () => _woken.Set(), Clock = clock });
        }
    }

    public void Write(int lane, Batch batch)
    {
        SinkWriting.Await(_woken, () => _sinks[lane].CanWrite);
        _sinks[lane].Write(batch);
        batch.Release();
    }

    public void Finish() => Assert.All(_sinks, s => Assert.True(s.Finish()));

    public void EndCheckpoint(long position)
    {
        Checkpoint++;
        _ended = (position, [.. _sinks.Select(s => (ReadOnlyMemory<byte>)s.EndCheckpoint(Checkpoint).ToArray())]);
    }

    public Task Prepare() => Task.WhenAll(_sinks.Select(s => s.PrepareAsync(Checkpoint, CancellationToken.None))).WaitAsync(TimeSpan.FromMilliseconds(Patience.Ms));

    public void Commit() => (_committed, (CommittedPosition, Committed)) = (Checkpoint, _ended);

    /// <summary>Goes on from a snapshot that another run committed.</summary>
    public void Restore(long checkpoint, long position, IReadOnlyList<ReadOnlyMemory<byte>> states) => (_committed, Checkpoint, CommittedPosition, Committed) = (checkpoint, checkpoint, position, states);

    /// <summary>Tells the first lanes of the last commit; again, or late, when the next checkpoint has been begun.</summary>
    public Task Tell(int lanes = int.MaxValue) => Task.WhenAll(_sinks.Take(lanes).Select(s => s.CommittedAsync(_committed, CancellationToken.None))).WaitAsync(TimeSpan.FromMilliseconds(Patience.Ms));

    /// <summary>A whole checkpoint.</summary>
    public async Task Complete(long position)
    {
        EndCheckpoint(position);
        await Prepare();
        Commit();
        await Tell();
    }

    /// <summary>Ends all sinks as they are.</summary>
    public void Crash()
    {
        TableSink[] sinks = _sinks;
        _sinks = [];
        foreach (TableSink sink in sinks)
        {
            sink.Dispose();
        }
    }

    public void Dispose()
    {
        Crash();
        _woken.Dispose();
    }
}
