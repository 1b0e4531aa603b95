using System.Text;
using System.Text.Unicode;
using Weir.Engine.Batches;
using Weir.Engine.Types;

namespace Weir.Engine.Text;

/// <summary>Values of columns as text, in either of Flink's two styles, without going through objects: nothing is allocated per value.</summary>
public static partial class ValueText
{
    /// <summary>Adds the value of a row; NULL is <c>NULL</c> in the style of SQL and <c>null</c> in the others. TIMESTAMP_LTZ is shown in UTC in the style of rows, in the zone in the others.</summary>
    public static void Write(Utf8Writer to, Column column, DataType type, int row, TextStyle style, TimeZoneInfo zone)
    {
        if (column.IsNull(row))
        {
            to.Write(style == TextStyle.Sql ? "NULL"u8 : "null"u8);
            return;
        }

        switch (type.Root)
        {
            case TypeRoot.Null:
                to.Write(style == TextStyle.Sql ? "NULL"u8 : "null"u8);
                break;
            case TypeRoot.Boolean:
                WriteBoolean(to, ((FixedColumn<byte>)column)[row] != 0, style);
                break;
            case TypeRoot.TinyInt:
                to.Write(((FixedColumn<sbyte>)column)[row]);
                break;
            case TypeRoot.SmallInt:
                to.Write(((FixedColumn<short>)column)[row]);
                break;
            case TypeRoot.Integer:
                to.Write(((FixedColumn<int>)column)[row]);
                break;
            case TypeRoot.BigInt:
                to.Write(((FixedColumn<long>)column)[row]);
                break;
            case TypeRoot.Float:
                FloatText.Write(to, ((FixedColumn<float>)column)[row]);
                break;
            case TypeRoot.Double:
                FloatText.Write(to, ((FixedColumn<double>)column)[row]);
                break;
            case TypeRoot.Decimal:
                WriteDecimal(to, ((FixedColumn<Int128>)column)[row], type.Scale, style);
                break;
            case TypeRoot.Char or TypeRoot.VarChar:
                to.Write(((BytesColumn)column)[row]);
                break;
            case TypeRoot.Binary or TypeRoot.VarBinary:
                WriteBinary(to, ((BytesColumn)column)[row], style);
                break;
            case TypeRoot.Date or TypeRoot.Time or TypeRoot.Timestamp or TypeRoot.TimestampLtz or TypeRoot.IntervalYearMonth or TypeRoot.IntervalDayTime:
                WriteTemporal(to, column, type, row, style, zone);
                break;
            case TypeRoot.Array:
                WriteArray(to, (ArrayColumn)column, type, row, style, zone);
                break;
            case TypeRoot.Map or TypeRoot.Multiset:
                WriteMap(to, (MapColumn)column, type, row, style, zone);
                break;
            case TypeRoot.Row:
                WriteRow(to, (RowColumn)column, type, row, style, zone);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(type), $"{type} has no text.");
        }
    }

    private static void WriteBoolean(Utf8Writer to, bool value, TextStyle style)
    {
        if (style == TextStyle.Sql)
        {
            to.Write(value ? "TRUE"u8 : "FALSE"u8);
        }
        else
        {
            to.Write(value ? "true"u8 : "false"u8);
        }
    }

    private static void WriteDecimal(Utf8Writer to, Int128 unscaled, int scale, TextStyle style)
    {
        if (style != TextStyle.Row)
        {
            DecimalText.WritePlain(to, unscaled, scale);
        }
        else
        {
            DecimalText.WriteJava(to, unscaled, scale);
        }
    }

    private static void WriteBinary(Utf8Writer to, ReadOnlySpan<byte> value, TextStyle style)
    {
        if (style != TextStyle.Row)
        {
            WriteUtf8(to, value);
            return;
        }

        // A byte array is printed as Java prints one: signed numbers.
        to.Write((byte)'[');
        for (int i = 0; i < value.Length; i++)
        {
            if (i > 0)
            {
                to.Write(", "u8);
            }

            to.Write((sbyte)value[i]);
        }

        to.Write((byte)']');
    }

    /// <summary>Adds bytes as text; what is not UTF-8 becomes U+FFFD.</summary>
    internal static void WriteUtf8(Utf8Writer to, ReadOnlySpan<byte> value)
    {
        if (Utf8.IsValid(value))
        {
            to.Write(value);
            return;
        }

        while (!value.IsEmpty)
        {
            System.Buffers.OperationStatus status = Rune.DecodeFromUtf8(value, out Rune rune, out int consumed);
            rune = status == System.Buffers.OperationStatus.Done ? rune : Rune.ReplacementChar;
            to.Advance(rune.EncodeToUtf8(to.Reserve(4)));
            value = value[consumed..];
        }
    }

    private static void WriteTemporal(Utf8Writer to, Column column, DataType type, int row, TextStyle style, TimeZoneInfo zone)
    {
        bool sql = style != TextStyle.Row;
        switch (type.Root)
        {
            case TypeRoot.Date when sql:
                TemporalText.WriteDate(to, ((FixedColumn<int>)column)[row]);
                break;
            case TypeRoot.Date:
                JavaTimeText.WriteDate(to, ((FixedColumn<int>)column)[row]);
                break;
            case TypeRoot.Time when sql:
                TemporalText.WriteTime(to, ((FixedColumn<int>)column)[row], type.Precision);
                break;
            case TypeRoot.Time:
                JavaTimeText.WriteTime(to, ((FixedColumn<int>)column)[row] * 1_000_000L);
                break;
            case TypeRoot.Timestamp when sql:
                TemporalText.WriteTimestamp(to, Nanos(column, row), type.Precision);
                break;
            case TypeRoot.Timestamp:
                JavaTimeText.WriteTimestamp(to, Nanos(column, row));
                break;
            case TypeRoot.TimestampLtz when sql:
                TemporalText.WriteTimestamp(to, ZoneTime.ToLocalNanos(zone, Nanos(column, row)), type.Precision);
                break;
            case TypeRoot.TimestampLtz:
                JavaTimeText.WriteInstant(to, Nanos(column, row));
                break;
            case TypeRoot.IntervalYearMonth when sql:
                IntervalText.WriteYearMonth(to, ((FixedColumn<int>)column)[row]);
                break;
            case TypeRoot.IntervalYearMonth:
                WritePeriod(to, type, ((FixedColumn<int>)column)[row]);
                break;
            case TypeRoot.IntervalDayTime when sql:
                IntervalText.WriteDayTime(to, ((FixedColumn<long>)column)[row]);
                break;
            default:
                JavaTimeText.WriteDuration(to, ((FixedColumn<long>)column)[row]);
                break;
        }
    }

    private static void WritePeriod(Utf8Writer to, DataType type, int months)
    {
        // As Flink hands them out: in the units of the type's resolution.
        string qualifier = type.IntervalQualifier ?? string.Empty;
        if (qualifier.Contains("TO", StringComparison.Ordinal))
        {
            JavaTimeText.WritePeriod(to, months / 12, months % 12);
        }
        else if (qualifier.StartsWith("YEAR", StringComparison.Ordinal))
        {
            JavaTimeText.WritePeriod(to, months / 12, 0);
        }
        else
        {
            JavaTimeText.WritePeriod(to, 0, months);
        }
    }

    /// <summary>A timestamp of either layout, in nanoseconds.</summary>
    private static Int128 Nanos(Column column, int row) =>
        column is FixedColumn<long> ms ? (Int128)ms[row] * 1_000_000 : ((FixedColumn<Int128>)column)[row];
}
