using Weir.Engine.Batches;
using Weir.Engine.Text;

namespace Weir.Connectors.Http;

/// <summary>Writes the body of a row's message.</summary>
internal interface IMessageBody
{
    void Write(Utf8Writer to, Batch batch, int row);
}
