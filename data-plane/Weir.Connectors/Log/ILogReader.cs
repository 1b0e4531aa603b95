namespace Weir.Connectors.Log;

/// <summary>Reads a partition in order, committed records only. For one thread at a time.</summary>
public interface ILogReader : IDisposable
{
    string Topic { get; }

    int Partition { get; }

    /// <summary>The offset of the next record to be read. It may be set.</summary>
    long Offset { get; set; }

    /// <summary>
    /// Replaces the chunk's content by the next records: about <paramref name="maxBytes"/> of them, at least one where there is any.
    /// </summary>
    /// <returns>False at the end of the partition.</returns>
    /// <exception cref="LogException">The records were dropped (<see cref="LogErrorCode.OffsetOutOfRange"/>), or do not verify.</exception>
    bool Read(LogChunk chunk, int maxBytes = 1 << 20);

    /// <summary>Ends when there is a record to read, or with the token's cancellation.</summary>
    Task WaitForDataAsync(CancellationToken cancellation);
}
