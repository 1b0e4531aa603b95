using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;
using Weir.Engine.Batches;
using Weir.Engine.Connectors;
using Weir.Engine.Formats;
using Weir.Engine.Types;

namespace Weir.Connectors.Formats.Raw;

/// <summary>The message itself is the value of the one column.</summary>
internal sealed class RawRowDecoder(RawOptions options, string table, IReadOnlyList<FormatField> fields) : RowDecoder
{
    private readonly FormatField _field = RawTypes.Single(table, fields);

    public override bool TryDecode(ReadOnlySpan<byte> message, SourceBatch batch)
    {
        if (_field.Column < 0)
        {
            return true;
        }

        Column column = batch.Columns[_field.Column];
        int row = batch.RowCount;
        column.SetValid(row);
        if (_field.Type.IsBinaryString)
        {
            ((BytesColumn)column).Set(row, message);
            return true;
        }

        if (_field.Type.IsCharacterString)
        {
            return DecodeText(message, (BytesColumn)column, row);
        }

        int width = RawTypes.Width(_field.Type);
        if (message.Length != width)
        {
            Error = $"field '{_field.Name}': expected {width} bytes for {_field.Type.Nullable()}, found {message.Length}";
            return false;
        }

        DecodeNumber(message, column, row);
        return true;
    }

    private bool DecodeText(ReadOnlySpan<byte> message, BytesColumn column, int row)
    {
        if (options.Charset is not { } charset)
        {
            if (!Utf8.IsValid(message))
            {
                Error = $"field '{_field.Name}': the message is not valid UTF-8";
                return false;
            }

            column.Set(row, message);
            return true;
        }

        try
        {
            column.Set(row, Encoding.UTF8.GetBytes(charset.GetString(message)));
            return true;
        }
        catch (DecoderFallbackException)
        {
            Error = $"field '{_field.Name}': the message is not valid {charset.WebName}";
            return false;
        }
    }

    private void DecodeNumber(ReadOnlySpan<byte> bytes, Column column, int row)
    {
        bool little = options.LittleEndian;
        switch (_field.Type.Root)
        {
            case TypeRoot.Boolean:
                ((FixedColumn<byte>)column)[row] = bytes[0] != 0 ? (byte)1 : (byte)0;
                break;
            case TypeRoot.TinyInt:
                ((FixedColumn<sbyte>)column)[row] = (sbyte)bytes[0];
                break;
            case TypeRoot.SmallInt:
                ((FixedColumn<short>)column)[row] = little ? BinaryPrimitives.ReadInt16LittleEndian(bytes) : BinaryPrimitives.ReadInt16BigEndian(bytes);
                break;
            case TypeRoot.Integer:
                ((FixedColumn<int>)column)[row] = little ? BinaryPrimitives.ReadInt32LittleEndian(bytes) : BinaryPrimitives.ReadInt32BigEndian(bytes);
                break;
            case TypeRoot.Float:
                ((FixedColumn<float>)column)[row] = little ? BinaryPrimitives.ReadSingleLittleEndian(bytes) : BinaryPrimitives.ReadSingleBigEndian(bytes);
                break;
            case TypeRoot.Double:
                ((FixedColumn<double>)column)[row] = little ? BinaryPrimitives.ReadDoubleLittleEndian(bytes) : BinaryPrimitives.ReadDoubleBigEndian(bytes);
                break;
            default:
                ((FixedColumn<long>)column)[row] = little ? BinaryPrimitives.ReadInt64LittleEndian(bytes) : BinaryPrimitives.ReadInt64BigEndian(bytes);
                break;
        }
    }
}
