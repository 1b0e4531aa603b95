using System.Runtime.CompilerServices;
using Weir.Engine.Batches;
using Weir.Engine.Types;

namespace Weir.Engine.Expressions;

/// <summary>A call of a scalar function: evaluates the arguments, settles NULLs as the function says, runs its kernel.</summary>
public sealed class CallExpression(DataType type, Expression[] arguments, ScalarKernel kernel, NullHandling nulls) : Expression(type)
{
    private readonly Column[] _columns = new Column[arguments.Length];
    private int[] _rows = [];

    /// <inheritdoc/>
    public override bool IsTotal { get; } = nulls == NullHandling.StrictTotal && arguments.All(a => a.IsTotal);

    /// <inheritdoc/>
    public override Column Evaluate(EvaluationContext context, Batch batch, Selection rows)
    {
        for (int a = 0; a < arguments.Length; a++)
        {
            _columns[a] = arguments[a].Evaluate(context, batch, rows);
        }

        Column result = context.Pool.Columns.Rent(Type);
        result.EnsureCapacity(rows.Extent);
        Run(context, result, rows);
        foreach (Column column in _columns)
        {
            column.Release();
        }

        Array.Clear(_columns);
        return result;
    }

    private void Run(EvaluationContext context, Column result, Selection rows)
    {
        if (nulls != NullHandling.Custom && AnyNulls())
        {
            Span<byte> valid = result.TrackNulls();
            foreach (Column column in _columns)
            {
                if (column.HasNulls)
                {
                    And(valid, column.Valid, rows.Extent);
                }
            }

            if (nulls == NullHandling.Strict)
            {
                kernel(_columns, result, NonNull(result, rows), context);
                return;
            }
        }

        kernel(_columns, result, rows, context);
    }

    private bool AnyNulls()
    {
        foreach (Column column in _columns)
        {
            if (column.HasNulls)
            {
                return true;
            }
        }

        return false;
    }

    private Selection NonNull(Column result, Selection rows)
    {
        if (_rows.Length < rows.Count)
        {
            _rows = new int[Math.Max(rows.Count, ColumnPool.DefaultBatchRows)];
        }

        ReadOnlySpan<byte> valid = result.Valid;
        int count = 0;
        foreach (int row in rows)
        {
            if (valid[row] != 0)
            {
                _rows[count++] = row;
            }
            else
            {
                result.SetNull(row);
            }
        }

        return new Selection(_rows.AsSpan(0, count));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void And(Span<byte> valid, ReadOnlySpan<byte> other, int count)
    {
        valid = valid[..count];
        other = other[..count];
        int i = 0;
        for (; i <= count - System.Numerics.Vector<byte>.Count; i += System.Numerics.Vector<byte>.Count)
        {
            (new System.Numerics.Vector<byte>(valid[i..]) & new System.Numerics.Vector<byte>(other[i..])).CopyTo(valid[i..]);
        }

        for (; i < count; i++)
        {
            valid[i] &= other[i];
        }
    }
}
