namespace Weir.Connectors.Log;

/// <summary>A header: its name in UTF-8 and its value.</summary>
public readonly ref struct LogHeader(ReadOnlySpan<byte> name, LogField value)
{
    public ReadOnlySpan<byte> Name { get; } = name;

    public LogField Value { get; } = value;
}
