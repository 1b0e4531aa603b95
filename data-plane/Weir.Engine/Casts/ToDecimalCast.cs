using System.Numerics;
using Weir.Engine.Batches;
using Weir.Engine.Expressions;
using Weir.Engine.Types;

namespace Weir.Engine.Casts;

/// <summary>Integers, BOOLEAN (scale 0) and DECIMAL to DECIMAL: rounded half up; a number of too many digits becomes NULL, in CAST as well, as in Flink.</summary>
internal sealed class RescaleCast<TFrom>(DataType from, DataType to, CastMode mode) : CastKernel(from, to, mode)
    where TFrom : unmanaged, INumberBase<TFrom>
{
    private protected override void Run(Column source, Column result, Selection rows, EvaluationContext context)
    {
        ReadOnlySpan<TFrom> values = ((FixedColumn<TFrom>)source).Values;
        FixedColumn<Int128> to = (FixedColumn<Int128>)result;
        int fromScale = From.Root == TypeRoot.Decimal ? From.Scale : 0;
        if (typeof(TFrom) == typeof(Int128) && fromScale == To.Scale)
        {
            Narrow((FixedColumn<Int128>)source, to, rows, DecimalMath.Pow10(To.Precision));
            return;
        }

        foreach (int row in rows)
        {
            if (DecimalMath.TryRescale(Int128.CreateTruncating(values[row]), fromScale, To.Precision, To.Scale, out Int128 value))
            {
                to[row] = value;
            }
            else
            {
                result.SetNull(row);
            }
        }
    }

    /// <summary>The scale stays: a value is copied, or NULL where it has too many digits.</summary>
    private static void Narrow(FixedColumn<Int128> source, FixedColumn<Int128> result, Selection rows, Int128 limit)
    {
        ReadOnlySpan<Int128> values = source.Values;
        Span<Int128> to = result.Values;
        foreach (int row in rows)
        {
            Int128 value = values[row];
            to[row] = value;
            if (value >= limit || value <= -limit)
            {
                result.SetNull(row);
            }
        }
    }
}

/// <summary>FLOAT and DOUBLE to DECIMAL by their shortest digits; NaN and the infinities fail, a number of too many digits becomes NULL.</summary>
internal sealed class FloatToDecimalCast<TFrom>(DataType from, DataType to, CastMode mode) : CastKernel(from, to, mode)
    where TFrom : unmanaged, IFloatingPoint<TFrom>
{
    private protected override void Run(Column source, Column result, Selection rows, EvaluationContext context)
    {
        ReadOnlySpan<TFrom> values = ((FixedColumn<TFrom>)source).Values;
        FixedColumn<Int128> to = (FixedColumn<Int128>)result;
        foreach (int row in rows)
        {
            if (!TFrom.IsFinite(values[row]))
            {
                Fail(source, result, row, context);
            }
            else if (DecimalMath.TryFromDouble(double.CreateTruncating(values[row]), To.Precision, To.Scale, out Int128 value))
            {
                to[row] = value;
            }
            else
            {
                result.SetNull(row);
            }
        }
    }
}
