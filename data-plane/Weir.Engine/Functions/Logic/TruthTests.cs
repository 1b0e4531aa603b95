using Weir.Engine.Batches;
using Weir.Engine.Expressions;

namespace Weir.Engine.Functions.Logic;

/// <summary>NOT, and the tests of a BOOLEAN that are never unknown themselves.</summary>
public static class TruthTests
{
    /// <summary>NOT; for rows that are not NULL.</summary>
    public static void Not(ReadOnlySpan<Column> arguments, Column result, Selection rows, EvaluationContext context)
    {
        ReadOnlySpan<byte> from = ((FixedColumn<byte>)arguments[0]).Values[..rows.Extent];
        Span<byte> to = ((FixedColumn<byte>)result).Values[..from.Length];
        for (int row = 0; row < to.Length; row++)
        {
            to[row] = (byte)(from[row] ^ 1);
        }
    }

    /// <summary>IS TRUE, IS FALSE and their negations: whether the value is known and the one wanted.</summary>
    public static ScalarKernel Is(bool wanted, bool negated)
    {
        byte flip = wanted ? (byte)0 : (byte)1;
        byte negate = negated ? (byte)1 : (byte)0;
        return (arguments, result, rows, _) =>
        {
            ReadOnlySpan<byte> from = ((FixedColumn<byte>)arguments[0]).Values[..rows.Extent];
            Span<byte> to = ((FixedColumn<byte>)result).Values[..from.Length];
            if (!arguments[0].HasNulls)
            {
                for (int row = 0; row < to.Length; row++)
                {
                    to[row] = (byte)(from[row] ^ flip ^ negate);
                }

                return;
            }

            ReadOnlySpan<byte> valid = arguments[0].Valid[..to.Length];
            for (int row = 0; row < to.Length; row++)
            {
                // The value under a NULL may be anything; its lowest bit is masked by validity.
                to[row] = (byte)(((from[row] ^ flip) & valid[row] & 1) ^ negate);
            }
        };
    }
}
