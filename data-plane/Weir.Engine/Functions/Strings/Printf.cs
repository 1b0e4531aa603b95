using Weir.Engine.Batches;
using Weir.Engine.Expressions;
using Weir.Engine.Types;

namespace Weir.Engine.Functions.Strings;

/// <summary>
/// PRINTF(format, value, …) as java.util.Formatter does it in the locale US: NULL for a format that is wrong or does not fit its values. Flink hands on its internal values, so that
/// a date is its number of days and a DECIMAL only fits <c>%s</c>, <c>%b</c> and the like. The conversions <c>%t</c>, <c>%a</c> and <c>%h</c> are refused.
/// </summary>
public static class Printf
{
    /// <summary>A kernel for values of the types (none of them nested or binary).</summary>
    public static ScalarKernel Create(IReadOnlyList<DataType> types)
    {
        PrintfWriter writer = new([.. types]);
        Utf16Text format = new();
        return (arguments, result, rows, _) =>
        {
            BytesColumn formats = (BytesColumn)arguments[0];
            foreach (int row in rows)
            {
                if (!formats.IsNull(row) && writer.TryWrite(format.Decode(formats[row]), arguments, row))
                {
                    Utf16Text.Set((BytesColumn)result, row, writer.Text.Units);
                }
                else
                {
                    result.SetNull(row);
                }
            }
        };
    }
}
