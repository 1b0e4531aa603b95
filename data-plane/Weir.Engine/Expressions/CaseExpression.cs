using Weir.Engine.Batches;
using Weir.Engine.Types;

namespace Weir.Engine.Expressions;

/// <summary>CASE: each condition is evaluated for the rows that no earlier one took, each result for the rows that its condition took. All results have the type of the whole.</summary>
public sealed class CaseExpression(Expression[] conditions, Expression[] results, Expression otherwise, DataType type) : Expression(type)
{
    private readonly int[][] _scratch = [[], [], []];

    /// <inheritdoc/>
    public override Column Evaluate(EvaluationContext context, Batch batch, Selection rows)
    {
        Column result = context.Pool.Columns.Rent(Type);
        result.EnsureCapacity(rows.Extent);
        Selection open = rows;
        for (int c = 0; c < conditions.Length && open.Count > 0; c++)
        {
            FixedColumn<byte> holds = (FixedColumn<byte>)conditions[c].Evaluate(context, batch, open);
            int[] taken = Room(2, open.Count);
            int[] left = Room(c & 1, open.Count);
            int takenCount = 0;
            int leftCount = 0;
            foreach (int row in open)
            {
                bool takes = holds[row] != 0 && !holds.IsNull(row);
                taken[takenCount] = row;
                left[leftCount] = row;
                takenCount += takes ? 1 : 0;
                leftCount += takes ? 0 : 1;
            }

            holds.Release();
            Take(context, batch, results[c], new Selection(taken.AsSpan(0, takenCount)), result);
            open = new Selection(left.AsSpan(0, leftCount));
        }

        Take(context, batch, otherwise, open, result);
        return result;
    }

    private static void Take(EvaluationContext context, Batch batch, Expression expression, Selection rows, Column result)
    {
        if (rows.Count == 0)
        {
            return;
        }

        Column values = expression.Evaluate(context, batch, rows);
        RowCopy.Copy(result, values, rows, expression is LiteralExpression);
        values.Release();
    }

    private int[] Room(int which, int count)
    {
        if (_scratch[which].Length < count)
        {
            _scratch[which] = new int[Math.Max(count, ColumnPool.DefaultBatchRows)];
        }

        return _scratch[which];
    }
}
