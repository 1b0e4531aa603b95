namespace Weir.Connectors.Kafka.Native;

/// <summary>The headers of a record to produce: slices of one buffer.</summary>
/// <param name="buffer">Names (UTF-8, each followed by a zero byte) and values.</param>
/// <param name="slices">Where in the buffer each header's name and value are.</param>
internal readonly ref struct KafkaRecordHeaders(ReadOnlySpan<byte> buffer, ReadOnlySpan<KafkaRecordHeaders.Slice> slices)
{
    internal ReadOnlySpan<byte> Buffer { get; } = buffer;

    internal ReadOnlySpan<Slice> Slices { get; } = slices;

    /// <param name="ValueLength">-1: the header's value is null.</param>
    internal readonly record struct Slice(int NameStart, int ValueStart, int ValueLength);
}
