namespace Weir.Connectors.Files;

/// <summary>A part file that is being written, under a hidden name until it is finished.</summary>
internal sealed class PartFile(Stream stream, string hiddenPath, string path, DateTimeOffset openedAt) : IDisposable
{
    public DateTimeOffset OpenedAt { get; } = openedAt;

    public DateTimeOffset WrittenAt { get; private set; } = openedAt;

    public long Bytes { get; private set; }

    public void Write(ReadOnlySpan<byte> bytes, DateTimeOffset now)
    {
        stream.Write(bytes);
        Bytes += bytes.Length;
        WrittenAt = now;
    }

    /// <summary>Closes the file and gives it its name.</summary>
    public void Publish()
    {
        if (stream is FileStream file)
        {
            file.Flush(flushToDisk: true);
        }

        stream.Dispose();
        if (File.Exists(hiddenPath))
        {
            File.Move(hiddenPath, path);
        }
    }

    /// <summary>Closes the file and leaves it under its hidden name.</summary>
    public void Dispose() => stream.Dispose();
}
