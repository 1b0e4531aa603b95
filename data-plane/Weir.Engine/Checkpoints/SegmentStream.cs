namespace Weir.Engine.Checkpoints;

/// <summary>Reads pieces of memory, one after another, as one stream that can seek. What holds the memory stays alive as long as the stream.</summary>
internal sealed class SegmentStream : Stream
{
    private readonly List<Segment> _segments = [];
    private readonly List<long> _starts = [];
    private long _length;
    private long _position;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => _length;

    public override long Position
    {
        get => _position;
        set => _position = Math.Clamp(value, 0, _length);
    }

    /// <summary>CRC-32C of all of it.</summary>
    public unsafe uint Checksum()
    {
        uint crc = Crc32C.Start;
        foreach (Segment segment in _segments)
        {
            crc = Crc32C.Add(crc, segment.Span);
        }

        return Crc32C.End(crc);
    }

    public void Add(byte[] bytes) => Add(new Segment(bytes, 0, bytes.Length));

    public void Add(nint start, int length) => Add(new Segment(null, start, length));

    public override int Read(Span<byte> buffer)
    {
        if (_position >= _length || buffer.IsEmpty)
        {
            return 0;
        }

        int at = _starts.BinarySearch(_position);
        at = at < 0 ? ~at - 1 : at;
        ReadOnlySpan<byte> rest = _segments[at].Span[(int)(_position - _starts[at])..];
        int count = Math.Min(rest.Length, buffer.Length);
        rest[..count].CopyTo(buffer);
        _position += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override long Seek(long offset, SeekOrigin origin) =>
        Position = origin switch
        {
            SeekOrigin.Begin => offset,
            SeekOrigin.Current => _position + offset,
            _ => _length + offset,
        };

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private void Add(Segment segment)
    {
        if (segment.Length > 0)
        {
            _starts.Add(_length);
            _segments.Add(segment);
            _length += segment.Length;
        }
    }

    private readonly record struct Segment(byte[]? Bytes, nint Start, int Length)
    {
        public unsafe ReadOnlySpan<byte> Span => Bytes is not null ? Bytes : new ReadOnlySpan<byte>((void*)Start, Length);
    }
}
