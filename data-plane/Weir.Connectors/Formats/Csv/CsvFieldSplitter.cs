namespace Weir.Connectors.Formats.Csv;

/// <summary>Takes a line apart into fields. Fields without escapes are ranges of the line; the others are written anew to a buffer that is kept from line to line.</summary>
internal sealed class CsvFieldSplitter(CsvOptions options)
{
    private readonly byte _delimiter = options.Delimiter;
    private readonly int _quote = options.Quote ?? -1;
    private readonly int _escape = options.Escape ?? -1;
    private (int Start, int Length, bool IsDecoded)[] _fields = new (int, int, bool)[16];
    private byte[] _decoded = new byte[256];
    private int _decodedLength;

    /// <summary>How many fields the last line had.</summary>
    public int Count { get; private set; }

    /// <summary>The text of a field of the line.</summary>
    public ReadOnlySpan<byte> this[ReadOnlySpan<byte> line, int field]
    {
        get
        {
            (int start, int length, bool isDecoded) = _fields[field];
            return isDecoded ? _decoded.AsSpan(start, length) : line.Slice(start, length);
        }
    }

    /// <summary>Splits a line; answers why it cannot be, or null.</summary>
    public string? Split(ReadOnlySpan<byte> line)
    {
        Count = 0;
        _decodedLength = 0;
        int at = 0;
        while (true)
        {
            if (at < line.Length && line[at] == _quote)
            {
                if (!Quoted(line, ref at, out string? error))
                {
                    return error;
                }
            }
            else
            {
                Plain(line, ref at);
            }

            if (at >= line.Length)
            {
                return null;
            }

            at++; // the delimiter
        }
    }

    private void Plain(ReadOnlySpan<byte> line, ref int at)
    {
        int start = at;
        ReadOnlySpan<byte> rest = line[at..];
        int end = _escape < 0 ? rest.IndexOf(_delimiter) : rest.IndexOfAny(_delimiter, (byte)_escape);
        if (end < 0)
        {
            end = rest.Length;
        }
        else if (rest[end] != _delimiter)
        {
            Escaped(line, ref at);
            return;
        }

        at = start + end;
        Add(start, end, false);
    }

    private void Escaped(ReadOnlySpan<byte> line, ref int at)
    {
        Room(line.Length);
        int start = _decodedLength;
        while (at < line.Length && line[at] != _delimiter)
        {
            if (line[at] == _escape && at + 1 < line.Length)
            {
                at++;
                _decoded[_decodedLength++] = Meaning(line[at++]);
            }
            else
            {
                _decoded[_decodedLength++] = line[at++];
            }
        }

        Add(start, _decodedLength - start, true);
    }

    private bool Quoted(ReadOnlySpan<byte> line, ref int at, out string? error)
    {
        error = null;
        int first = at + 1;
        int close = line[first..].IndexOf((byte)_quote);
        bool isSimple = close >= 0 && (first + close + 1 == line.Length || line[first + close + 1] == _delimiter) && (_escape < 0 || line.Slice(first, close).IndexOf((byte)_escape) < 0);
        if (isSimple)
        {
            at = first + close + 1;
            Add(first, close, false);
            return true;
        }

        Room(line.Length);
        int start = _decodedLength;
        at = first;
        while (at < line.Length)
        {
            byte c = line[at++];
            if (c == _escape && c != _quote && at < line.Length)
            {
                _decoded[_decodedLength++] = Meaning(line[at++]);
            }
            else if (c != _quote)
            {
                _decoded[_decodedLength++] = c;
            }
            else if (at < line.Length && line[at] == _quote)
            {
                _decoded[_decodedLength++] = c;
                at++;
            }
            else if (at == line.Length || line[at] == _delimiter)
            {
                Add(start, _decodedLength - start, true);
                return true;
            }
            else
            {
                error = $"field {Count + 1}: expected the delimiter '{(char)_delimiter}' behind the closing quote at byte {at}";
                return false;
            }
        }

        error = $"field {Count + 1}: the quote that opens at byte {first} is not closed";
        return false;
    }

    /// <summary>What an escaped character stands for.</summary>
    private static byte Meaning(byte c) => c switch
    {
        (byte)'n' => (byte)'\n',
        (byte)'t' => (byte)'\t',
        (byte)'r' => (byte)'\r',
        (byte)'0' => 0,
        _ => c,
    };

    private void Room(int bytes)
    {
        if (_decoded.Length - _decodedLength < bytes)
        {
            Array.Resize(ref _decoded, Math.Max(_decodedLength + bytes, _decoded.Length * 2));
        }
    }

    private void Add(int start, int length, bool isDecoded)
    {
        if (Count == _fields.Length)
        {
            Array.Resize(ref _fields, _fields.Length * 2);
        }

        _fields[Count++] = (start, length, isDecoded);
    }
}
