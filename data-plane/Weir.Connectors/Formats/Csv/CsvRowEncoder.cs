using System.Buffers;
using System.Buffers.Text;
using Weir.Engine.Batches;
using Weir.Engine.Connectors;
using Weir.Engine.Formats;
using Weir.Engine.Text;
using Weir.Engine.Types;

namespace Weir.Connectors.Formats.Csv;

/// <summary>A row as a line of fields, without the line's end. Quotes stand where Flink's CSV has them.</summary>
internal sealed class CsvRowEncoder : RowEncoder
{
    /// <summary>Longer texts are always quoted.</summary>
    private const int UnquotedLength = 24;

    private readonly CsvOptions _options;
    private readonly FormatField[] _fields;
    private readonly Utf8Writer _line = new(1024);
    private readonly Utf8Writer _value = new(256);
    private readonly int _minSafe;

    public CsvRowEncoder(CsvOptions options, string table, IReadOnlyList<FormatField> fields)
    {
        _options = options;
        _fields = [.. fields];
        _minSafe = Math.Max(Math.Max(options.Delimiter, options.Quote ?? 0), (byte)'\r') + 1;
        CsvTypes.Check(table, fields);
    }

    public override void Encode(Batch batch, int row, IBufferWriter<byte> to)
    {
        _line.Clear();
        for (int f = 0; f < _fields.Length; f++)
        {
            if (f > 0)
            {
                _line.Write(_options.Delimiter);
            }

            WriteField(batch.Columns[_fields[f].Column], _fields[f].Type, row);
        }

        to.Write(_line.Written);
    }

    private void WriteField(Column column, DataType type, int row)
    {
        if (column.IsNull(row))
        {
            _line.Write(_options.NullLiteral);
            return;
        }

        if (type.IsNumeric || type.IsInterval || type.Root == TypeRoot.Boolean)
        {
            WriteValue(_line, column, type, row);
            return;
        }

        _value.Clear();
        WriteValue(_value, column, type, row);
        WriteText(_value.Written);
    }

    /// <summary>Writes a text with the quotes that it needs.</summary>
    private void WriteText(ReadOnlySpan<byte> text)
    {
        if (_options.Quote is not { } quote)
        {
            WriteUnquoted(text);
            return;
        }

        if (!NeedsQuotes(text))
        {
            _line.Write(text);
            return;
        }

        _line.Write(quote);
        foreach (byte c in text)
        {
            if (c == quote)
            {
                _line.Write(quote);
            }
            else if (c == _options.Escape)
            {
                _line.Write(c);
            }

            _line.Write(c);
        }

        _line.Write(quote);
    }

    private void WriteUnquoted(ReadOnlySpan<byte> text)
    {
        if (_options.Escape is not { } escape)
        {
            _line.Write(text);
            return;
        }

        foreach (byte c in text)
        {
            if (c == escape || c == _options.Delimiter)
            {
                _line.Write(escape);
            }

            _line.Write(c);
        }
    }

    private bool NeedsQuotes(ReadOnlySpan<byte> text)
    {
        if (text.Length > UnquotedLength || (_options.NullLiteral is { } literal && text.SequenceEqual(literal)))
        {
            return text.Length > 0;
        }

        foreach (byte c in text)
        {
            if (c < _minSafe || c == _options.Escape)
            {
                return true;
            }
        }

        return false;
    }

    private void WriteValue(Utf8Writer to, Column column, DataType type, int row)
    {
        switch (type.Root)
        {
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
                FloatText.Write(to, ((FixedColumn<float>)column)[row]);
                break;
            case TypeRoot.Double:
                FloatText.Write(to, ((FixedColumn<double>)column)[row]);
                break;
            case TypeRoot.Decimal:
                JacksonDecimal.Write(to, ((FixedColumn<Int128>)column)[row], type.Scale, _options.ScientificDecimals);
                break;
            case TypeRoot.Char or TypeRoot.VarChar:
                to.Write(((BytesColumn)column)[row]);
                break;
            case TypeRoot.Binary or TypeRoot.VarBinary:
                ReadOnlySpan<byte> bytes = ((BytesColumn)column)[row];
                Base64.EncodeToUtf8(bytes, to.Reserve(Base64.GetMaxEncodedToUtf8Length(bytes.Length)), out _, out int written);
                to.Advance(written);
                break;
            case TypeRoot.Date:
                RowTimeText.WriteDate(to, ((FixedColumn<int>)column)[row]);
                break;
            case TypeRoot.Time:
                int ms = ((FixedColumn<int>)column)[row];
                RowTimeText.WriteSecondOfDay(to, ms / 1000);
                RowTimeText.WriteFraction(to, ms % 1000 * 1_000_000L);
                break;
            case TypeRoot.Timestamp:
                RowTimeText.WriteTimestamp(to, TimestampColumn.Get(column, row), (byte)' ');
                break;
            case TypeRoot.TimestampLtz:
                RowTimeText.WriteTimestamp(to, TimestampColumn.Get(column, row), (byte)' ');
                to.Write((byte)'Z');
                break;
            case TypeRoot.Array:
                ArrayColumn array = (ArrayColumn)column;
                for (int e = 0; e < array.Lengths[row]; e++)
                {
                    WriteElement(to, array.Elements, type.Element, array.Starts[row] + e, e);
                }

                break;
            case TypeRoot.Row:
                RowColumn fields = (RowColumn)column;
                for (int f = 0; f < type.Fields.Count; f++)
                {
                    WriteElement(to, fields.Fields[f], type.Fields[f].Type, row, f);
                }

                break;
            default:
                throw new ConnectorException($"CSV has no form for a value of type {type}.");
        }
    }

    private void WriteElement(Utf8Writer to, Column column, DataType type, int row, int place)
    {
        if (place > 0)
        {
            to.Write(_options.ArrayDelimiter);
        }

        if (column.IsNull(row))
        {
            to.Write(_options.NullLiteral);
        }
        else
        {
            WriteValue(to, column, type, row);
        }
    }
}
