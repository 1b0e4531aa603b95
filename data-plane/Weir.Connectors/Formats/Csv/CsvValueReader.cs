using System.Buffers;
using System.Buffers.Text;
using System.Text;
using Weir.Engine.Batches;
using Weir.Engine.Types;

namespace Weir.Connectors.Formats.Csv;

/// <summary>Reads the text of a field into a row of a column.</summary>
internal sealed class CsvValueReader(CsvOptions options)
{
    /// <summary>Reads a value; answers false, with what was expected, when the text is none.</summary>
    public bool Read(ReadOnlySpan<byte> text, Column column, DataType type, int row, out string expected)
    {
        expected = string.Empty;
        if (options.NullLiteral is { } literal && text.SequenceEqual(literal))
        {
            column.SetNull(row);
            return true;
        }

        column.SetValid(row);
        switch (type.Root)
        {
            case TypeRoot.Char or TypeRoot.VarChar:
                ((BytesColumn)column).Set(row, text);
                return true;
            case TypeRoot.Array:
                return ReadArray(text, (ArrayColumn)column, type, row, out expected);
            case TypeRoot.Row:
                return ReadRow(text, (RowColumn)column, type, row, out expected);
            default:
                if (ReadScalar(text, column, type, row))
                {
                    return true;
                }

                expected = Expected(type);
                return false;
        }
    }

    private static bool ReadScalar(ReadOnlySpan<byte> text, Column column, DataType type, int row)
    {
        ReadOnlySpan<byte> trimmed = text.Trim(" \t"u8);
        switch (type.Root)
        {
            case TypeRoot.Null:
                column.SetNull(row);
                return true;
            case TypeRoot.Boolean:
                bool isTrue = Ascii.EqualsIgnoreCase(trimmed, "true"u8);
                ((FixedColumn<byte>)column)[row] = isTrue ? (byte)1 : (byte)0;
                return isTrue || Ascii.EqualsIgnoreCase(trimmed, "false"u8);
            case TypeRoot.TinyInt:
                return Integer(trimmed, sbyte.MinValue, sbyte.MaxValue, out long tiny) && Put((FixedColumn<sbyte>)column, row, (sbyte)tiny);
            case TypeRoot.SmallInt:
                return Integer(trimmed, short.MinValue, short.MaxValue, out long small) && Put((FixedColumn<short>)column, row, (short)small);
            case TypeRoot.Integer or TypeRoot.IntervalYearMonth:
                return Integer(trimmed, int.MinValue, int.MaxValue, out long whole) && Put((FixedColumn<int>)column, row, (int)whole);
            case TypeRoot.BigInt or TypeRoot.IntervalDayTime:
                return Integer(trimmed, long.MinValue, long.MaxValue, out long big) && Put((FixedColumn<long>)column, row, big);
            case TypeRoot.Float:
                return NumberText.ParseFloat(trimmed, out float single) == NumberOutcome.Ok && Put((FixedColumn<float>)column, row, single);
            case TypeRoot.Double:
                return NumberText.ParseDouble(trimmed, out double number) == NumberOutcome.Ok && Put((FixedColumn<double>)column, row, number);
            case TypeRoot.Decimal:
                return NumberText.ParseDecimal(trimmed, type.Precision, type.Scale, out Int128 unscaled) == NumberOutcome.Ok && Put((FixedColumn<Int128>)column, row, unscaled);
            case TypeRoot.Date:
                return TimeText.TryLooseDate(text, out int days) && Put((FixedColumn<int>)column, row, days);
            case TypeRoot.Time:
                return TimeText.TryTime(text, secondsOptional: true, out long ofDay) && Put((FixedColumn<int>)column, row, Cut((int)(ofDay / 1_000_000), type.Precision));
            case TypeRoot.Timestamp:
                return TimeText.TryLooseTimestamp(text, out Int128 nanos) && PutTimestamp(column, type, row, nanos);
            case TypeRoot.TimestampLtz:
                return text.Length > 0 && text[^1] == 'Z' && TimeText.TryLooseTimestamp(text[..^1], out Int128 instant) && PutTimestamp(column, type, row, instant);
            default:
                return ReadBytes(text, (BytesColumn)column, row);
        }
    }

