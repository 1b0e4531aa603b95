using Weir.Engine.Connectors;

namespace Weir.Connectors.Http;

/// <summary>
/// Delivers messages beside the lane, in their order with a concurrency of 1. A bounded queue: the lane asks for <see cref="HasRoom"/> before it adds, and is woken when there is room again, when all is delivered
/// and when a message could not be. Such a failure is final: it is thrown to the lane, and nothing more is sent.
/// </summary>
internal sealed class HttpDelivery : IDisposable
{
    private readonly string _table;
    private readonly HttpSinkOptions _options;
    private readonly HttpSender _sender;
    private readonly Backoff _backoff;
    private readonly RateGate? _rate;
    private readonly TimeProvider _clock;
    private readonly Action _wake;
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private readonly Queue<HttpMessage> _waiting = [];
    private readonly List<Task> _workers = [];
    private int _underWay;
    private int _running;
    private bool _laneWaits;
    private bool _laneFinishes;
    private ConnectorException? _failure;
    private string? _trouble;
    private bool _disposed;

    public HttpDelivery(string table, HttpSinkOptions options, HttpSender sender, Backoff backoff, TimeProvider clock, Action wake)
    {
        _table = table;
        _options = options;
        _sender = sender;
        _backoff = backoff;
        _rate = options.RateLimit is { } limit ? new RateGate(limit, clock) : null;
        _clock = clock;
        _wake = wake;
    }

    /// <summary>What stands in the way just now.</summary>
    public string? Trouble
    {
        get
        {
            lock (_lock)
            {
                return _trouble;
            }
        }
    }

    /// <summary>Whether there is room for a batch of messages (or a failure to be told).</summary>
    public bool HasRoom
    {
        get
        {
            lock (_lock)
            {
                _laneWaits = _failure is null && _waiting.Count >= _options.QueueSize;
                return !_laneWaits;
            }
        }
    }

    /// <summary>Adds a message.</summary>
    /// <exception cref="ConnectorException">An earlier message could not be delivered.</exception>
    public void Add(HttpMessage message)
    {
        lock (_lock)
        {
            ThrowIfFailed();
            _waiting.Enqueue(message);
            if (_running < _options.Concurrency)
            {
                _running++;
                _workers.RemoveAll(w => w.IsCompleted);
                _workers.Add(Task.Run(Work));
            }
        }
    }

    /// <summary>Whether all messages have been delivered; the lane is woken when they are.</summary>
    /// <exception cref="ConnectorException">A message could not be delivered.</exception>
    public bool IsDelivered()
    {
        lock (_lock)
        {
            ThrowIfFailed();
            _laneFinishes = _waiting.Count > 0 || _underWay > 0;
            return !_laneFinishes;
        }
    }

    public void Dispose()
    {
        Task[] workers;
        lock (_lock)
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
            workers = [.. _workers];
        }

        _stop.Cancel();
        Task.WaitAll(workers);
        _sender.Dispose();
        _stop.Dispose();
    }

    private void ThrowIfFailed()
    {
        if (_failure is not null)
        {
            throw _failure;
        }
    }

    /// <summary>Sends messages until none waits. A worker that ends takes its leave under the lock, so that the next message finds it gone.</summary>
    private async Task Work()
    {
        while (Next() is { } message)
        {
            ConnectorException? failure;
            try
            {
                failure = await Deliver(message).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return; // the sink is being closed
            }
            catch (Exception e)
            {
                failure = new ConnectorException($"Table '{_table}': a message to {Shown} could not be sent: {e.Message}", e);
            }

            if (Delivered(failure))
            {
                _wake();
            }
        }
    }

    private HttpMessage? Next()
    {
        lock (_lock)
        {
            if (_failure is null && _waiting.TryDequeue(out HttpMessage? message))
            {
                _underWay++;
                return message;
            }

            _running--;
            return null;
        }
    }

    /// <summary>Takes note of a message's end; true when the lane is to be woken.</summary>
    private bool Delivered(ConnectorException? failure)
    {
        lock (_lock)
        {
            _underWay--;
            _failure ??= failure;
            _trouble = failure?.Message;
            bool wake = _failure is not null || (_laneWaits && _waiting.Count <= _options.QueueSize / 2) || (_laneFinishes && _waiting.Count == 0 && _underWay == 0);
            if (wake)
            {
                _laneWaits = false;
            }

            return wake;
        }
    }

    /// <summary>Tries until the message is delivered; answers why it cannot be.</summary>
    private async Task<ConnectorException?> Deliver(HttpMessage message)
    {
        long start = _clock.GetTimestamp();
        for (int attempt = 1; ; attempt++)
        {
            // 1. Wait for the message's turn.
            if (_rate is not null)
            {
                await Wait(_rate.Reserve()).ConfigureAwait(false);
            }

            // 2. Send it.
            HttpAnswer answer = await _sender.Send(message, _stop.Token).ConfigureAwait(false);
            if (answer.IsDelivered)
            {
                return null;
            }

            // 3. Give up where another try cannot help, or there were enough.
            TimeSpan pause = _backoff.Pause(attempt, answer.RetryAfter);
            string tries = attempt == 1 ? "1 try" : $"{attempt} tries";
            if (!answer.MayRetry)
            {
                return new ConnectorException($"Table '{_table}': {Shown} refused a message (Idempotency-Key {message.Id}) with {answer.Summary}");
            }

            if (attempt >= _options.MaxAttempts || _clock.GetElapsedTime(start) + pause > _options.RetryTimeout)
            {
                return new ConnectorException($"Table '{_table}': a message (Idempotency-Key {message.Id}) could not be delivered to {Shown} in {tries}; the last answer was {answer.Summary}");
            }

            // 4. Wait longer each time.
            lock (_lock)
            {
                _trouble = $"{Shown} does not take messages: {answer.Summary}; try {attempt + 1} in {pause.TotalSeconds:0.#} s";
            }

            await Wait(pause).ConfigureAwait(false);
        }
    }

    /// <summary>The address without what may be secret in it: a webhook's path is its password.</summary>
    private string Shown => _options.Url.GetLeftPart(UriPartial.Authority);

    private Task Wait(TimeSpan pause) => pause > TimeSpan.Zero ? Task.Delay(pause, _clock, _stop.Token) : Task.CompletedTask;
}
