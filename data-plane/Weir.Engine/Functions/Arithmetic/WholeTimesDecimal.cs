using Weir.Engine.Batches;
using Weir.Engine.Expressions;

namespace Weir.Engine.Functions.Arithmetic;

/// <summary>A BIGINT times a constant DECIMAL whose digits fit 64 bits, where the product is known to fit: the number is not made a DECIMAL first.</summary>
public sealed class WholeTimesDecimal
{
    private readonly long _factor;
    private readonly int _argument;

    private WholeTimesDecimal(long factor, int argument)
    {
        _factor = factor;
        _argument = argument;
    }

    /// <summary>The kernel, for a factor's unscaled value and the position of the column.</summary>
    public static ScalarKernel Create(long factor, int argument) => new WholeTimesDecimal(factor, argument).Run;

    private void Run(ReadOnlySpan<Column> arguments, Column result, Selection rows, EvaluationContext context)
    {
        long factor = _factor;
        ReadOnlySpan<long> values = ((FixedColumn<long>)arguments[_argument]).Values;
        Span<Int128> to = ((FixedColumn<Int128>)result).Values;
        if (rows.IsDense)
        {
            values = values[..rows.Count];
            to = to[..values.Length];
            for (int i = 0; i < to.Length; i++)
            {
                to[i] = Product(values[i], factor);
            }

            return;
        }

        foreach (int row in rows.Indices)
        {
            to[row] = Product(values[row], factor);
        }
    }

    private static Int128 Product(long left, long right)
    {
        long high = Math.BigMul(left, right, out long low);
        return new Int128((ulong)high, (ulong)low);
    }
}
