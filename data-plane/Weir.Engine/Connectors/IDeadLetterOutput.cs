namespace Weir.Engine.Connectors;

/// <summary>A row that did not parse.</summary>
/// <param name="Table">The table it was read for.</param>
/// <param name="Partition">Its partition.</param>
/// <param name="Position">Where in the partition (an offset, a line).</param>
/// <param name="Bytes">The row as it came; kept up to a limit of the output's.</param>
/// <param name="Reason">Why it did not parse: which field, what was found, what was expected.</param>
public readonly record struct DeadLetter(string Table, string Partition, long Position, ReadOnlyMemory<byte> Bytes, string Reason);

/// <summary>Where rows go that do not parse. An output that is told to stop the job throws <see cref="ConnectorException"/>.</summary>
public interface IDeadLetterOutput
{
    /// <summary>Takes a row; the bytes are copied before it returns.</summary>
    void Write(in DeadLetter letter);
}
