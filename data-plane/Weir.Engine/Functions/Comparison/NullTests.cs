using Weir.Engine.Batches;
using Weir.Engine.Expressions;

namespace Weir.Engine.Functions.Comparison;

/// <summary>IS NULL and IS NOT NULL over a column of any type.</summary>
public static class NullTests
{
    /// <summary>IS NULL.</summary>
    public static void IsNull(ReadOnlySpan<Column> arguments, Column result, Selection rows, EvaluationContext context) => Run(arguments[0], result, rows, 1);

    /// <summary>IS NOT NULL.</summary>
    public static void IsNotNull(ReadOnlySpan<Column> arguments, Column result, Selection rows, EvaluationContext context) => Run(arguments[0], result, rows, 0);

    private static void Run(Column column, Column result, Selection rows, byte whenNull)
    {
        Span<byte> to = ((FixedColumn<byte>)result).Values[..rows.Extent];
        if (!column.HasNulls)
        {
            to.Fill((byte)(1 - whenNull));
            return;
        }

        // Validity is 1 for a value, so IS NOT NULL is a copy of it and IS NULL its complement; rows that are not selected may hold anything.
        ReadOnlySpan<byte> valid = column.Valid[..to.Length];
        for (int row = 0; row < to.Length; row++)
        {
            to[row] = (byte)(valid[row] ^ whenNull);
        }
    }
}
