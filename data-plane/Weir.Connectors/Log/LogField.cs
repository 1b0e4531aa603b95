namespace Weir.Connectors.Log;

/// <summary>A key or a value: bytes, or null, which is not the same as empty.</summary>
public readonly ref struct LogField
{
    private readonly bool _isPresent;

    public LogField(ReadOnlySpan<byte> bytes)
    {
        Bytes = bytes;
        _isPresent = true;
    }

    public static LogField Null => default;

    public bool IsNull => !_isPresent;

    public ReadOnlySpan<byte> Bytes { get; }

    public static implicit operator LogField(ReadOnlySpan<byte> bytes) => new(bytes);
}
