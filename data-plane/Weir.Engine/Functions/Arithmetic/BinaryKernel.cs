using Weir.Engine.Batches;
using Weir.Engine.Expressions;

namespace Weir.Engine.Functions.Arithmetic;

/// <summary>Runs a function of two values over columns of fixed-size values, one of which may be a constant that is not read as a column.</summary>
public static class BinaryKernel
{
    /// <summary>The kernel over two columns.</summary>
    public static ScalarKernel Create<TLeft, TRight, TResult, TOp>()
        where TLeft : unmanaged
        where TRight : unmanaged
        where TResult : unmanaged
        where TOp : struct, IBinaryOp<TLeft, TRight, TResult> => Run<TLeft, TRight, TResult, TOp>;

    /// <summary>The kernel over a column (argument 0) and a constant on the right.</summary>
    public static ScalarKernel WithRight<TLeft, TRight, TResult, TOp>(TRight right)
        where TLeft : unmanaged
        where TRight : unmanaged
        where TResult : unmanaged
        where TOp : struct, IBinaryOp<TLeft, TRight, TResult> => new Constant<TLeft, TRight, TResult, TOp>(right, 0).Run;

    /// <summary>The kernel over a constant on the left and a column (argument 1).</summary>
    public static ScalarKernel WithLeft<TLeft, TRight, TResult, TOp>(TLeft left)
        where TLeft : unmanaged
        where TRight : unmanaged
        where TResult : unmanaged
        where TOp : struct, IBinaryOp<TLeft, TRight, TResult> =>
        new Constant<TRight, TLeft, TResult, Swapped<TLeft, TRight, TResult, TOp>>(left, 1).Run;

    private static void Run<TLeft, TRight, TResult, TOp>(ReadOnlySpan<Column> arguments, Column result, Selection rows, EvaluationContext context)
        where TLeft : unmanaged
        where TRight : unmanaged
        where TResult : unmanaged
        where TOp : struct, IBinaryOp<TLeft, TRight, TResult>
    {
        ReadOnlySpan<TLeft> left = ((FixedColumn<TLeft>)arguments[0]).Values;
        ReadOnlySpan<TRight> right = ((FixedColumn<TRight>)arguments[1]).Values;
        Span<TResult> to = ((FixedColumn<TResult>)result).Values;
        if (rows.IsDense)
        {
            left = left[..rows.Count];
            right = right[..left.Length];
            to = to[..left.Length];
            for (int row = 0; row < to.Length; row++)
            {
                to[row] = TOp.Apply(left[row], right[row]);
            }

            return;
        }

        foreach (int row in rows.Indices)
        {
            to[row] = TOp.Apply(left[row], right[row]);
        }
    }

    private sealed class Constant<TLeft, TRight, TResult, TOp>(TRight right, int argument)
        where TLeft : unmanaged
        where TRight : unmanaged
        where TResult : unmanaged
        where TOp : struct, IBinaryOp<TLeft, TRight, TResult>
    {
        public void Run(ReadOnlySpan<Column> arguments, Column result, Selection rows, EvaluationContext context)
        {
            TRight constant = right;
            ReadOnlySpan<TLeft> left = ((FixedColumn<TLeft>)arguments[argument]).Values;
            Span<TResult> to = ((FixedColumn<TResult>)result).Values;
            if (rows.IsDense)
            {
                left = left[..rows.Count];
                to = to[..left.Length];
                for (int row = 0; row < to.Length; row++)
                {
                    to[row] = TOp.Apply(left[row], constant);
                }

                return;
            }

            foreach (int row in rows.Indices)
            {
                to[row] = TOp.Apply(left[row], constant);
            }
        }
    }
}
