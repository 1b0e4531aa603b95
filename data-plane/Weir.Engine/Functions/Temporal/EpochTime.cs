using Weir.Engine.Batches;
using Weir.Engine.Expressions;
using Weir.Engine.Types;

namespace Weir.Engine.Functions.Temporal;

/// <summary>TO_TIMESTAMP_LTZ(numeric[, 0 | 3]): seconds or milliseconds since 1970-01-01 to TIMESTAMP_LTZ(3); NULL outside of the years 0 to 9999.</summary>
public static class EpochTime
{
    private const long MinMs = -62_167_219_200_000;
    private const long MaxMs = 253_402_300_799_999;

    /// <summary>The kernel for BIGINT, DOUBLE or DECIMAL numbers; the second argument, if any, is an INT.</summary>
    public static ScalarKernel Kernel(DataType number, bool hasPrecision)
    {
        Int128 one = 1;
        for (int i = 0; i < (number.Root == TypeRoot.Decimal ? number.Scale : 0); i++)
        {
            one *= 10;
        }

        return (arguments, result, rows, _) =>
        {
            FixedColumn<int>? precisions = hasPrecision ? (FixedColumn<int>)arguments[1] : null;
            FixedColumn<long> values = (FixedColumn<long>)result;
            foreach (int row in rows)
            {
                long unitMs = precisions is null ? 1 : UnitMs(precisions[row]);
                if (TryMs(arguments[0], row, unitMs, one, out long ms))
                {
                    values[row] = ms;
                }
                else
                {
                    result.SetNull(row);
                }
            }
        };
    }

    private static long UnitMs(int precision) => precision switch
    {
        0 => 1000,
        3 => 1,
        _ => throw new EvaluationException(
            $"The precision value '{precision}' for function TO_TIMESTAMP_LTZ(numeric, precision) is unsupported, the supported value is '0' for second or '3' for millisecond."),
    };

    // Whole numbers exactly; a DECIMAL loses its fraction (towards zero) before it is a second or millisecond, a DOUBLE only what is below a millisecond: Flink's rules.
    private static bool TryMs(Column column, int row, long unitMs, Int128 one, out long ms)
    {
        switch (column)
        {
            case FixedColumn<long> whole:
                return InRange((Int128)whole[row] * unitMs, out ms);
            case FixedColumn<Int128> scaled:
                Int128 number = scaled[row] / one;
                if (number < long.MinValue || number > long.MaxValue)
                {
                    ms = 0;
                    return false;
                }

                return InRange(number * unitMs, out ms);
            default:
                double floating = Math.Floor(((FixedColumn<double>)column)[row] * unitMs);
                if (floating is >= MinMs and <= MaxMs)
                {
                    ms = (long)floating;
                    return true;
                }

                ms = 0;
                return false;
        }
    }

    private static bool InRange(Int128 value, out long ms)
    {
        bool inRange = value >= MinMs && value <= MaxMs;
        ms = inRange ? (long)value : 0;
        return inRange;
    }
}
