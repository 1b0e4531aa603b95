namespace Weir.Connectors.Log;

/// <summary>A record: a view of its chunk, good until the chunk is filled anew.</summary>
public readonly ref struct LogRecord
{
    internal LogRecord(long offset, long baseTimestamp, ReadOnlySpan<byte> batch, scoped ref int position)
    {
        Offset = offset;
        TimestampMs = unchecked(baseTimestamp + Varint.UnZigZag(Varint.Read(batch, ref position)));
        Key = ReadField(batch, ref position);
        Value = ReadField(batch, ref position);
        int length = (int)Varint.Read(batch, ref position);
        Headers = new(batch.Slice(position, length));
        position += length;
    }

    public long Offset { get; }

    /// <summary>In ms since 1970, as the producer gave it.</summary>
    public long TimestampMs { get; }

    public LogField Key { get; }

    public LogField Value { get; }

    public LogHeaders Headers { get; }

    internal static LogField ReadField(ReadOnlySpan<byte> from, scoped ref int position)
    {
        int length = (int)Varint.Read(from, ref position) - 1;
        if (length < 0)
            return LogField.Null;
        LogField field = from.Slice(position, length);
        position += length;
        return field;
    }
}
