using Weir.Engine.Batches;
using Weir.Engine.Types;

namespace Weir.Engine.Text;

/// <summary>Values from text, as Flink's CAST from STRING reads them, without an object per value.</summary>
public static class ValueParser
{
    private static readonly byte[][] s_true = ["t"u8.ToArray(), "true"u8.ToArray(), "y"u8.ToArray(), "yes"u8.ToArray(), "1"u8.ToArray()];
    private static readonly byte[][] s_false = ["f"u8.ToArray(), "false"u8.ToArray(), "n"u8.ToArray(), "no"u8.ToArray(), "0"u8.ToArray()];

    /// <summary>A BOOLEAN: t, true, y, yes, 1 or f, false, n, no, 0 in any case, without spaces.</summary>
    public static bool TryParseBoolean(ReadOnlySpan<byte> text, out bool value)
    {
        value = IsOneOf(text, s_true);
        return value || IsOneOf(text, s_false);
    }

    /// <summary>
    /// Writes the value that the text stands for to a row of a column of the type; false (and the row unchanged) when it is none. For all types but nested ones and INTERVALs; CHAR, VARCHAR,
    /// BINARY and VARBINARY take the bytes as they are. TIMESTAMP_LTZ is read as a time in the zone.
    /// </summary>
    public static bool TrySet(Column column, DataType type, int row, ReadOnlySpan<byte> text, TimeZoneInfo zone)
    {
        switch (type.Root)
        {
            case TypeRoot.Boolean when TryParseBoolean(text, out bool value):
                return Put(column, row, value ? (byte)1 : (byte)0);
            case TypeRoot.TinyInt when NumberParser.TryParseInteger(text, sbyte.MinValue, sbyte.MaxValue, out long value):
                return Put(column, row, (sbyte)value);
            case TypeRoot.SmallInt when NumberParser.TryParseInteger(text, short.MinValue, short.MaxValue, out long value):
                return Put(column, row, (short)value);
            case TypeRoot.Integer when NumberParser.TryParseInteger(text, int.MinValue, int.MaxValue, out long value):
                return Put(column, row, (int)value);
            case TypeRoot.BigInt when NumberParser.TryParseInteger(text, long.MinValue, long.MaxValue, out long value):
                return Put(column, row, value);
            case TypeRoot.Float when NumberParser.TryParseFloat(text, out float value):
                return Put(column, row, value);
            case TypeRoot.Double when NumberParser.TryParseDouble(text, out double value):
                return Put(column, row, value);
            case TypeRoot.Decimal when NumberParser.TryParseDecimal(text, type.Precision, type.Scale, out Int128 value, out _):
                return Put(column, row, value);
            case TypeRoot.Date when TemporalParser.TryParseDate(text, out int value):
                return Put(column, row, value);
            case TypeRoot.Time when TemporalParser.TryParseTime(text, type.Precision, out int value):
                return Put(column, row, value);
            case TypeRoot.Timestamp when TemporalParser.TryParseTimestamp(text, type.Precision, out Int128 value):
                return PutNanos(column, row, value);
            case TypeRoot.TimestampLtz when TemporalParser.TryParseTimestampLtz(text, type.Precision, zone, out Int128 value):
                return PutNanos(column, row, value);
            case TypeRoot.Char or TypeRoot.VarChar or TypeRoot.Binary or TypeRoot.VarBinary:
                column.SetValid(row);
                ((BytesColumn)column).Set(row, text);
                return true;
            default:
                return false;
        }
    }

    private static bool Put<T>(Column column, int row, T value)
        where T : unmanaged
    {
        column.SetValid(row);
        ((FixedColumn<T>)column)[row] = value;
        return true;
    }

    private static bool PutNanos(Column column, int row, Int128 nanos) =>
        column is FixedColumn<long> ? Put(column, row, ZoneTime.FloorMs(nanos)) : Put(column, row, nanos);

    private static bool IsOneOf(ReadOnlySpan<byte> text, byte[][] words)
    {
        foreach (byte[] word in words)
        {
            if (System.Text.Ascii.EqualsIgnoreCase(text, word))
            {
                return true;
            }
        }

        return false;
    }
}
