using Weir.Engine.Batches;
using Weir.Engine.Runtime;

namespace Weir.Engine.Operators;

/// <summary>Hands rows on as they are: where several inputs become one (UNION ALL).</summary>
public sealed class ForwardOperator : Operator
{
    /// <inheritdoc/>
    public override void Process(Batch batch, int input) => Emit(batch);
}
