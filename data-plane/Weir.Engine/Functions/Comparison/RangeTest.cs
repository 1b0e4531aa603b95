using System.Numerics;
using Weir.Engine.Batches;
using Weir.Engine.Expressions;

namespace Weir.Engine.Functions.Comparison;

/// <summary>BETWEEN with two constants over a column of numbers: both comparisons in one pass.</summary>
public static class RangeTest
{
    /// <summary>The kernel; only argument 0 is read.</summary>
    public static ScalarKernel Create<T>(T low, T high, bool negated)
        where T : unmanaged, IComparisonOperators<T, T, bool>
    {
        byte flip = negated ? (byte)1 : (byte)0;
        return (arguments, result, rows, _) => Run(((FixedColumn<T>)arguments[0]).Values, ((FixedColumn<byte>)result).Values, rows, low, high, flip);
    }

    private static void Run<T>(ReadOnlySpan<T> from, Span<byte> to, Selection rows, T low, T high, byte flip)
        where T : unmanaged, IComparisonOperators<T, T, bool>
    {
        if (rows.IsDense)
        {
            from = from[..rows.Count];
            to = to[..from.Length];
            for (int row = 0; row < to.Length; row++)
            {
                to[row] = (byte)(((from[row] >= low ? 1 : 0) & (from[row] <= high ? 1 : 0)) ^ flip);
            }

            return;
        }

        foreach (int row in rows.Indices)
        {
            to[row] = (byte)(((from[row] >= low ? 1 : 0) & (from[row] <= high ? 1 : 0)) ^ flip);
        }
    }
}
