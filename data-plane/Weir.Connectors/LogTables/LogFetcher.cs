using System.Collections.Concurrent;
using Weir.Connectors.Log;
using Weir.Engine.Connectors;

namespace Weir.Connectors.LogTables;

/// <summary>Fetches one partition beside the lane: at most so many chunks ahead of it, none while paused.</summary>
internal sealed class LogFetcher : IDisposable
{
    /// <summary>How many chunks may wait for the lane.</summary>
    private const int Ahead = 2;

    private const int ChunkBytes = LogLimits.BatchBytes;
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);

    private readonly EmbeddedLog _log;
    private readonly string _topic;
    private readonly int _partition;
    private readonly long _end;
    private readonly Action _wake;
    private readonly TimeProvider _clock;
    private readonly ConcurrentQueue<LogChunk> _full = new();
    private readonly ConcurrentQueue<LogChunk> _empty = new();
    private readonly SemaphoreSlim _room = new(Ahead);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _fetching;
    private volatile ConnectorException? _failure;
    private volatile string? _trouble;
    private long _knownEnd;
    private long _lookedAt;

    public LogFetcher(EmbeddedLog log, string topic, int partition, long offset, long end, Action wake, TimeProvider clock)
    {
        (_log, _topic, _partition, _end, _wake, _clock) = (log, topic, partition, end, wake, clock);
        _knownEnd = Math.Max(offset, log.EndOffset(topic, partition));
        _lookedAt = clock.GetTimestamp();
        _fetching = Task.Run(() => Fetch(offset));
    }

    /// <summary>What stands in the way just now.</summary>
    public string? Trouble => _trouble;

    /// <summary>The partition's end as it was when last looked at.</summary>
    public long KnownEnd => Volatile.Read(ref _knownEnd);

    /// <summary>The next chunk, to be given back; null when there is none yet.</summary>
    public LogChunk? Take()
    {
        if (_full.TryDequeue(out LogChunk? chunk))
        {
            return chunk;
        }

        return _failure is { } failure ? throw new ConnectorException(failure.Message, failure) : null;
    }

    /// <summary>Gives a chunk back.</summary>
    public void Return(LogChunk chunk)
    {
        _empty.Enqueue(chunk);
        _room.Release();
    }

    public void Dispose()
    {
        _stop.Cancel();
        _fetching.Wait();
        while (_full.TryDequeue(out LogChunk? chunk) || _empty.TryDequeue(out chunk))
        {
            chunk.Dispose();
        }

        _room.Dispose();
        _stop.Dispose();
    }

    private async Task Fetch(long offset)
    {
        try
        {
            while (offset < _end)
            {
                try
                {
                    using ILogReader reader = _log.OpenReader(_topic, _partition, offset);
                    offset = await Fetch(reader).ConfigureAwait(false);
                }
                catch (LogException lost) when (lost.Code == LogErrorCode.Unreachable)
                {
                    _trouble = lost.Message;
                    await Task.Delay(s_pause, _clock, _stop.Token).ConfigureAwait(false);
                }
            }
        }
        catch (Exception stopped) when (stopped is OperationCanceledException or ObjectDisposedException && _stop.IsCancellationRequested)
        {
        }
#pragma warning disable CA1031 // whatever it is, the lane must hear of it
        catch (Exception failure)
#pragma warning restore CA1031
        {
            _failure = new ConnectorException($"The log {_log.Folder} cannot be read: {failure.Message}", failure);
            _wake();
        }
    }

    /// <summary>Keeps the known end up to date, without asking for it at each chunk.</summary>
    private void LookForEnd(long offset, bool isAtEnd)
    {
        long end = Math.Max(KnownEnd, offset);
        if (isAtEnd)
        {
            end = offset;
        }
        else if (_clock.GetElapsedTime(_lookedAt) >= s_pause)
        {
            end = _log.EndOffset(_topic, _partition);
            _lookedAt = _clock.GetTimestamp();
        }

        Volatile.Write(ref _knownEnd, end);
    }

    private async Task<long> Fetch(ILogReader reader)
    {
        while (reader.Offset < _end)
        {
            await _room.WaitAsync(_stop.Token).ConfigureAwait(false);
            if (!_empty.TryDequeue(out LogChunk? chunk))
            {
                chunk = new LogChunk();
            }

            bool read;
            try
            {
                read = reader.Read(chunk, ChunkBytes);
                LookForEnd(reader.Offset, isAtEnd: !read);
                _trouble = null;
            }
            catch
            {
                Return(chunk);
                throw;
            }

            if (read)
            {
                _full.Enqueue(chunk);
                _wake();
                continue;
            }

            Return(chunk);
            await reader.WaitForDataAsync(_stop.Token).ConfigureAwait(false);
        }

        return reader.Offset;
    }
}
