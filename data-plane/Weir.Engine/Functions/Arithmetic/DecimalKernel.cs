using Weir.Engine.Batches;
using Weir.Engine.Expressions;

namespace Weir.Engine.Functions.Arithmetic;

/// <summary>An operation on two unscaled values, set up with the scales of its operands and the type of its result.</summary>
public interface IDecimalOp
{
    /// <summary>Whether there always is a result, so that a loop need not ask.</summary>
    static abstract bool IsTotal { get; }

    /// <summary>The result, or false for NULL.</summary>
    bool TryApply(Int128 left, Int128 right, out Int128 result);
}

/// <summary>Runs an operation over two columns of DECIMAL, either of which may be a constant that is not read as a column.</summary>
public static class DecimalKernel
{
    /// <summary>The kernel; a constant that is not null stands in for its column.</summary>
    public static ScalarKernel Create<TOp>(TOp op, Int128? left = null, Int128? right = null)
        where TOp : struct, IDecimalOp => new Runner<TOp>(op, left, right).Run;

    private sealed class Runner<TOp>(TOp op, Int128? left, Int128? right)
        where TOp : struct, IDecimalOp
    {
        private readonly Int128[] _left = left is { } l ? [l] : [];
        private readonly Int128[] _right = right is { } r ? [r] : [];

        public void Run(ReadOnlySpan<Column> arguments, Column result, Selection rows, EvaluationContext context)
        {
            // A constant is a column of one row that is read at position row & 0.
            TOp operation = op;
            ReadOnlySpan<Int128> lefts = left is null ? ((FixedColumn<Int128>)arguments[0]).Values : _left;
            ReadOnlySpan<Int128> rights = right is null ? ((FixedColumn<Int128>)arguments[1]).Values : _right;
            int leftMask = left is null ? -1 : 0;
            int rightMask = right is null ? -1 : 0;
            FixedColumn<Int128> to = (FixedColumn<Int128>)result;
            Span<Int128> values = to.Values;
            if (TOp.IsTotal)
            {
                foreach (int row in rows)
                {
                    _ = operation.TryApply(lefts[row & leftMask], rights[row & rightMask], out values[row]);
                }

                return;
            }

            foreach (int row in rows)
            {
                if (!operation.TryApply(lefts[row & leftMask], rights[row & rightMask], out values[row]))
                {
                    to.SetNull(row);
                }
            }
        }
    }
}
