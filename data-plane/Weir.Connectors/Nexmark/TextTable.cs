namespace Weir.Connectors.Nexmark;

/// <summary>Many short texts one after the other in one array, so that a loop over rows copies them without following references.</summary>
internal sealed class TextTable(int capacity)
{
    /// <summary>Bytes after the last text that may be read, so that copies can be made in whole vectors.</summary>
    public const int Slack = 128;

    private readonly int[] _starts = new int[capacity + 1];
    private byte[] _bytes = new byte[(capacity * 16) + Slack];
    private int _count;

    /// <summary>Where each text starts; one more than there are texts.</summary>
    public int[] Starts => _starts;

    /// <summary>The texts.</summary>
    public byte[] Bytes => _bytes;

    /// <summary>The longest text.</summary>
    public int MaxLength { get; private set; }

    /// <summary>Adds a text.</summary>
    public void Add(ReadOnlySpan<byte> text)
    {
        int start = _starts[_count];
        if (start + text.Length + Slack > _bytes.Length)
        {
            Array.Resize(ref _bytes, (_bytes.Length * 2) + text.Length);
        }

        text.CopyTo(_bytes.AsSpan(start));
        _starts[++_count] = start + text.Length;
        MaxLength = Math.Max(MaxLength, text.Length);
    }
}
