using Weir.Engine.Batches;
using Weir.Engine.Expressions;
using Weir.Engine.Types;

namespace Weir.Engine.Casts;

/// <summary>A cast between fixed-size values that never fails: a plain loop over spans.</summary>
internal sealed class FixedCast<TFrom, TTo, TConverter>(DataType from, DataType to, CastMode mode, TConverter converter = default) : CastKernel(from, to, mode)
    where TFrom : unmanaged
    where TTo : unmanaged
    where TConverter : struct, IConverter<TFrom, TTo>
{
    private protected override void Run(Column source, Column result, Selection rows, EvaluationContext context)
    {
        ReadOnlySpan<TFrom> values = ((FixedColumn<TFrom>)source).Values;
        Span<TTo> results = ((FixedColumn<TTo>)result).Values;
        TConverter convert = converter;
        if (rows.IsDense)
        {
            values = values[..rows.Count];
            results = results[..rows.Count];
            for (int i = 0; i < values.Length; i++)
            {
                results[i] = convert.Convert(values[i]);
            }
        }
        else
        {
            foreach (int row in rows.Indices)
            {
                results[row] = convert.Convert(values[row]);
            }
        }
    }
}
