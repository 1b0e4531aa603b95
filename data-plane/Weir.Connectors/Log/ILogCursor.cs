namespace Weir.Connectors.Log;

/// <summary>A place in a partition, with what is needed to read on from it quickly.</summary>
internal interface ILogCursor : IDisposable
{
    /// <summary>See <see cref="ILogReader.Read"/>; moves on to the chunk's end.</summary>
    bool Read(LogChunk chunk, int maxBytes);

    /// <summary>Ends when there is a record at the cursor, or may be, or with the token's cancellation.</summary>
    Task WaitAsync(CancellationToken cancellation);
}