    private static bool Integer(ReadOnlySpan<byte> text, long min, long max, out long value) => NumberText.ParseInteger(text, min, max, out value) == NumberOutcome.Ok;

    private static bool Put<T>(FixedColumn<T> column, int row, T value)
        where T : unmanaged
    {
        column[row] = value;
        return true;
    }

    private static bool PutTimestamp(Column column, DataType type, int row, Int128 nanos)
    {
        TimestampColumn.Set(column, type, row, nanos);
        return true;
    }

    private static int Cut(int ms, int precision) => precision switch
    {
        0 => ms / 1000 * 1000,
        1 => ms / 100 * 100,
        2 => ms / 10 * 10,
        _ => ms,
    };

    private static bool ReadBytes(ReadOnlySpan<byte> text, BytesColumn column, int row)
    {
        Span<byte> to = column.Reserve(Base64.GetMaxDecodedFromUtf8Length(text.Length));
        if (Base64.DecodeFromUtf8(text, to, out _, out int written) != OperationStatus.Done)
        {
            return false;
        }

        column.Commit(row, written);
        return true;
    }

    private bool ReadArray(ReadOnlySpan<byte> text, ArrayColumn column, DataType type, int row, out string expected)
    {
        expected = string.Empty;
        int start = column.ElementCount;
        bool more = text.Length > 0;
        while (more)
        {
            int end = text.IndexOf(options.ArrayDelimiter);
            ReadOnlySpan<byte> element = end < 0 ? text : text[..end];
            more = end >= 0;
            text = more ? text[(end + 1)..] : default;
            int at = column.AddElement();
            if (Read(element, column.Elements, type.Element, at, out expected))
            {
                continue;
            }

            if (!options.IgnoreParseErrors)
            {
                expected = $"in element {at - start + 1} {expected}";
                return false;
            }

            column.Elements.SetNull(at);
        }

        column.Commit(row, start);
        return true;
    }

    private bool ReadRow(ReadOnlySpan<byte> text, RowColumn column, DataType type, int row, out string expected)
    {
        expected = string.Empty;
        if (text.Length == 0)
        {
            column.SetNull(row);
            return true;
        }

        int count = text.Count(options.ArrayDelimiter) + 1;
        if (count != type.Fields.Count && !options.IgnoreParseErrors)
        {
            expected = $"{type.Fields.Count} values separated by '{(char)options.ArrayDelimiter}'";
            return false;
        }

        for (int f = 0; f < type.Fields.Count; f++)
        {
            if (f >= count)
            {
                column.Fields[f].SetNull(row);
                continue;
            }

            int end = text.IndexOf(options.ArrayDelimiter);
            ReadOnlySpan<byte> value = end < 0 ? text : text[..end];
            text = end < 0 ? default : text[(end + 1)..];
            if (!Read(value, column.Fields[f], type.Fields[f].Type, row, out expected))
            {
                if (!options.IgnoreParseErrors)
                {
                    expected = $"in '{type.Fields[f].Name}' {expected}";
                    return false;
                }

                column.Fields[f].SetNull(row);
            }
        }

        return true;
    }

    private static string Expected(DataType type) => type.Root switch
    {
        TypeRoot.Date => "a date as yyyy-MM-dd",
        TypeRoot.Time => "a time as HH:mm:ss",
        TypeRoot.Timestamp => "a timestamp as yyyy-MM-dd HH:mm:ss.fff",
        TypeRoot.TimestampLtz => "a timestamp as yyyy-MM-dd HH:mm:ss.fffZ",
        TypeRoot.Binary or TypeRoot.VarBinary => "bytes in Base64",
        TypeRoot.Boolean => "true or false",
        _ => $"a value of type {type.Nullable()}",
    };
}
