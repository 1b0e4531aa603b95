using System.Numerics;
using Weir.Engine.Batches;
using Weir.Engine.Expressions;

namespace Weir.Engine.Functions.Comparison;

/// <summary>GREATEST and LEAST over columns of one type.</summary>
public static class ExtremeKernels
{
    /// <summary>Over numbers other than floating-point ones.</summary>
    public static ScalarKernel Numbers<T>(bool greatest)
        where T : unmanaged, IComparisonOperators<T, T, bool> => greatest ? Fold<T, GreaterOf<T>> : Fold<T, LesserOf<T>>;

    /// <summary>Over FLOAT or DOUBLE, in Java's total order: NaN is above all.</summary>
    public static ScalarKernel FloatingPoint<T>(bool greatest)
        where T : unmanaged, IFloatingPoint<T> => greatest ? Fold<T, GreaterFloatOf<T>> : Fold<T, LesserFloatOf<T>>;

    /// <summary>Over strings, byte by byte. The result shares no memory with the arguments.</summary>
    public static ScalarKernel Bytes(bool greatest)
    {
        int sign = greatest ? 1 : -1;
        return (arguments, result, rows, _) =>
        {
            BytesColumn to = (BytesColumn)result;
            foreach (int row in rows)
            {
                ReadOnlySpan<byte> best = ((BytesColumn)arguments[0])[row];
                for (int a = 1; a < arguments.Length; a++)
                {
                    ReadOnlySpan<byte> candidate = ((BytesColumn)arguments[a])[row];
                    if (candidate.SequenceCompareTo(best) * sign > 0)
                    {
                        best = candidate;
                    }
                }

                to.Set(row, best);
            }
        };
    }

    private static void Fold<T, TOp>(ReadOnlySpan<Column> arguments, Column result, Selection rows, EvaluationContext context)
        where T : unmanaged
        where TOp : struct, Arithmetic.IBinaryOp<T, T, T>
    {
        Span<T> to = ((FixedColumn<T>)result).Values;
        ReadOnlySpan<T> first = ((FixedColumn<T>)arguments[0]).Values;
        foreach (int row in rows)
        {
            to[row] = first[row];
        }

        for (int a = 1; a < arguments.Length; a++)
        {
            ReadOnlySpan<T> next = ((FixedColumn<T>)arguments[a]).Values;
            foreach (int row in rows)
            {
                to[row] = TOp.Apply(to[row], next[row]);
            }
        }
    }

    private readonly struct GreaterOf<T> : Arithmetic.IBinaryOp<T, T, T>
        where T : unmanaged, IComparisonOperators<T, T, bool>
    {
        public static T Apply(T left, T right) => right > left ? right : left;
    }

    private readonly struct LesserOf<T> : Arithmetic.IBinaryOp<T, T, T>
        where T : unmanaged, IComparisonOperators<T, T, bool>
    {
        public static T Apply(T left, T right) => right < left ? right : left;
    }

    private readonly struct GreaterFloatOf<T> : Arithmetic.IBinaryOp<T, T, T>
        where T : unmanaged, IFloatingPoint<T>
    {
        public static T Apply(T left, T right) => T.IsNaN(left) || T.IsNaN(right) ? (T.IsNaN(left) ? left : right) : right > left || (right == left && T.IsNegative(left)) ? right : left;
    }

    private readonly struct LesserFloatOf<T> : Arithmetic.IBinaryOp<T, T, T>
        where T : unmanaged, IFloatingPoint<T>
    {
        public static T Apply(T left, T right) => T.IsNaN(left) ? right : T.IsNaN(right) ? left : right < left || (right == left && T.IsNegative(right)) ? right : left;
    }
}
