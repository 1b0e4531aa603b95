namespace Weir.Connectors.Formats.Json;

/// <summary>Room for strings whose escapes are decoded; kept from row to row.</summary>
internal sealed class JsonScratch
{
    private byte[] _bytes = new byte[256];

    public Span<byte> Reserve(int bytes)
    {
        if (_bytes.Length < bytes)
        {
            _bytes = new byte[Math.Max(bytes, _bytes.Length * 2)];
        }

        return _bytes;
    }
}
