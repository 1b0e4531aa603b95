using System.Buffers.Text;
using System.Text;
using Weir.Engine.Batches;
using Weir.Engine.Connectors;
using Weir.Engine.Text;
using Weir.Engine.Types;

namespace Weir.Connectors.Formats.Json;

/// <summary>Writes values of columns as JSON.</summary>
internal sealed class JsonValueWriter(JsonOptions options)
{
    private readonly byte[] _nullKey = Encoding.UTF8.GetBytes(options.MapNullKeyLiteral);
    private readonly Dictionary<DataType, byte[][]> _names = new(ReferenceEqualityComparer.Instance);

    /// <summary>A field's name, with quotes and colon.</summary>
    public static byte[] Name(string name)
    {
        Utf8Writer text = new();
        JsonEscapes.WriteString(text, Encoding.UTF8.GetBytes(name));
        text.Write((byte)':');
        return text.Written.ToArray();
    }

    /// <summary>Adds a row's value.</summary>
    public void Write(Utf8Writer to, Column column, DataType type, int row)
    {
        if (column.IsNull(row))
        {
            to.Write("null"u8);
            return;
        }

        switch (type.Root)
        {
            case TypeRoot.Null:
                to.Write("null"u8);
                break;
            case TypeRoot.Boolean:
                to.Write(((FixedColumn<byte>)column)[row] != 0 ? "true"u8 : "false"u8);
                break;
            case TypeRoot.TinyInt:
                to.Write((long)((FixedColumn<sbyte>)column)[row]);
                break;
            case TypeRoot.SmallInt:
                to.Write((long)((FixedColumn<short>)column)[row]);
                break;
            case TypeRoot.Integer or TypeRoot.IntervalYearMonth:
                to.Write((long)((FixedColumn<int>)column)[row]);
                break;
            case TypeRoot.BigInt or TypeRoot.IntervalDayTime:
                to.Write(((FixedColumn<long>)column)[row]);
                break;
            case TypeRoot.Float:
                WriteFloat(to, ((FixedColumn<float>)column)[row]);
                break;
            case TypeRoot.Double:
                WriteDouble(to, ((FixedColumn<double>)column)[row]);
                break;
            case TypeRoot.Decimal:
                WriteDecimal(to, ((FixedColumn<Int128>)column)[row], type.Scale);
                break;
            case TypeRoot.Char or TypeRoot.VarChar:
                JsonEscapes.WriteString(to, ((BytesColumn)column)[row]);
                break;
            case TypeRoot.Binary or TypeRoot.VarBinary:
                WriteBase64(to, ((BytesColumn)column)[row]);
                break;
            case TypeRoot.Date or TypeRoot.Time or TypeRoot.Timestamp or TypeRoot.TimestampLtz:
                to.Write((byte)'"');
                WriteTime(to, column, type, row);
                to.Write((byte)'"');
                break;
            case TypeRoot.Array:
                WriteArray(to, (ArrayColumn)column, type, row);
                break;
            case TypeRoot.Map or TypeRoot.Multiset:
                WriteMap(to, (MapColumn)column, type, row);
                break;
            case TypeRoot.Row:
                WriteRow(to, (RowColumn)column, type, row);
                break;
            default:
                throw new ConnectorException($"JSON has no form for a value of type {type}.");
        }
    }

    private static void WriteDouble(Utf8Writer to, double value)
    {
        if (double.IsFinite(value))
        {
            FloatText.Write(to, value);
            return;
        }

        to.Write((byte)'"'); // JSON has no such number
        FloatText.Write(to, value);
        to.Write((byte)'"');
    }

    private static void WriteFloat(Utf8Writer to, float value)
    {
        if (float.IsFinite(value))
        {
            FloatText.Write(to, value);
            return;
        }

        WriteDouble(to, value);
    }

    private void WriteDecimal(Utf8Writer to, Int128 value, int scale)
    {
        if (options.DecimalAsPlainNumber)
        {
            DecimalText.WritePlain(to, value, scale);
        }
        else
        {
            JacksonDecimal.Write(to, value, scale);
        }
    }

    private static void WriteBase64(Utf8Writer to, ReadOnlySpan<byte> bytes)
    {
        to.Write((byte)'"');
        Base64.EncodeToUtf8(bytes, to.Reserve(Base64.GetMaxEncodedToUtf8Length(bytes.Length)), out _, out int written);
        to.Advance(written);
        to.Write((byte)'"');
    }

    private void WriteTime(Utf8Writer to, Column column, DataType type, int row)
    {
        switch (type.Root)
        {
            case TypeRoot.Date:
                RowTimeText.WriteDate(to, ((FixedColumn<int>)column)[row]);
                break;
            case TypeRoot.Time:
                RowTimeText.WriteSecondOfDay(to, ((FixedColumn<int>)column)[row] / 1000);
                break;
            default:
                RowTimeText.WriteTimestamp(to, TimestampColumn.Get(column, row), options.IsoTimestamps ? (byte)'T' : (byte)' ');
                if (type.Root == TypeRoot.TimestampLtz)
                {
                    to.Write((byte)'Z');
                }

                break;
        }
    }

    private void WriteArray(Utf8Writer to, ArrayColumn column, DataType type, int row)
    {
        to.Write((byte)'[');
        int start = column.Starts[row];
        for (int e = start; e < start + column.Lengths[row]; e++)
        {
            if (e > start)
            {
                to.Write((byte)',');
            }

            Write(to, column.Elements, type.Element, e);
        }

        to.Write((byte)']');
    }

    private void WriteMap(Utf8Writer to, MapColumn column, DataType type, int row)
    {
        to.Write((byte)'{');
        BytesColumn keys = (BytesColumn)column.Keys;
        DataType value = type.Root == TypeRoot.Multiset ? DataType.Int : type.Value;
        int start = column.Starts[row];
        bool first = true;
        for (int e = start; e < start + column.Lengths[row]; e++)
        {
            bool isNull = keys.IsNull(e);
            if (isNull && options.MapNullKey == MapNullKey.Fail)
            {
                throw new ConnectorException("JSON has no NULL key in a map; set 'json.map-null-key.mode' to 'DROP' or 'LITERAL' to write such maps.");
            }

            if (isNull && options.MapNullKey == MapNullKey.Drop)
            {
                continue;
            }

            if (!first)
            {
                to.Write((byte)',');
            }

            first = false;
            JsonEscapes.WriteString(to, isNull ? _nullKey : keys[e]);
            to.Write((byte)':');
            Write(to, column.Values, value, e);
        }

        to.Write((byte)'}');
    }

    private void WriteRow(Utf8Writer to, RowColumn column, DataType type, int row)
    {
        if (!_names.TryGetValue(type, out byte[][]? names))
        {
            _names[type] = names = [.. type.Fields.Select(f => Name(f.Name))];
        }

        to.Write((byte)'{');
        bool first = true;
        for (int f = 0; f < names.Length; f++)
        {
            if (options.IgnoreNullFields && column.Fields[f].IsNull(row))
            {
                continue;
            }

            if (!first)
            {
                to.Write((byte)',');
            }

            first = false;
            to.Write(names[f]);
            Write(to, column.Fields[f], type.Fields[f].Type, row);
        }

        to.Write((byte)'}');
    }
}
