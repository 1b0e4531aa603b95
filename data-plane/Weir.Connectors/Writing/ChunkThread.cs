using Weir.Engine.Connectors;

namespace Weir.Connectors.Writing;

/// <summary>Encoded rows on their way from the lane to the thread that writes them; no more than <see cref="MaxChunks"/> wait.</summary>
internal sealed class ChunkThread : IDisposable
{
    /// <summary>How many chunks may wait.</summary>
    public const int MaxChunks = 16;

    private readonly Lock _lock = new();
    private readonly AutoResetEvent _work = new(false);
    private readonly Queue<(string Key, byte[] Bytes, int Length)> _waiting = [];
    private readonly Stack<byte[]> _free = [];
    private readonly IChunkTarget _target;
    private readonly Action _wake;
    private readonly Thread _thread;
    private readonly ITimer? _timer;
    private bool _tick;
    private bool _finishing;
    private bool _finished;
    private bool _laneWaits;
    private Exception? _error;
    private bool _isErrorTold;

    public ChunkThread(IChunkTarget target, string name, TimeSpan? tick, TimeProvider clock, Action wake)
    {
        _target = target;
        _wake = wake;
        _thread = new Thread(Run) { IsBackground = true, Name = name };
        _thread.Start();
        _timer = tick > TimeSpan.Zero ? clock.CreateTimer(_ => Tick(), null, tick.Value, tick.Value) : null;
    }

    /// <summary>Whether there is room for more (also when writing has failed, which is told then).</summary>
    public bool HasRoom
    {
        get
        {
            lock (_lock)
            {
                _laneWaits = _waiting.Count >= MaxChunks && _error is null;
                return !_laneWaits;
            }
        }
    }

    /// <summary>Room for a chunk of at least that size.</summary>
    public byte[] Rent(int bytes)
    {
        lock (_lock)
        {
            return _free.TryPop(out byte[]? free) && free.Length >= bytes ? free : new byte[Math.Max(bytes, 64 << 10)];
        }
    }

    /// <summary>Puts in a chunk of whole records.</summary>
    public void Add(string key, byte[] bytes, int length)
    {
        ThrowIfFailed();
        lock (_lock)
        {
            _waiting.Enqueue((key, bytes, length));
        }

        _work.Set();
    }

    /// <summary>Writes what waits and finishes the target; true when that is done.</summary>
    public bool Finish()
    {
        ThrowIfFailed();
        lock (_lock)
        {
            _finishing = true;
            if (_finished)
            {
                return true;
            }
        }

        _work.Set();
        return false;
    }

    /// <summary>Writes what waits, finishes the target and stops.</summary>
    /// <exception cref="ConnectorException">That failed, and nobody has been told yet.</exception>
    public void Dispose()
    {
        _timer?.Dispose();
        lock (_lock)
        {
            _finishing = true;
        }

        _work.Set();
        _thread.Join();
        _target.Dispose();
        _work.Dispose();
        if (!_isErrorTold)
        {
            ThrowIfFailed();
        }
    }

    private void ThrowIfFailed()
    {
        lock (_lock)
        {
            if (_error is not null)
            {
                _isErrorTold = true;
                throw new ConnectorException(_error.Message, _error);
            }
        }
    }

    private void Tick()
    {
        lock (_lock)
        {
            _tick = true;
        }

        _work.Set();
    }

    private void Run()
    {
        try
        {
            while (Step())
            {
            }
        }
        catch (Exception e)
        {
            lock (_lock)
            {
                _error = e;
            }
        }

        _wake();
    }

    /// <summary>Does one thing, or waits for one; false when all is done.</summary>
    private bool Step()
    {
        (string Key, byte[] Bytes, int Length) chunk = default;
        bool tick;
        bool finish;
        lock (_lock)
        {
            tick = _tick;
            _tick = false;
            bool any = _waiting.TryDequeue(out chunk);
            finish = !any && _finishing;
        }

        if (tick)
        {
            _target.Tick();
        }

        if (chunk.Bytes is not null)
        {
            _target.Write(chunk.Key, chunk.Bytes.AsSpan(0, chunk.Length));
            bool wake;
            lock (_lock)
            {
                if (_free.Count < MaxChunks)
                {
                    _free.Push(chunk.Bytes);
                }

                wake = _laneWaits;
                _laneWaits = false;
            }

            if (wake)
            {
                _wake();
            }

            return true;
        }

        if (finish)
        {
            _target.Finish();
            lock (_lock)
            {
                _finished = true;
            }

            return false;
        }

        if (!tick)
        {
            _work.WaitOne();
        }

        return true;
    }
}
