using Weir.Engine.Connectors;

namespace Weir.Connectors.Http;

/// <summary>Posts messages beside the lane, each until it is delivered or given up; giving one up ends all.</summary>
internal sealed class HttpSender : IDisposable
{
    private const int LastMomentMs = 2_000;

    private static readonly TimeSpan s_longestPause = TimeSpan.FromDays(1);

    private readonly HttpSettings _settings;
    private readonly TableSpec _table;
    private readonly IMessageQueue _queue;
    private readonly HttpPoster _poster;
    private readonly SinkContext _context;
    private readonly Random _chance;
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task[] _workers;
    private volatile ConnectorException? _failure;
    private volatile string? _trouble;
    private TaskCompletionSource? _allDelivered;
    private bool _isFailureTold;
    private long _nextAt;

    public HttpSender(HttpSettings settings, TableSpec table, IMessageQueue queue, string contentType, SinkContext context, Random chance)
    {
        (_settings, _table, _queue, _context, _chance) = (settings, table, queue, context, chance);
        _poster = new HttpPoster(settings, contentType, context.Clock);
        _nextAt = context.Clock.GetTimestamp();
        _workers = [.. Enumerable.Range(0, settings.Concurrency).Select(_ => Task.Run(Work))];
    }

    /// <summary>What stands in the way just now.</summary>
    public string? Trouble => _trouble;

    /// <summary>The queue, for the lane. Throws when a message was given up.</summary>
    public IMessageQueue Queue
    {
        get
        {
            ThrowIfFailed();
            return _queue;
        }
    }

    /// <summary>Ends when all messages have been delivered.</summary>
    /// <exception cref="ConnectorException">One was given up.</exception>
    public Task DeliverAll(CancellationToken cancellation)
    {
        lock (_lock)
        {
            ThrowIfFailed();
            if (_queue.Pending == 0)
            {
                return Task.CompletedTask;
            }

            _allDelivered ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _allDelivered.Task.WaitAsync(cancellation);
        }
    }

    /// <summary>Stops. Where messages must not be left, gives what waits a moment to be delivered before, unless something stands in the way.</summary>
    /// <exception cref="ConnectorException">Messages are left that must not be, and nobody has been told yet.</exception>
    public void Dispose()
    {
        if (!_queue.MayLeaveRest)
        {
            SpinWait.SpinUntil(() => _queue.Pending == 0 || _failure is not null || _trouble is not null, LastMomentMs);
        }

        _stop.Cancel();
        Task.WaitAll(_workers);
        TellDelivery(static told => told.TrySetCanceled());
        int left = _queue.MayLeaveRest ? 0 : _queue.Pending;
        _poster.Dispose();
        _queue.Dispose();
        _stop.Dispose();
        if (left > 0 && !_isFailureTold)
        {
            string why = _failure?.Message ?? _trouble ?? "there was no time";
            throw new ConnectorException($"Table '{_table.Name}': {left} messages were not delivered to {_settings.Place} before the job stopped: {why}.");
        }
    }

    private async Task Work()
    {
        try
        {
            while (true)
            {
                HttpMessage message = await _queue.Take(_stop.Token).ConfigureAwait(false);
                await Deliver(message).ConfigureAwait(false);
                _trouble = null;
                int pending = _queue.Delivered(message);
                if (pending == 0)
                {
                    TellDelivery(static told => told.TrySetResult());
                }

                if (pending == 0 || pending == _settings.QueueSize - 1)
                {
                    _context.Wake();
                }
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
        }
#pragma warning disable CA1031 // whatever it is, the lane must hear of it
        catch (Exception failure)
#pragma warning restore CA1031
        {
            _failure ??= failure as ConnectorException ?? new ConnectorException($"Table '{_table.Name}': posting to {_settings.Place} failed: {failure.Message}", failure);
            ConnectorException why = _failure;
            TellDelivery(told =>
            {
                _isFailureTold = true;
                told.TrySetException(why);
            });
            await _stop.CancelAsync().ConfigureAwait(false);
            _context.Wake();
        }
    }

    private void TellDelivery(Action<TaskCompletionSource> tell)
    {
        lock (_lock)
        {
            if (_allDelivered is { } told)
            {
                _allDelivered = null;
                tell(told);
            }
        }
    }

    private void ThrowIfFailed()
    {
        if (_failure is { } failure)
        {
            _isFailureTold = true;
            throw new ConnectorException(failure.Message, failure);
        }
    }

    private async Task Deliver(HttpMessage message)
    {
        long since = _context.Clock.GetTimestamp();
        TimeSpan backoff = _settings.InitialBackoff;
        for (int attempt = 1; ; attempt++)
        {
            await KeepRate().ConfigureAwait(false);
            PostResult result = await _poster.Post(message, _stop.Token).ConfigureAwait(false);
            if (result.IsDelivered)
            {
                return;
            }

            TimeSpan pause = Pause(backoff, result.RetryAfter);
            TimeSpan elapsed = _context.Clock.GetElapsedTime(since);
            if (!result.MayRetry || attempt >= _settings.MaxAttempts || elapsed + pause > (_settings.RetryTimeout ?? TimeSpan.MaxValue))
            {
                string tries = attempt == 1 ? "1 attempt" : $"{attempt} attempts in {elapsed.TotalSeconds:0.#} s";
                throw new ConnectorException($"Table '{_table.Name}': message {message.Number} could not be delivered to {_settings.Place} ({tries}): {result.Reason}");
            }

            _trouble = $"{_settings.Place} does not take a message: {result.Reason}; attempt {attempt + 1} in {pause.TotalSeconds:0.#} s";
            await Task.Delay(pause, _context.Clock, _stop.Token).ConfigureAwait(false);
            backoff = backoff + backoff > _settings.MaxBackoff ? _settings.MaxBackoff : backoff + backoff;
        }
    }

    /// <summary>Half of the backoff for certain, the other half by chance, so that lanes do not come back all at once; never before the receiver wants it.</summary>
    private TimeSpan Pause(TimeSpan backoff, TimeSpan? retryAfter)
    {
        double chance;
        lock (_lock)
        {
            chance = _chance.NextDouble();
        }

        TimeSpan pause = backoff * (0.5 + (0.5 * chance));
        pause = retryAfter > pause ? retryAfter.Value : pause;
        return pause < s_longestPause ? pause : s_longestPause;
    }

    private async Task KeepRate()
    {
        if (_settings.Spacing == TimeSpan.Zero)
        {
            return;
        }

        TimeSpan wait;
        lock (_lock)
        {
            TimeProvider clock = _context.Clock;
            long now = clock.GetTimestamp();
            _nextAt = Math.Max(_nextAt, now);
            wait = clock.GetElapsedTime(now, _nextAt);
            _nextAt += (long)(_settings.Spacing.TotalSeconds * clock.TimestampFrequency);
        }

        if (wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, _context.Clock, _stop.Token).ConfigureAwait(false);
        }
    }
}
