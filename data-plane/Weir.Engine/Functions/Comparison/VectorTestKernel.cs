using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Weir.Engine.Batches;
using Weir.Engine.Expressions;

namespace Weir.Engine.Functions.Comparison;

/// <summary>Runs a comparison a vector at a time where all rows are wanted, and row by row otherwise. Either side may be a constant that is not read as a column.</summary>
public static class VectorTestKernel
{
    /// <summary>The kernel; a constant that is not null stands in for its column (of two the left one is read as a column).</summary>
    public static ScalarKernel Create<T, TOp>(T? left, T? right)
        where T : unmanaged
        where TOp : struct, IVectorTest<T> =>
        right is { } r ? new Constant<T, TOp>(r, 0).Run
        : left is { } l ? new Constant<T, Swapped<T, TOp>>(l, 1).Run
        : Run<T, TOp>;

    private static void Run<T, TOp>(ReadOnlySpan<Column> arguments, Column result, Selection rows, EvaluationContext context)
        where T : unmanaged
        where TOp : struct, IVectorTest<T>
    {
        ReadOnlySpan<T> left = ((FixedColumn<T>)arguments[0]).Values;
        ReadOnlySpan<T> right = ((FixedColumn<T>)arguments[1]).Values;
        Span<byte> to = ((FixedColumn<byte>)result).Values;
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
        int i = 0;
        for (; i <= to.Length - Vector512<T>.Count; i += Vector512<T>.Count)
        {
            Vector512<T> holds = TOp.Test(Vector512.LoadUnsafe(ref MemoryMarshal.GetReference(left), (nuint)i), Vector512.LoadUnsafe(ref MemoryMarshal.GetReference(right), (nuint)i));
            TruthBytes.Write(ref to[i], holds.ExtractMostSignificantBits(), Vector512<T>.Count);
        }

        for (; i < to.Length; i++)
        {
            to[i] = TOp.Apply(left[i], right[i]);
        }
    }

    private sealed class Constant<T, TOp>(T right, int argument)
        where T : unmanaged
        where TOp : struct, IVectorTest<T>
    {
        public void Run(ReadOnlySpan<Column> arguments, Column result, Selection rows, EvaluationContext context)
        {
            T constant = right;
            ReadOnlySpan<T> left = ((FixedColumn<T>)arguments[argument]).Values;
            Span<byte> to = ((FixedColumn<byte>)result).Values;
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
            Vector512<T> constants = Vector512.Create(constant);
            int i = 0;
            for (; i <= to.Length - Vector512<T>.Count; i += Vector512<T>.Count)
            {
                Vector512<T> holds = TOp.Test(Vector512.LoadUnsafe(ref MemoryMarshal.GetReference(left), (nuint)i), constants);
                TruthBytes.Write(ref to[i], holds.ExtractMostSignificantBits(), Vector512<T>.Count);
            }

            for (; i < to.Length; i++)
            {
                to[i] = TOp.Apply(left[i], constant);
            }
        }
    }

    private readonly struct Swapped<T, TOp> : IVectorTest<T>
        where T : unmanaged
        where TOp : struct, IVectorTest<T>
    {
        public static byte Apply(T left, T right) => TOp.Apply(right, left);

        public static Vector512<T> Test(Vector512<T> left, Vector512<T> right) => TOp.Test(right, left);
    }
}
