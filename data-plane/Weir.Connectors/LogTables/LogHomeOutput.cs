using System.Collections.Concurrent;
using Weir.Connectors.Log;

namespace Weir.Connectors.LogTables;

/// <summary>A lane's way to the job's home: what it adds is committed with the checkpoint that it belongs to.</summary>
/// <param name="turns">Appends for all lanes.</param>
/// <param name="topic">The topic written.</param>
/// <param name="partitions">How many partitions it has.</param>
/// <param name="wake">Called when there is room again, and when something is to be told.</param>
internal sealed class LogHomeOutput(LogTurns turns, string topic, int partitions, Action wake) : ILogOutput
{
    /// <summary>How many batches of a lane may wait to be appended.</summary>
    private const int Ahead = 4;

    private readonly ILogAppender?[][] _appenders = [new ILogAppender?[partitions], new ILogAppender?[partitions]];
    private readonly ConcurrentQueue<PendingRecords> _empty = new();
    private volatile bool _isDisposed;
    private int _waiting;

    /// <summary>The home tells it.</summary>
    public string? Trouble => null;

    public bool HasRoom
    {
        get
        {
            turns.ThrowIfFailed();
            return Volatile.Read(ref _waiting) < Ahead;
        }
    }

    public PendingRecords Rent() => _empty.TryDequeue(out PendingRecords? records) ? records : new PendingRecords();

    public void Add(PendingRecords records)
    {
        turns.ThrowIfFailed();
        Interlocked.Increment(ref _waiting);
        turns.Add(this, records);
    }

    /// <summary>True at once: what was added becomes visible with the job's last commit.</summary>
    public bool Finish()
    {
        turns.ThrowIfFailed();
        return true;
    }

    /// <summary>The home ends the checkpoint for all lanes.</summary>
    public void EndCheckpoint()
    {
    }

    /// <summary>Ended: the home's commit waits for the records of its checkpoint.</summary>
    public Task PrepareAsync(CancellationToken cancellation) => Task.CompletedTask;

    public void Dispose() => _isDisposed = true;

    /// <summary>Appends a record, for the producer whose turn it is.</summary>
    /// <returns>How many bytes it has.</returns>
    internal int Append(PendingRecords records, int record, ILogProducer producer, int turn)
    {
        int partition = records.Partition(record);
        ILogAppender appender = _appenders[turn][partition] ??= producer.Partition(topic, partition);
        return records.Append(record, appender);
    }

    /// <summary>Takes records back that have been appended.</summary>
    internal void Return(PendingRecords records)
    {
        records.Clear();
        _empty.Enqueue(records);
        if (Interlocked.Decrement(ref _waiting) == Ahead - 1)
        {
            Wake();
        }
    }

    internal void Wake()
    {
        if (!_isDisposed)
        {
            wake();
        }
    }
}
