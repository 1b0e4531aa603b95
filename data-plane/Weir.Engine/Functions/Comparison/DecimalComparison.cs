using Weir.Engine.Batches;
using Weir.Engine.Expressions;
using Weir.Engine.Functions.Arithmetic;

namespace Weir.Engine.Functions.Comparison;

/// <summary>Compares DECIMALs of two scales by value. (Those of one scale compare as plain numbers.)</summary>
public static class DecimalComparison
{
    /// <summary>The kernel; a constant that is not null stands in for its column.</summary>
    public static ScalarKernel Create(ComparisonOperator comparison, int leftScale, int rightScale, Int128? left, Int128? right) => comparison switch
    {
        ComparisonOperator.Equal => new Runner<IsEqual>(leftScale, rightScale, left, right).Run,
        ComparisonOperator.NotEqual => new Runner<IsNotEqual>(leftScale, rightScale, left, right).Run,
        ComparisonOperator.Less => new Runner<IsLess>(leftScale, rightScale, left, right).Run,
        ComparisonOperator.LessOrEqual => new Runner<IsLessOrEqual>(leftScale, rightScale, left, right).Run,
        ComparisonOperator.Greater => new Runner<IsGreater>(leftScale, rightScale, left, right).Run,
        _ => new Runner<IsGreaterOrEqual>(leftScale, rightScale, left, right).Run,
    };

    private sealed class Runner<TTest>(int leftScale, int rightScale, Int128? left, Int128? right)
        where TTest : struct, IOrderTest
    {
        private readonly Int128[] _left = left is { } l ? [l] : [];
        private readonly Int128[] _right = right is { } r ? [r] : [];

        public void Run(ReadOnlySpan<Column> arguments, Column result, Selection rows, EvaluationContext context)
        {
            ReadOnlySpan<Int128> lefts = left is null ? ((FixedColumn<Int128>)arguments[0]).Values : _left;
            ReadOnlySpan<Int128> rights = right is null ? ((FixedColumn<Int128>)arguments[1]).Values : _right;
            int leftMask = left is null ? -1 : 0;
            int rightMask = right is null ? -1 : 0;
            Span<byte> to = ((FixedColumn<byte>)result).Values;
            foreach (int row in rows)
            {
                to[row] = TTest.Apply(DecimalArithmetic.Compare(lefts[row & leftMask], leftScale, rights[row & rightMask], rightScale));
            }
        }
    }
}
