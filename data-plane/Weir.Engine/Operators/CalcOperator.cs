using Weir.Engine.Batches;
using Weir.Engine.Expressions;
using Weir.Engine.Runtime;

namespace Weir.Engine.Operators;

/// <summary>WHERE and SELECT: narrows the rows by conditions, one after the other, then computes the columns. Rows keep their kind. <paramref name="shared"/> are the parts that several of the expressions are made of.</summary>
public sealed class CalcOperator(Expression[] conditions, Expression[] outputs, SharedExpression[]? shared = null) : Operator
{
    private int[] _rows = [];

    /// <inheritdoc/>
    public override void Process(Batch batch, int input)
    {
        foreach (Expression condition in conditions)
        {
            Filter(batch, condition);
            if (batch.SelectedCount == 0)
            {
                ForgetShared();
                batch.Release();
                return;
            }
        }

        Selection rows = batch.Rows;
        Batch result = Context.Pool.Rent(outputs.Length, batch.RowCount);
        for (int i = 0; i < outputs.Length; i++)
        {
            result.SetColumn(i, outputs[i].Evaluate(Context.Evaluation, batch, rows));
        }

        ForgetShared();
        result.CopyKinds(batch);
        result.CopySelection(batch);
        batch.Release();
        Emit(result);
    }

    /// <inheritdoc/>
    public override void OnWatermark(long watermark) => Context.Evaluation.CurrentWatermarkMs = watermark;

    private void ForgetShared()
    {
        foreach (SharedExpression part in shared ?? [])
        {
            part.Forget();
        }
    }

    private void Filter(Batch batch, Expression condition)
    {
        Selection rows = batch.Rows;
        FixedColumn<byte> holds = (FixedColumn<byte>)condition.Evaluate(Context.Evaluation, batch, rows);
        if (_rows.Length < rows.Count)
        {
            _rows = new int[Math.Max(rows.Count, ColumnPool.DefaultBatchRows)];
        }

        int count = Conditions.Collect(holds, rows, _rows);
        holds.Release();
        if (count < rows.Count)
        {
            batch.Select(_rows.AsSpan(0, count));
        }
    }
}
