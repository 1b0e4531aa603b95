namespace Weir.Connectors.Log;

/// <summary>A file that is read and written at positions. A write is on disk only after <see cref="Sync"/>. Throws IOException.</summary>
internal interface ILogFile : IDisposable
{
    long Length { get; }

    /// <summary>Reads up to the buffer's length; less only at the end of the file.</summary>
    int Read(long position, Span<byte> buffer);

    void Write(long position, ReadOnlySpan<byte> bytes);

    void Truncate(long length);

    void Sync();
}
