using Weir.Engine.Batches;
using Weir.Engine.Text;

namespace Weir.Connectors.Http;

/// <summary>Makes the body of a message from a row. For one thread at a time.</summary>
internal abstract class MessageBody
{
    /// <summary>The body's type, unless a header says otherwise.</summary>
    public abstract string ContentType { get; }

    /// <summary>Adds the body for a row.</summary>
    public abstract void Render(Batch batch, int row, Utf8Writer to);
}
