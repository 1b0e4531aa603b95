using System.Numerics;
using Weir.Engine.Batches;
using Weir.Engine.Expressions;

namespace Weir.Engine.Functions.Arithmetic;

/// <summary>ROUND and TRUNCATE: argument 0 is the value, the number of digits a constant or argument 1 (INT).</summary>
public static class RoundingKernels
{
    /// <summary>Over integers; a result beyond the type is cut to it, as in Flink.</summary>
    public static ScalarKernel Integers<T>(int? digits, bool towardsZero)
        where T : unmanaged, IBinaryInteger<T> => (arguments, result, rows, _) =>
        {
            ReadOnlySpan<T> from = ((FixedColumn<T>)arguments[0]).Values;
            Span<T> to = ((FixedColumn<T>)result).Values;
            foreach (int row in rows)
            {
                to[row] = T.CreateTruncating(Rounding.Integer(long.CreateTruncating(from[row]), digits ?? DigitsAt(arguments, row), towardsZero));
            }
        };

    /// <summary>Over FLOAT or DOUBLE.</summary>
    public static ScalarKernel FloatingPoint<T>(int? digits, bool towardsZero)
        where T : unmanaged, IFloatingPoint<T> => (arguments, result, rows, _) =>
        {
            ReadOnlySpan<T> from = ((FixedColumn<T>)arguments[0]).Values;
            Span<T> to = ((FixedColumn<T>)result).Values;
            foreach (int row in rows)
            {
                to[row] = T.CreateTruncating(Rounding.Double(double.CreateTruncating(from[row]), digits ?? DigitsAt(arguments, row), towardsZero));
            }
        };

    /// <summary>Over DECIMAL.</summary>
    public static ScalarKernel Decimals(int? digits, bool towardsZero, int scale, int precision, int resultScale) => (arguments, result, rows, _) =>
    {
        ReadOnlySpan<Int128> from = ((FixedColumn<Int128>)arguments[0]).Values;
        FixedColumn<Int128> to = (FixedColumn<Int128>)result;
        foreach (int row in rows)
        {
            if (Rounding.TryDecimal(from[row], scale, digits ?? DigitsAt(arguments, row), towardsZero, precision, resultScale, out Int128 rounded))
            {
                to[row] = rounded;
            }
            else
            {
                to.SetNull(row);
            }
        }
    };

    private static int DigitsAt(ReadOnlySpan<Column> arguments, int row) => ((FixedColumn<int>)arguments[1])[row];
}
