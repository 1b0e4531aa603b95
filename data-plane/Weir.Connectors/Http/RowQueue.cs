using Weir.Engine.Batches;

namespace Weir.Connectors.Http;

/// <summary>Rows of a job without checkpoints that wait to be posted, in their order; a row is rendered when it is taken.</summary>
internal sealed class RowQueue(MessageMaker maker) : IMessageQueue
{
    private readonly Lock _lock = new();
    private readonly Queue<Batch> _batches = new();
    private readonly SemaphoreSlim _rows = new(0);
    private int _next;
    private int _pending;

    public int Pending => Volatile.Read(ref _pending);

    public bool MayLeaveRest => false;

    public void Add(Batch batch)
    {
        int rows = batch.SelectedCount;
        if (rows == 0)
        {
            return;
        }

        Interlocked.Add(ref _pending, rows);
        lock (_lock)
        {
            _batches.Enqueue(batch.Retain());
        }

        _rows.Release(rows);
    }

    public async Task<HttpMessage> Take(CancellationToken stop)
    {
        await _rows.WaitAsync(stop).ConfigureAwait(false);
        lock (_lock)
        {
            Batch batch = _batches.Peek();
            HttpMessage message = maker.Make(batch, batch.Rows[_next++]);
            if (_next == batch.SelectedCount)
            {
                _batches.Dequeue().Release();
                _next = 0;
            }

            return message;
        }
    }

    public int Delivered(HttpMessage message) => Interlocked.Decrement(ref _pending);

    public void Dispose()
    {
        lock (_lock)
        {
            while (_batches.TryDequeue(out Batch? batch))
            {
                batch.Release();
            }
        }

        _rows.Dispose();
    }
}
