using Weir.Engine.Batches;
using Weir.Engine.Expressions;
using Weir.Engine.Runtime;

namespace Weir.Engine.Operators;

/// <summary>GROUPING SETS, ROLLUP and CUBE before they are grouped: each row comes out once for each projection, a batch for each. Rows keep their kind.</summary>
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
        Selection rows = batch.Rows;
        Expression[] outputs = projections[_next++];
        Batch result = Context.Pool.Rent(outputs.Length, batch.RowCount);
        for (int i = 0; i < outputs.Length; i++)
        {
            result.SetColumn(i, outputs[i].Evaluate(Context.Evaluation, batch, rows));
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
        _batch = null;
        base.Dispose();
    }
}
