using System.Numerics;
using System.Runtime.InteropServices;
using Weir.Engine.Batches;
using Weir.Engine.Expressions;

namespace Weir.Engine.Functions.Arithmetic;

/// <summary>Runs a function of two numbers a vector at a time where all rows are wanted, and row by row otherwise.</summary>
public static class VectorKernel
{
    /// <summary>The kernel over two columns.</summary>
    public static ScalarKernel Create<T, TOp>()
        where T : unmanaged
        where TOp : struct, IVectorOp<T> => Run<T, TOp>;

    /// <summary>The kernel over a column (argument 0) and a constant on the right.</summary>
    public static ScalarKernel WithRight<T, TOp>(T right)
        where T : unmanaged
        where TOp : struct, IVectorOp<T> => new Constant<T, TOp>(right, 0).Run;

    /// <summary>The kernel over a constant on the left and a column (argument 1).</summary>
    public static ScalarKernel WithLeft<T, TOp>(T left)
        where T : unmanaged
        where TOp : struct, IVectorOp<T> => new Constant<T, SwappedVector<T, TOp>>(left, 1).Run;

    private static void Run<T, TOp>(ReadOnlySpan<Column> arguments, Column result, Selection rows, EvaluationContext context)
        where T : unmanaged
        where TOp : struct, IVectorOp<T>
    {
        ReadOnlySpan<T> left = ((FixedColumn<T>)arguments[0]).Values;
        ReadOnlySpan<T> right = ((FixedColumn<T>)arguments[1]).Values;
        Span<T> to = ((FixedColumn<T>)result).Values;
        if (!rows.IsDense)
        {
            foreach (int row in rows.Indices)
            {
                to[row] = TOp.Apply(left[row], right[row]);
            }

            return;
        }

        left = left[..rows.Count];
        right = right[..left.Length];
        to = to[..left.Length];
        ReadOnlySpan<Vector<T>> lefts = MemoryMarshal.Cast<T, Vector<T>>(left);
        ReadOnlySpan<Vector<T>> rights = MemoryMarshal.Cast<T, Vector<T>>(right)[..lefts.Length];
        Span<Vector<T>> tos = MemoryMarshal.Cast<T, Vector<T>>(to)[..lefts.Length];
        for (int v = 0; v < tos.Length; v++)
        {
            tos[v] = TOp.Apply(lefts[v], rights[v]);
        }

        for (int row = lefts.Length * Vector<T>.Count; row < to.Length; row++)
        {
            to[row] = TOp.Apply(left[row], right[row]);
        }
    }

    private sealed class Constant<T, TOp>(T right, int argument)
        where T : unmanaged
        where TOp : struct, IVectorOp<T>
    {
        public void Run(ReadOnlySpan<Column> arguments, Column result, Selection rows, EvaluationContext context)
        {
            T constant = right;
            ReadOnlySpan<T> left = ((FixedColumn<T>)arguments[argument]).Values;
            Span<T> to = ((FixedColumn<T>)result).Values;
            if (!rows.IsDense)
            {
                foreach (int row in rows.Indices)
                {
                    to[row] = TOp.Apply(left[row], constant);
                }

                return;
            }

            left = left[..rows.Count];
            to = to[..left.Length];
            Vector<T> constants = new(constant);
            ReadOnlySpan<Vector<T>> lefts = MemoryMarshal.Cast<T, Vector<T>>(left);
            Span<Vector<T>> tos = MemoryMarshal.Cast<T, Vector<T>>(to)[..lefts.Length];
            for (int v = 0; v < tos.Length; v++)
            {
                tos[v] = TOp.Apply(lefts[v], constants);
            }

            for (int row = lefts.Length * Vector<T>.Count; row < to.Length; row++)
            {
                to[row] = TOp.Apply(left[row], constant);
            }
        }
    }

    private readonly struct SwappedVector<T, TOp> : IVectorOp<T>
        where T : unmanaged
        where TOp : struct, IVectorOp<T>
    {
        public static T Apply(T left, T right) => TOp.Apply(right, left);

        public static Vector<T> Apply(Vector<T> left, Vector<T> right) => TOp.Apply(right, left);
    }
}
