using System.Buffers;
using Weir.Engine.Batches;

namespace Weir.Engine.Formats;

/// <summary>Turns a row into a message. Belongs to one lane.</summary>
public abstract class RowEncoder
{
    /// <summary>Writes one row of the batch.</summary>
    public abstract void Encode(Batch batch, int row, IBufferWriter<byte> to);
}
