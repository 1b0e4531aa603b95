using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Weir.Engine.Batches;
using Weir.Engine.Connectors;
using Weir.Engine.Text;

namespace Weir.Connectors.Http;

/// <summary>Rows that wait to be posted, in their order; a row is rendered when it is taken. Thread-safe.</summary>
internal sealed class MessageQueue : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Queue<Batch> _batches = new();
    private readonly SemaphoreSlim _rows = new(0);
    private readonly Utf8Writer _text = new(1024);
    private readonly MessageBody _body;
    private readonly byte[] _origin;
    private int _next;
    private long _number;
    private int _pending;

    public MessageQueue(MessageBody body, TableSpec table, int lane)
    {
        _body = body;
        _origin = SHA256.HashData(Encoding.UTF8.GetBytes($"{table.JobName}\n{table.Name}\n{lane}"));
    }

    /// <summary>The rows that have not been delivered.</summary>
    public int Pending => Volatile.Read(ref _pending);

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

    /// <summary>The next message; waits until there is one.</summary>
    public async Task<HttpMessage> Take(CancellationToken stop)
    {
        await _rows.WaitAsync(stop).ConfigureAwait(false);
        lock (_lock)
        {
            Batch batch = _batches.Peek();
            _text.Clear();
            _body.Render(batch, batch.Rows[_next++], _text);
            byte[] body = _text.Written.ToArray();
            if (_next == batch.SelectedCount)
            {
                _batches.Dequeue().Release();
                _next = 0;
            }

            long number = _number++;
            return new HttpMessage(number, Id(number, body), body);
        }
    }

    /// <summary>A message has been delivered.</summary>
    /// <returns>How many have not.</returns>
    public int Delivered() => Interlocked.Decrement(ref _pending);

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

    /// <summary>
    /// The same message of the same job, table and lane at the same place has the same id, in each run. The body is part of it: a job that starts anew on other input must not
    /// have its messages taken for those of the run before.
    /// </summary>
    private string Id(long number, byte[] body)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> place = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(place, number);
        hash.AppendData(_origin);
        hash.AppendData(place);
        hash.AppendData(body);
        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 16));
    }
}
