namespace Weir.Connectors.Kafka.Native;

/// <summary>
/// What a client has reported by itself: the last error and when, how many deliveries failed, the last lines of its log, its latest
/// statistics. Written by librdkafka's threads and by whoever polls, read by anybody.
/// </summary>
internal sealed class KafkaEvents(TimeProvider time, Func<KafkaToken>? makeToken)
{
    /// <summary>How many lines of the log are kept.</summary>
    internal const int LogLines = 64;

    private readonly Lock _lock = new();
    private readonly Queue<KafkaLogLine> _log = new();
    private KafkaError _lastError;
    private bool _allBrokersDown;
    private DateTimeOffset _lastErrorAt;
    private KafkaError _fatal;
    private string? _complaint;
    private byte[] _statistics = [];
    private long _delivered;
    private long _notDelivered;
    private KafkaError _firstNotDelivered;

    internal Func<KafkaToken>? MakeToken { get; } = makeToken;

    /// <summary>The last error since <see cref="Recovered"/>, such as brokers that cannot be reached; librdkafka goes on trying.</summary>
    internal KafkaError LastError { get { lock (_lock) return _lastError; } }

    /// <summary>When <see cref="LastError"/> came.</summary>
    internal DateTimeOffset LastErrorAt { get { lock (_lock) return _lastErrorAt; } }

    /// <summary>No broker can be reached or lets us in at present; <see cref="LastError"/> says why.</summary>
    internal bool AreAllBrokersDown { get { lock (_lock) return _allBrokersDown; } }

    /// <summary>The error after which the client is of no use; never forgotten.</summary>
    internal KafkaError FatalError { get { lock (_lock) return _fatal; } }

    /// <summary>Records acknowledged, counted only where delivery.report.only.error is false.</summary>
    internal long DeliveredCount => Interlocked.Read(ref _delivered);

    /// <summary>Records that will never be written.</summary>
    internal long NotDeliveredCount => Interlocked.Read(ref _notDelivered);

    /// <summary>Why the first of the records not delivered was not, with its topic and partition.</summary>
    internal KafkaError FirstNotDelivered { get { lock (_lock) return _firstNotDelivered; } }

    /// <summary>The last lines of the log, oldest first.</summary>
    internal IReadOnlyList<KafkaLogLine> Log { get { lock (_lock) return [.. _log]; } }

    /// <summary>The last line of the log that tells of an error, if there is one.</summary>
    internal string? LastComplaint { get { lock (_lock) return _complaint; } }

    /// <summary>The latest statistics, JSON in UTF-8; empty until statistics.interval.ms has passed for the first time.</summary>
    internal ReadOnlyMemory<byte> Statistics { get { lock (_lock) return _statistics; } }

    internal void Failed(KafkaError error)
    {
        lock (_lock)
        {
            _allBrokersDown |= error.Code == KafkaErrorCode.AllBrokersDown;
            // That all are down follows from the error before, which says why: that one is kept.
            if (error.Code == KafkaErrorCode.AllBrokersDown && _lastError.IsError)
                return;
            _lastError = error;
            _lastErrorAt = time.GetUtcNow();
            if (error.IsFatal)
                _fatal = error;
        }
    }

    /// <summary>Something went well: what failed before is no longer the present state.</summary>
    internal void Recovered()
    {
        lock (_lock)
        {
            _lastError = _fatal;
            _allBrokersDown = false;
        }
    }

    internal void Logged(KafkaLogLine line)
    {
        lock (_lock)
        {
            if (_log.Count == LogLines)
                _log.Dequeue();
            _log.Enqueue(line);
            if (line.Level <= 3)
                _complaint = line.Text;
        }
    }

    internal void Measured(ReadOnlySpan<byte> json)
    {
        lock (_lock)
            _statistics = json.ToArray();
    }

    internal void Delivered() => Interlocked.Increment(ref _delivered);

    internal void NotDelivered(KafkaError error, string topic, int partition)
    {
        if (Interlocked.Increment(ref _notDelivered) != 1)
            return;
        lock (_lock)
            _firstNotDelivered = error with { Reason = $"{topic} [{partition}]: {error.Reason}" };
    }
}
