using Weir.Engine.Batches;
using Weir.Engine.Types;

namespace Weir.Engine.Expressions;

/// <summary>
/// AND or OR with SQL's three-valued logic. An operand is evaluated only for the rows that the ones before it did not settle, so <c>x &lt;&gt; 0 AND 1 / x &gt; 2</c> does not divide by zero. Operands that cannot fail are evaluated for all rows, a vector at a time.
/// </summary>
public sealed partial class LogicalExpression(Expression[] operands, bool isAnd, DataType type) : Expression(type)
{
    private readonly int[][] _open = [new int[ColumnPool.DefaultBatchRows], new int[ColumnPool.DefaultBatchRows]];

    /// <inheritdoc/>
    public override bool IsTotal { get; } = operands.All(o => o.IsTotal);

    /// <inheritdoc/>
    public override Column Evaluate(EvaluationContext context, Batch batch, Selection rows)
    {
        if (IsTotal && rows.IsDense)
        {
            return EvaluateAll(context, batch, rows);
        }

        FixedColumn<byte> result = (FixedColumn<byte>)context.Pool.Columns.Rent(Type);
        result.EnsureCapacity(rows.Extent);
        byte settles = isAnd ? (byte)0 : (byte)1;
        byte neutral = isAnd ? (byte)1 : (byte)0;
        Selection open = rows;
        for (int o = 0; o < operands.Length; o++)
        {
            FixedColumn<byte> operand = (FixedColumn<byte>)operands[o].Evaluate(context, batch, open);
            int[] next = Room(o & 1, open.Count);
            int count = 0;
            foreach (int row in open)
            {
                bool isNull = operand.IsNull(row);
                byte value = operand[row];
                if (!isNull && value == settles)
                {
                    result.SetValid(row);
                    result[row] = settles;
                    continue;
                }

                next[count++] = row;
                if (isNull)
                {
                    result.SetNull(row);
                }
                else if (o == 0)
                {
                    result.SetValid(row);
                    result[row] = neutral;
                }
            }

            operand.Release();
            open = new Selection(next.AsSpan(0, count));
            if (count == 0)
            {
                break;
            }
        }

        return result;
    }

    private int[] Room(int which, int count)
    {
        if (_open[which].Length < count)
        {
            _open[which] = new int[count];
        }

        return _open[which];
    }
}
