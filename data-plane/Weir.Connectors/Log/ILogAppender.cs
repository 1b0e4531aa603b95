namespace Weir.Connectors.Log;

/// <summary>A partition as its producer sees it.</summary>
public interface ILogAppender
{
    /// <summary>Adds a record to what the next commit writes.</summary>
    /// <param name="headers">From a <see cref="LogHeaderWriter"/>.</param>
    /// <exception cref="LogException">The record is larger than <see cref="LogLimits.RecordBytes"/>, or the disk is full.</exception>
    void Append(LogField key, LogField value, long timestampMs, ReadOnlySpan<byte> headers = default);
}
