namespace Weir.Connectors.Log;

/// <summary>A record's headers, by foreach, without an allocation.</summary>
public readonly ref struct LogHeaders(ReadOnlySpan<byte> encoded)
{
    private readonly ReadOnlySpan<byte> _encoded = encoded;

    public Enumerator GetEnumerator() => new(_encoded);

    public ref struct Enumerator(ReadOnlySpan<byte> encoded)
    {
        private readonly ReadOnlySpan<byte> _encoded = encoded;
        private int _position;
        private LogHeader _current;

        public readonly LogHeader Current => _current;

        public bool MoveNext()
        {
            if (_position == _encoded.Length)
                return false;
            int length = (int)Varint.Read(_encoded, ref _position);
            ReadOnlySpan<byte> name = _encoded.Slice(_position, length);
            _position += length;
            _current = new(name, LogRecord.ReadField(_encoded, ref _position));
            return true;
        }
    }
}
