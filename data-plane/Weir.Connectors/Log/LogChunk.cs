using System.Buffers;

namespace Weir.Connectors.Log;

/// <summary>Whole batches as they lie on disk, in a buffer that is used again: foreach decodes the records in place.</summary>
public sealed class LogChunk : IDisposable
{
    private byte[] _buffer = [];

    /// <summary>The batches, verified.</summary>
    public ReadOnlySpan<byte> Bytes => _buffer.AsSpan(0, Length);

    internal int Length { get; private set; }

    /// <summary>Records before this one are in the first batch too, but were not asked for.</summary>
    internal long FirstOffset { get; private set; }

    /// <summary>The offset after the last record.</summary>
    public long EndOffset { get; private set; }

    public Enumerator GetEnumerator() => new(Bytes, FirstOffset);

    public void Dispose()
    {
        Clear();
        if (_buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    internal void Clear() => (Length, FirstOffset, EndOffset) = (0, 0, 0);

    /// <summary>Room for at least so many bytes; what was there is kept.</summary>
    internal Span<byte> Room(int size)
    {
        if (_buffer.Length < size)
        {
            byte[] larger = ArrayPool<byte>.Shared.Rent(size);
            _buffer.CopyTo(larger, 0);
            if (_buffer.Length > 0)
                ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }

        return _buffer;
    }

    internal void Filled(int length, long firstOffset, long endOffset) =>
        (Length, FirstOffset, EndOffset) = (length, firstOffset, endOffset);

    public ref struct Enumerator
    {
        private readonly ReadOnlySpan<byte> _bytes;
        private readonly long _first;
        private int _position;
        private int _left;
        private long _baseTimestamp;
        private long _offset;
        private LogRecord _current;

        internal Enumerator(ReadOnlySpan<byte> bytes, long first)
        {
            _bytes = bytes;
            _first = first;
        }

        public readonly LogRecord Current => _current;

        public bool MoveNext()
        {
            do
            {
                if (_left == 0 && !NextBatch())
                    return false;
                _current = new(_offset++, _baseTimestamp, _bytes, ref _position);
                _left--;
            }
            while (_current.Offset < _first);
            return true;
        }

        private bool NextBatch()
        {
            if (_position == _bytes.Length)
                return false;
            ReadOnlySpan<byte> batch = _bytes[_position..];
            _left = BatchFormat.Count(batch);
            _offset = BatchFormat.BaseOffset(batch);
            _baseTimestamp = BatchFormat.BaseTimestamp(batch);
            _position += BatchFormat.HeaderSize;
            return true;
        }
    }
}
