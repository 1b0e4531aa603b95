namespace Weir.Connectors.Kafka.Native;

/// <summary>A header: its name in UTF-8, its value, which may be null.</summary>
internal readonly ref struct KafkaHeader(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, bool isValueNull = false)
{
    internal ReadOnlySpan<byte> Name { get; } = name;

    internal ReadOnlySpan<byte> Value { get; } = value;

    internal bool IsValueNull { get; } = isValueNull;
}
