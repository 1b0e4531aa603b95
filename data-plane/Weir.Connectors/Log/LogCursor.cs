
namespace Weir.Connectors.Log;

/// <summary>Reads a partition in the process that owns the log: whole batches, straight from the segment file, each verified.</summary>
internal sealed class LogCursor : ILogCursor
{
    private const int ScanBytes = 64 << 10;

    private readonly LogStore _store;
    private readonly LogPartition _partition;
    private readonly string _name;
    private long _offset;
    private ILogFile? _file;
    private long _fileBase;
    private long _position;    // in the file, of the batch that holds _offset
    private long _batchOffset; // of that batch's first record

    internal LogCursor(LogStore store, string topic, int partition, long offset)
    {
        _store = store;
        _partition = store.Partition(topic, partition);
        _name = $"{topic} [{partition}]";
        _offset = offset;
        _ = View();
    }

    public bool Read(LogChunk chunk, int maxBytes)
    {
        chunk.Clear();
        PartitionView view = View();
        if (_offset == view.End)
            return false;
        LogSegment segment = view.Segments[view.IndexOf(_offset)];
        try
        {
            if (_file is null || _fileBase != segment.BaseOffset)
                Seek(segment);
            Read(segment, chunk, maxBytes);
        }
        catch (FileNotFoundException) when (_partition.View.Begin > _offset || _partition.IsGone)
        {
            // Dropped since we looked.
            throw OutOfRange(View());
        }
        catch (IOException failure)
        {
            throw new LogException(LogErrorCode.Failed, $"{_name}: cannot read {_partition.PathOf(segment)}: {failure.Message}", failure);
        }

        return true;
    }

    public async Task WaitAsync(CancellationToken cancellation)
    {
        while (true)
        {
            Task changed = _partition.Changed();
            if (_offset < View().End)
                return;
            await changed.WaitAsync(cancellation).ConfigureAwait(false);
        }
    }

    public void Dispose()
    {
        _file?.Dispose();
        _file = null;
    }

    private PartitionView View()
    {
        _store.ThrowIfClosed();
        if (_partition.IsGone)
            throw new LogException(LogErrorCode.UnknownTopic, $"{_name}: the topic was deleted");
        PartitionView view = _partition.View;
        return _offset >= view.Begin && _offset <= view.End ? view : throw OutOfRange(view);
    }

    private LogException OutOfRange(PartitionView view) => new(
        LogErrorCode.OffsetOutOfRange,
        _offset < view.Begin
            ? $"{_name}: the records from {_offset} to {view.Begin - 1} were dropped; the oldest is {view.Begin}"
            : $"{_name}: there is no offset {_offset}; the end is {view.End}");

    /// <summary>Opens a segment and finds the batch that holds the offset, by the headers of those before it.</summary>
    private void Seek(LogSegment segment)
    {
        Dispose();
        _file = _store.OpenSegment(_partition, segment);
        (_fileBase, _position, _batchOffset) = (segment.BaseOffset, 0, segment.BaseOffset);
        if (_offset == segment.BaseOffset)
            return;
        var window = new byte[ScanBytes];
        long windowStart = 0;
        int windowLength = 0;
        while (true)
        {
            if (_position + BatchFormat.HeaderSize > windowStart + windowLength)
            {
                windowStart = _position;
                windowLength = _file.Read(windowStart, window.AsSpan(0, (int)Math.Min(ScanBytes, segment.Length - windowStart)));
            }

            ReadOnlySpan<byte> header = window.AsSpan((int)(_position - windowStart), windowLength - (int)(_position - windowStart));
            if (header.Length < BatchFormat.HeaderSize || !BatchFormat.IsHeader(header, _batchOffset))
                throw Corrupt();
            if (_offset < _batchOffset + BatchFormat.Count(header))
                return;
            _batchOffset += BatchFormat.Count(header);
            _position += BatchFormat.Size(header);
        }
    }

    private void Read(LogSegment segment, LogChunk chunk, int maxBytes)
    {
        long available = segment.Length - _position;
        int wanted = (int)Math.Min(Math.Max(maxBytes, BatchFormat.HeaderSize), available);
        int have = 0, whole = 0;
        long next = _batchOffset;
        while (true)
        {
            Span<byte> bytes = chunk.Room(wanted);
            have += _file!.Read(_position + have, bytes[have..wanted]);
            while (have - whole >= BatchFormat.HeaderSize)
            {
                ReadOnlySpan<byte> batch = bytes[whole..have];
                if (!BatchFormat.IsHeader(batch, next) || BatchFormat.Size(batch) > available - whole)
                    throw Corrupt();
                int size = BatchFormat.Size(batch);
                if (size > batch.Length)
                    break;
                if (!BatchFormat.IsIntact(batch[..size]))
                    throw Corrupt();
                next += BatchFormat.Count(batch);
                whole += size;
            }

            if (whole > 0)
                break;
            // The first batch is larger than what was asked for: it is read whole nevertheless.
            int needed = have < BatchFormat.HeaderSize ? BatchFormat.HeaderSize : BatchFormat.Size(bytes);
            if (have < wanted || needed > available)
                throw Corrupt();
            wanted = needed;
        }

        chunk.Filled(whole, _offset, next);
        _position += whole;
        _offset = _batchOffset = next;
    }

    private LogException Corrupt() => new(
        LogErrorCode.Corrupt,
        $"{_name}, offset {_offset}: {Path.Combine(_partition.Folder, new LogSegment(_fileBase, 0, 0).FileName)} does not verify at byte {_position}");
}
