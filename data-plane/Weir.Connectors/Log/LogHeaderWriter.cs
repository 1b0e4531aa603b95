using System.Buffers;

namespace Weir.Connectors.Log;

/// <summary>Encodes a record's headers, to be used again for the next record.</summary>
public sealed class LogHeaderWriter
{
    private readonly ArrayBufferWriter<byte> _buffer = new();

    /// <summary>What <see cref="ILogAppender.Append"/> takes.</summary>
    public ReadOnlySpan<byte> Encoded => _buffer.WrittenSpan;

    public void Clear() => _buffer.ResetWrittenCount();

    /// <param name="name">In UTF-8.</param>
    public void Add(ReadOnlySpan<byte> name, LogField value)
    {
        Span<byte> to = _buffer.GetSpan(name.Length + value.Bytes.Length + 2 * Varint.MaxSize);
        int size = Varint.Write(to, (uint)name.Length);
        name.CopyTo(to[size..]);
        size += name.Length;
        size += Varint.Write(to[size..], value.IsNull ? 0 : (ulong)value.Bytes.Length + 1);
        value.Bytes.CopyTo(to[size..]);
        _buffer.Advance(size + value.Bytes.Length);
    }
}
