using Weir.Engine.Batches;
using Weir.Engine.Connectors;

namespace Weir.Engine.Formats;

/// <summary>Turns a message (a Kafka value, a line of a file) into a row of columns, straight from its bytes. Belongs to one lane.</summary>
public abstract class RowDecoder
{
    /// <summary>
    /// Writes the wanted columns of one message at the batch's row <see cref="SourceBatch.RowCount"/> (without calling Add). A message that does not parse answers false and says why in
    /// <see cref="Error"/>: which field, what was found, what was expected.
    /// </summary>
    public abstract bool TryDecode(ReadOnlySpan<byte> message, SourceBatch batch);

    /// <summary>Why the last message did not parse.</summary>
    public string Error { get; protected set; } = string.Empty;

    /// <summary>Whether the message just decoded stands for no row (an empty line, say) and is to be passed over.</summary>
    public bool IsSkipped { get; protected set; }
}
