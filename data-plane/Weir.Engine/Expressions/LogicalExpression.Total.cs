using System.Numerics;
using Weir.Engine.Batches;

namespace Weir.Engine.Expressions;

/// <summary>The evaluation of operands that cannot fail: each for all rows, then taken together over whole spans.</summary>
public sealed partial class LogicalExpression
{
    private FixedColumn<byte> EvaluateAll(EvaluationContext context, Batch batch, Selection rows)
    {
        FixedColumn<byte> result = (FixedColumn<byte>)context.Pool.Columns.Rent(Type);
        result.EnsureCapacity(rows.Count);
        for (int o = 0; o < operands.Length; o++)
        {
            FixedColumn<byte> operand = (FixedColumn<byte>)operands[o].Evaluate(context, batch, rows);
            if (o == 0)
            {
                operand.Values[..rows.Count].CopyTo(result.Values);
                if (operand.HasNulls)
                {
                    operand.Valid[..rows.Count].CopyTo(result.TrackNulls());
                }
            }
            else if (operand.HasNulls || result.HasNulls)
            {
                CombineWithNulls(result, operand, rows.Count);
            }
            else
            {
                Combine(result.Values[..rows.Count], operand.Values[..rows.Count]);
            }

            operand.Release();
        }

        return result;
    }

    private void Combine(Span<byte> result, ReadOnlySpan<byte> operand)
    {
        int i = 0;
        for (; i <= result.Length - Vector<byte>.Count; i += Vector<byte>.Count)
        {
            Vector<byte> left = new(result[i..]);
            Vector<byte> right = new(operand[i..]);
            (isAnd ? left & right : left | right).CopyTo(result[i..]);
        }

        for (; i < result.Length; i++)
        {
            result[i] = (byte)(isAnd ? result[i] & operand[i] : result[i] | operand[i]);
        }
    }

    /// <summary>In three-valued logic a row is TRUE, FALSE or neither, whichever its value is.</summary>
    private void CombineWithNulls(FixedColumn<byte> result, FixedColumn<byte> operand, int count)
    {
        Span<byte> values = result.Values[..count];
        Span<byte> valid = result.TrackNulls()[..count];
        ReadOnlySpan<byte> others = operand.Values[..count];
        for (int i = 0; i < values.Length; i++)
        {
            int known = operand.HasNulls ? operand.Valid[i] : 1;
            int isTrue = values[i] & valid[i];
            int isFalse = isTrue ^ valid[i];
            int otherTrue = others[i] & known;
            int otherFalse = otherTrue ^ known;
            isTrue = isAnd ? isTrue & otherTrue : isTrue | otherTrue;
            isFalse = isAnd ? isFalse | otherFalse : isFalse & otherFalse;
            values[i] = (byte)isTrue;
            valid[i] = (byte)(isTrue | isFalse);
        }
    }
}
