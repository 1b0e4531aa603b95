using Weir.Engine.Batches;
using Weir.Engine.Expressions;

namespace Weir.Engine.Functions.Arithmetic;

/// <summary>Runs a function of one value over a column of fixed-size values.</summary>
public static class UnaryKernel
{
    /// <summary>The kernel over one column.</summary>
    public static ScalarKernel Create<TValue, TResult, TOp>()
        where TValue : unmanaged
        where TResult : unmanaged
        where TOp : struct, IUnaryOp<TValue, TResult> => Run<TValue, TResult, TOp>;

    private static void Run<TValue, TResult, TOp>(ReadOnlySpan<Column> arguments, Column result, Selection rows, EvaluationContext context)
        where TValue : unmanaged
        where TResult : unmanaged
        where TOp : struct, IUnaryOp<TValue, TResult>
    {
        ReadOnlySpan<TValue> from = ((FixedColumn<TValue>)arguments[0]).Values;
        Span<TResult> to = ((FixedColumn<TResult>)result).Values;
        if (rows.IsDense)
        {
            from = from[..rows.Count];
            to = to[..from.Length];
            for (int row = 0; row < to.Length; row++)
            {
                to[row] = TOp.Apply(from[row]);
            }

            return;
        }

        foreach (int row in rows.Indices)
        {
            to[row] = TOp.Apply(from[row]);
        }
    }
}
