using System.Globalization;
using Weir.Connectors.Formats;
using Weir.Engine.Connectors;
using Weir.Engine.Formats;

namespace Weir.Connectors.Files;

/// <summary>One file, record by record. Its position is the offset in bytes of the next record (for a .gz of what comes out).</summary>
internal sealed class FileReader : PartitionReader
{
    /// <summary>A longer record goes to the dead letters.</summary>
    public const int DefaultMaxRecordBytes = 256 << 20;

    /// <summary>What of a record that is too long goes there.</summary>
    private const int KeptBytes = 64 << 10;

    private readonly string _table;
    private readonly FileReadThread _thread;
    private readonly FileFeed _feed;
    private readonly RowDecoder _decoder;
    private readonly RecordSplitter _splitter;
    private readonly FileConstants _constants;
    private readonly IDeadLetterOutput _deadLetters;
    private readonly int _maxRecordBytes;
    private byte[] _data = new byte[FileFeed.ChunkBytes * 2];
    private int _start;
    private int _end;
    private int _searched;
    private long _offset; // of _data[_start] in the file
    private byte[]? _tooLong; // the beginning of the record that is too long and is being passed over
    private long _tooLongAt;
    private bool _isEnd;

    public FileReader(
        string table, string path, long offset, FileReadThread thread, RowDecoder decoder, RecordSplitter splitter, FileConstants constants, IDeadLetterOutput deadLetters, int maxRecordBytes = DefaultMaxRecordBytes)
    {
        _table = table;
        Partition = path;
        _offset = offset;
        _thread = thread;
        _feed = new FileFeed(path, offset);
        _decoder = decoder;
        _splitter = splitter;
        _constants = constants;
        _deadLetters = deadLetters;
        _maxRecordBytes = maxRecordBytes;
        thread.Add(_feed);
    }

    public override string Partition { get; }

    public override string Position => (_tooLong is null ? _offset : _tooLongAt).ToString(CultureInfo.InvariantCulture);

    /// <summary>Reads records. While bytes are on their way the answer is <see cref="ReadStatus.Rows"/> without rows: the file is not read to its end, so it must not count as idle.</summary>
    public override ReadStatus Read(SourceBatch batch)
    {
        long before = _offset;
        ReadStatus status = ReadRecords(batch);
        batch.BytesRead += _offset - before;
        if (batch.RowCount > 0)
        {
            _constants.Fill(batch);
        }

        return status;
    }

    public override void Dispose()
    {
        _thread.Remove(_feed);
        base.Dispose();
    }

    private ReadStatus ReadRecords(SourceBatch batch)
    {
        while (!batch.IsFull)
        {
            int from = _searched;
            int end = _splitter.FindEnd(_data.AsSpan(_start, _end - _start), ref from);
            _searched = from;
            if (end >= 0)
            {
                Record(_data.AsSpan(_start, end), batch);
                Advance(end + 1);
                continue;
            }

            if (_isEnd)
            {
                if (_end > _start)
                {
                    Record(_data.AsSpan(_start, _end - _start), batch); // the last line has no end
                    Advance(_end - _start);
                }

                _thread.Remove(_feed);
                return ReadStatus.Ended;
            }

            if (!Refill())
            {
                return _isEnd ? ReadRecords(batch) : ReadStatus.Rows;
            }
        }

        return ReadStatus.Rows;
    }

    private void Advance(int bytes)
    {
        _start += bytes;
        _offset += bytes;
        _searched = 0;
        _splitter.Reset();
    }

    private void Record(ReadOnlySpan<byte> record, SourceBatch batch)
    {
        if (_tooLong is { } head)
        {
            _tooLong = null;
            _deadLetters.Write(new DeadLetter(_table, Partition, _tooLongAt, head, $"the record is longer than {_maxRecordBytes} bytes; this is its beginning"));
            return;
        }

        if (record.Length > 0 && record[^1] == '\r')
        {
            record = record[..^1];
        }

        if (_decoder.TryDecode(record, batch))
        {
            if (!_decoder.IsSkipped)
            {
                batch.Add();
            }

            return;
        }

        int start = _start; // the record lies in the buffer from here on
        _deadLetters.Write(new DeadLetter(_table, Partition, _offset, _data.AsMemory(start, record.Length), _decoder.Error));
    }

    /// <summary>Appends the next chunk; false when there is none yet, or none any more.</summary>
    private bool Refill()
    {
        FileChunk? chunk = _thread.Take(_feed, out _isEnd, out Exception? error);
        if (error is not null)
        {
            throw new ConnectorException($"Table '{_table}': the file '{Partition}' cannot be read: {error.Message}", error);
        }

        if (chunk is null)
        {
            return false;
        }

        Append(chunk.Bytes.AsSpan(0, chunk.Length));
        _thread.Recycle(_feed, chunk);
        return true;
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        if (_offset == 0 && _start == _end && bytes.StartsWith("\uFEFF"u8))
        {
            bytes = bytes[3..]; // a byte order mark
            _offset = 3;
        }

        int kept = _end - _start;
        if (kept > _maxRecordBytes)
        {
            if (_tooLong is null)
            {
                _tooLong = _data.AsSpan(_start, Math.Min(KeptBytes, kept)).ToArray();
                _tooLongAt = _offset;
            }

            // What was searched is of no more use; what was not (half an escape, at most) stays.
            _start += _searched;
            _offset += _searched;
            kept -= _searched;
            _searched = 0;
        }

        if (_data.Length < kept + bytes.Length)
        {
            byte[] larger = new byte[(int)Math.Min(Array.MaxLength, Math.Max((long)_data.Length * 2, kept + bytes.Length))];
            _data.AsSpan(_start, kept).CopyTo(larger);
            _data = larger;
        }
        else
        {
            _data.AsSpan(_start, kept).CopyTo(_data);
        }

        bytes.CopyTo(_data.AsSpan(kept));
        _start = 0;
        _end = kept + bytes.Length;
    }
}
