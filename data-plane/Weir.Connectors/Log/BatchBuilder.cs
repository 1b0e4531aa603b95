using System.Buffers;

namespace Weir.Connectors.Log;

/// <summary>Encodes records into one batch; its buffer is used again for the next.</summary>
internal sealed class BatchBuilder
{
    private byte[] _buffer = [];
    private int _length = BatchFormat.HeaderSize;
    private long _baseTimestamp;
    private long _maxTimestamp;

    internal int Count { get; private set; }

    internal int Length => _length;

    internal void Add(LogField key, LogField value, long timestampMs, ReadOnlySpan<byte> headers)
    {
        long size = (long)key.Bytes.Length + value.Bytes.Length + headers.Length;
        if (size > LogLimits.RecordBytes)
            throw new LogException(LogErrorCode.InvalidArgument, $"a record of {size} bytes: the log takes at most {LogLimits.RecordBytes}");
        Reserve((int)size + 4 * Varint.MaxSize);
        if (Count == 0)
            _baseTimestamp = _maxTimestamp = timestampMs;
        _maxTimestamp = Math.Max(_maxTimestamp, timestampMs);
        _length += Varint.Write(_buffer.AsSpan(_length), Varint.ZigZag(unchecked(timestampMs - _baseTimestamp)));
        Add(key);
        Add(value);
        _length += Varint.Write(_buffer.AsSpan(_length), (uint)headers.Length);
        headers.CopyTo(_buffer.AsSpan(_length));
        _length += headers.Length;
        Count++;
    }

    /// <summary>The finished batch, valid until the next <see cref="Clear"/>.</summary>
    internal Span<byte> Seal()
    {
        Span<byte> batch = _buffer.AsSpan(0, _length);
        BatchFormat.Seal(batch, Count, _baseTimestamp, _maxTimestamp);
        return batch;
    }

    internal void Clear()
    {
        _length = BatchFormat.HeaderSize;
        Count = 0;
        // One huge record should not keep its memory for the life of a job.
        if (_buffer.Length > 4 * LogLimits.BatchBytes)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = [];
        }
    }

    internal void Release()
    {
        if (_buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        _length = BatchFormat.HeaderSize;
        Count = 0;
    }

    private void Add(LogField field)
    {
        if (field.IsNull)
        {
            _buffer[_length++] = 0;
            return;
        }

        _length += Varint.Write(_buffer.AsSpan(_length), (ulong)field.Bytes.Length + 1);
        field.Bytes.CopyTo(_buffer.AsSpan(_length));
        _length += field.Bytes.Length;
    }

    private void Reserve(int more)
    {
        int needed = checked(_length + more);
        if (needed <= _buffer.Length)
            return;
        byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, Math.Min(2 * _buffer.Length, 2 * LogLimits.BatchBytes)));
        _buffer.AsSpan(0, Math.Min(_length, _buffer.Length)).CopyTo(larger);
        if (_buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
