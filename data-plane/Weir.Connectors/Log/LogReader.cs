namespace Weir.Connectors.Log;

/// <summary>A reader. All that it is is its offset, so that it goes on with the next owner of the log.</summary>
internal sealed class LogReader : ILogReader
{
    private readonly ILogAccess _log;
    private ILogCursor? _cursor;
    private ILogStore? _cursorStore;
    private long _offset;

    internal LogReader(ILogAccess log, string topic, int partition, long offset)
    {
        (_log, Topic, Partition, _offset) = (log, topic, partition, offset);
        _log.Try(Cursor); // throws where there is no such place
    }

    public string Topic { get; }

    public int Partition { get; }

    public long Offset
    {
        get => _offset;
        set
        {
            _offset = value;
            Drop();
        }
    }

    public bool Read(LogChunk chunk, int maxBytes = 1 << 20)
    {
        bool read = _log.Try(store => Cursor(store).Read(chunk, maxBytes));
        if (read)
            _offset = chunk.EndOffset;
        return read;
    }

    public async Task WaitForDataAsync(CancellationToken cancellation)
    {
        while (true)
        {
            ILogCursor cursor = _log.Try(Cursor);
            try
            {
                await cursor.WaitAsync(cancellation).ConfigureAwait(false);
                return;
            }
            catch (LogException lost) when (lost.Code == LogErrorCode.Unreachable)
            {
                Drop();
            }
            catch (OperationCanceledException)
            {
                Drop(); // a remote one still has an answer under way
                throw;
            }
        }
    }

    public void Dispose() => Drop();

    private ILogCursor Cursor(ILogStore store)
    {
        if (_cursor is not null && ReferenceEquals(_cursorStore, store))
            return _cursor;
        Drop();
        _cursor = store.OpenCursor(Topic, Partition, _offset);
        _cursorStore = store;
        return _cursor;
    }

    private void Drop()
    {
        _cursor?.Dispose();
        _cursor = null;
    }
}
