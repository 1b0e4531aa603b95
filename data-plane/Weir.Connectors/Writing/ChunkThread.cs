using Weir.Engine.Connectors;

namespace Weir.Connectors.Writing;

/// <summary>Encoded rows on their way from the lane to the thread that writes them; no more than <see cref="MaxChunks"/> wait.</summary>
internal sealed class ChunkThread : IDisposable
{
    /// <summary>How many chunks may wait.</summary>
    public const int MaxChunks = 16;

    private readonly Lock _lock = new();
    private readonly AutoResetEvent _work = new(false);
    private readonly Queue<Item> _waiting = [];
    private readonly Stack<byte[]> _free = [];
    private readonly IChunkTarget _target;
    private readonly Action _wake;
    private readonly Thread _thread;
    private readonly ITimer? _timer;
    private bool _tick;
    private bool _finishing;
    private bool _finished;
    private bool _abandoned;
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
            _waiting.Enqueue(new Item(key, bytes, length, null));
        }

        _work.Set();
    }

    /// <summary>Does something on the thread, after all that was put in before.</summary>
    /// <returns>Ends when it is done; fails when it, or anything before it, fails; is cancelled when the thread stops before.</returns>
    public Task Do(Action action)
    {
        Errand errand = new(action);
        lock (_lock)
        {
            if (_error is not null)
            {
                errand.Fail(_error);
                return errand.Completion;
            }

            _waiting.Enqueue(new Item(string.Empty, [], 0, errand));
        }

        _work.Set();
        return errand.Completion;
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

    /// <summary>Drops what waits and stops, leaving the target unfinished. What had failed is not told.</summary>
    public void Abandon()
    {
        lock (_lock)
        {
            DropWaiting(static errand => errand.Cancel());
            _abandoned = true;
            _isErrorTold = true;
        }

        Dispose();
    }

    private void DropWaiting(Action<Errand> tell)
    {
        while (_waiting.TryDequeue(out Item item))
        {
            if (item.Errand is { } errand)
            {
                tell(errand);
            }
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
                DropWaiting(errand => errand.Fail(e));
            }
        }

        _wake();
    }

    /// <summary>Does one thing, or waits for one; false when all is done.</summary>
    private bool Step()
    {
        Item item;
        bool tick;
        bool any;
        bool finish;
        bool abandoned;
        lock (_lock)
        {
            tick = _tick;
            _tick = false;
            any = _waiting.TryDequeue(out item);
            finish = !any && _finishing;
            abandoned = _abandoned;
        }

        if (tick && !abandoned)
        {
            _target.Tick();
        }

        if (any)
        {
            Process(item);
            return true;
        }

        if (finish)
        {
            if (!abandoned)
            {
                _target.Finish();
            }

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

    private void Process(Item item)
    {
        if (item.Errand is { } errand)
        {
            errand.Run();
        }
        else
        {
            _target.Write(item.Key, item.Bytes.AsSpan(0, item.Length));
        }

        bool wake;
        lock (_lock)
        {
            if (item.Errand is null && _free.Count < MaxChunks)
            {
                _free.Push(item.Bytes);
            }

            wake = _laneWaits;
            _laneWaits = false;
        }

        if (wake)
        {
            _wake();
        }
    }

    /// <summary>A chunk, or something to do between chunks.</summary>
    private readonly record struct Item(string Key, byte[] Bytes, int Length, Errand? Errand);

    private sealed class Errand(Action action)
    {
        private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Completion => _done.Task;

        /// <summary>Does it; what it throws fails the thread, too.</summary>
        public void Run()
        {
            try
            {
                action();
                _done.SetResult();
            }
            catch (Exception e)
            {
                Fail(e);
                throw;
            }
        }

        public void Fail(Exception error)
        {
            _done.TrySetException(error as ConnectorException ?? new ConnectorException(error.Message, error));
            _ = _done.Task.Exception; // who does not wait for it hears of the thread's failure
        }

        public void Cancel() => _done.TrySetCanceled();
    }
}
