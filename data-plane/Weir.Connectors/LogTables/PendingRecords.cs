using System.Buffers;
using Weir.Connectors.Log;

namespace Weir.Connectors.LogTables;

/// <summary>Encoded records on their way from the lane to the log's writer, in one buffer that is used again.</summary>
internal sealed class PendingRecords
{
    private readonly ArrayBufferWriter<byte> _bytes = new();
    private readonly List<Slice> _slices = [];

    /// <summary>Where the lane writes; <see cref="Add"/> then says what was written.</summary>
    public ArrayBufferWriter<byte> Buffer => _bytes;

    public int Count => _slices.Count;

    /// <summary>A record whose key, value and headers were written one after the other; a length of -1 stands for none.</summary>
    public void Add(int partition, int keyLength, int valueLength, int headersLength, long timestampMs)
    {
        int start = _bytes.WrittenCount - Math.Max(keyLength, 0) - Math.Max(valueLength, 0) - headersLength;
        _slices.Add(new Slice(partition, start, keyLength, valueLength, headersLength, timestampMs));
    }

    /// <summary>The partition of a record.</summary>
    public int Partition(int record) => _slices[record].Partition;

    /// <summary>Appends a record to its partition.</summary>
    /// <returns>How many bytes it has.</returns>
    public int Append(int record, ILogAppender to)
    {
        Slice slice = _slices[record];
        ReadOnlySpan<byte> bytes = _bytes.WrittenSpan[slice.Start..];
        LogField key = slice.KeyLength < 0 ? LogField.Null : bytes[..slice.KeyLength];
        bytes = bytes[Math.Max(slice.KeyLength, 0)..];
        LogField value = slice.ValueLength < 0 ? LogField.Null : bytes[..slice.ValueLength];
        bytes = bytes[Math.Max(slice.ValueLength, 0)..];
        to.Append(key, value, slice.TimestampMs, bytes[..slice.HeadersLength]);
        return key.Bytes.Length + value.Bytes.Length + slice.HeadersLength;
    }

    public void Clear()
    {
        _bytes.ResetWrittenCount();
        _slices.Clear();
    }

    private readonly record struct Slice(int Partition, int Start, int KeyLength, int ValueLength, int HeadersLength, long TimestampMs);
}
