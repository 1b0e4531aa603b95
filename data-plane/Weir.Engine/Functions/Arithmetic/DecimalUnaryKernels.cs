using Weir.Engine.Batches;
using Weir.Engine.Expressions;

namespace Weir.Engine.Functions.Arithmetic;

/// <summary>FLOOR, CEIL and SIGN of DECIMAL.</summary>
public static class DecimalUnaryKernels
{
    /// <summary>The greatest whole number that is not above, at scale 0.</summary>
    public static ScalarKernel Floor(int scale) => WholeNumber(scale, 0);

    /// <summary>The least whole number that is not below, at scale 0.</summary>
    public static ScalarKernel Ceiling(int scale) => WholeNumber(scale, 1);

    /// <summary>-1, 0 or 1 at the value's own scale; NULL when that type has no room for a whole digit.</summary>
    public static ScalarKernel Sign(int precision, int scale)
    {
        Int128 one = PowersOfTen.Of(scale);
        bool fits = precision > scale;
        return (arguments, result, rows, _) =>
        {
            ReadOnlySpan<Int128> from = ((FixedColumn<Int128>)arguments[0]).Values;
            FixedColumn<Int128> to = (FixedColumn<Int128>)result;
            foreach (int row in rows)
            {
                Int128 value = from[row];
                to[row] = value > 0 ? one : value < 0 ? -one : 0;
                if (!fits && value != 0)
                {
                    to.SetNull(row);
                }
            }
        };
    }

    // Division goes towards zero; what is left over says whether that was the way down or up.
    private static ScalarKernel WholeNumber(int scale, int up)
    {
        Int128 unit = PowersOfTen.Of(scale);
        return (arguments, result, rows, _) =>
        {
            ReadOnlySpan<Int128> from = ((FixedColumn<Int128>)arguments[0]).Values;
            Span<Int128> to = ((FixedColumn<Int128>)result).Values;
            foreach (int row in rows)
            {
                Int128 whole = from[row] / unit;
                Int128 rest = from[row] - (whole * unit);
                to[row] = up != 0 ? whole + (rest > 0 ? 1 : 0) : whole - (rest < 0 ? 1 : 0);
            }
        };
    }
}
