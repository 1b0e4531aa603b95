using Weir.Engine.Batches;
using Weir.Engine.Types;

namespace Weir.Connectors.Formats;

/// <summary>Timestamps in nanoseconds to and from columns, whose unit depends on the precision.</summary>
internal static class TimestampColumn
{
    /// <summary>Writes a timestamp; digits beyond the type's precision are cut off.</summary>
    public static void Set(Column column, DataType type, int row, Int128 nanos)
    {
        Int128 unit = Unit(type.Precision);
        Int128 cut = nanos - Modulo(nanos, unit);
        if (column is FixedColumn<long> millis)
        {
            millis[row] = (long)(cut / 1_000_000);
        }
        else
        {
            ((FixedColumn<Int128>)column)[row] = cut;
        }
    }

    /// <summary>A row's timestamp in nanoseconds since 1970-01-01.</summary>
    public static Int128 Get(Column column, int row) =>
        column is FixedColumn<long> millis ? (Int128)millis[row] * 1_000_000 : ((FixedColumn<Int128>)column)[row];

    private static Int128 Modulo(Int128 value, Int128 unit)
    {
        Int128 rest = value % unit;
        return rest < 0 ? rest + unit : rest;
    }

    private static Int128 Unit(int precision) => s_units[Math.Min(precision, 9)];

    private static readonly Int128[] s_units = [1_000_000_000, 100_000_000, 10_000_000, 1_000_000, 100_000, 10_000, 1_000, 100, 10, 1];
}
