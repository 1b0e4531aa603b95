using Weir.Engine.Batches;
using Weir.Engine.Expressions;
using Weir.Engine.Runtime;

namespace Weir.Engine.Operators;

/// <summary>Each row once for each of the projections, as GROUPING SETS want it; rows keep their kind. A batch gives one batch for each projection, one a step.</summary>
public sealed class ExpandOperator(IReadOnlyList<Expression[]> projections) : Operator
{
    private Batch? _batch;
    private int _next;

    /// <inheritdoc/>
    public override bool HasPending => _batch is not null;

    /// <inheritdoc/>
    public override void Process(Batch batch, int input)
    {
        _batch = batch;
        _next = 0;
        Continue();
    }

    /// <inheritdoc/>
    public override void Continue()
    {
        Batch batch = _batch!;
        Expression[] projection = projections[_next++];
        Batch result = Context.Pool.Rent(projection.Length, batch.RowCount);
        for (int c = 0; c < projection.Length; c++)
        {
            result.SetColumn(c, projection[c].Evaluate(Context.Evaluation, batch, batch.Rows));
        }

        result.CopyKinds(batch);
        result.CopySelection(batch);
        if (_next == projections.Count)
        {
            _batch = null;
            batch.Release();
        }

        Emit(result);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _batch?.Release();
        base.Dispose();
    }
}
