using Weir.Engine.Batches;
using Weir.Engine.Expressions;
using Weir.Engine.Types;

namespace Weir.Engine.Functions.Comparison;

/// <summary>
/// BETWEEN over any comparable types: (x &gt;= a AND x &lt;= b) and, when symmetric, also with the bounds exchanged, in three-valued logic: a bound that is NULL still lets the other one decide for FALSE.
/// </summary>
public static class Between
{
    /// <summary>The kernel over the four comparisons x &gt;= a, x &lt;= b and, for SYMMETRIC, x &gt;= b, x &lt;= a.</summary>
    public static ScalarKernel Create(ScalarKernel aboveLow, ScalarKernel belowHigh, ScalarKernel? aboveHigh, ScalarKernel? belowLow, bool negated)
    {
        StrictCall[] calls = aboveHigh is null || belowLow is null
            ? [new StrictCall(aboveLow), new StrictCall(belowHigh)]
            : [new StrictCall(aboveLow), new StrictCall(belowHigh), new StrictCall(aboveHigh), new StrictCall(belowLow)];
        byte flip = negated ? (byte)1 : (byte)0;
        return (arguments, result, rows, context) =>
        {
            Column[] parts = new Column[calls.Length];
            for (int c = 0; c < calls.Length; c++)
            {
                parts[c] = context.Pool.Columns.Rent(DataType.TinyInt);
                parts[c].EnsureCapacity(rows.Extent);
                Fill(calls[c], [arguments[0], arguments[c is 0 or 3 ? 1 : 2]], (FixedColumn<sbyte>)parts[c], rows, context);
            }

            FixedColumn<byte> to = (FixedColumn<byte>)result;
            ReadOnlySpan<sbyte> p0 = ((FixedColumn<sbyte>)parts[0]).Values;
            ReadOnlySpan<sbyte> p1 = ((FixedColumn<sbyte>)parts[1]).Values;
            ReadOnlySpan<sbyte> p2 = calls.Length == 2 ? default : ((FixedColumn<sbyte>)parts[2]).Values;
            ReadOnlySpan<sbyte> p3 = calls.Length == 2 ? default : ((FixedColumn<sbyte>)parts[3]).Values;
            foreach (int row in rows)
            {
                // With -1 for FALSE, 0 for UNKNOWN and 1 for TRUE, AND is the least and OR the greatest.
                sbyte value = Math.Min(p0[row], p1[row]);
                if (!p2.IsEmpty)
                {
                    value = Math.Max(value, Math.Min(p2[row], p3[row]));
                }

                if (value == 0)
                {
                    to.SetNull(row);
                }
                else
                {
                    to[row] = (byte)((value > 0 ? 1 : 0) ^ flip);
                }
            }

            foreach (Column part in parts)
            {
                part.Release();
            }
        };
    }

    private static void Fill(StrictCall call, ReadOnlySpan<Column> arguments, FixedColumn<sbyte> part, Selection rows, EvaluationContext context)
    {
        FixedColumn<byte> truth = (FixedColumn<byte>)context.Pool.Columns.Rent(DataType.Boolean);
        truth.EnsureCapacity(rows.Extent);
        Span<sbyte> to = part.Values;
        to[..rows.Extent].Clear();
        foreach (int row in call.Run(arguments, truth, rows, context))
        {
            to[row] = (sbyte)((truth[row] * 2) - 1);
        }

        truth.Release();
    }
}
