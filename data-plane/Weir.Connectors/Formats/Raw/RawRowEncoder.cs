using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Weir.Engine.Batches;
using Weir.Engine.Formats;
using Weir.Engine.Types;

namespace Weir.Connectors.Formats.Raw;

/// <summary>The value of the one column is the message; NULL is a message without bytes.</summary>
internal sealed class RawRowEncoder(RawOptions options, string table, IReadOnlyList<FormatField> fields) : RowEncoder
{
    private readonly FormatField _field = RawTypes.Single(table, fields);

    public override void Encode(Batch batch, int row, IBufferWriter<byte> to)
    {
        Column column = batch.Columns[_field.Column];
        if (column.IsNull(row))
        {
            return;
        }

        if (column is BytesColumn bytes)
        {
            if (_field.Type.IsCharacterString && options.Charset is { } charset)
            {
                to.Write(charset.GetBytes(Encoding.UTF8.GetString(bytes[row])));
            }
            else
            {
                to.Write(bytes[row]);
            }

            return;
        }

        int width = RawTypes.Width(_field.Type);
        Span<byte> number = to.GetSpan(width)[..width];
        WriteLittle(column, row, number);
        if (!options.LittleEndian)
        {
            number.Reverse();
        }

        to.Advance(width);
    }

    private void WriteLittle(Column column, int row, Span<byte> to)
    {
        switch (_field.Type.Root)
        {
            case TypeRoot.Boolean:
                to[0] = ((FixedColumn<byte>)column)[row];
                break;
            case TypeRoot.TinyInt:
                to[0] = (byte)((FixedColumn<sbyte>)column)[row];
                break;
            case TypeRoot.SmallInt:
                BinaryPrimitives.WriteInt16LittleEndian(to, ((FixedColumn<short>)column)[row]);
                break;
            case TypeRoot.Integer:
                BinaryPrimitives.WriteInt32LittleEndian(to, ((FixedColumn<int>)column)[row]);
                break;
            case TypeRoot.Float:
                BinaryPrimitives.WriteSingleLittleEndian(to, ((FixedColumn<float>)column)[row]);
                break;
            case TypeRoot.Double:
                BinaryPrimitives.WriteDoubleLittleEndian(to, ((FixedColumn<double>)column)[row]);
                break;
            default:
                BinaryPrimitives.WriteInt64LittleEndian(to, ((FixedColumn<long>)column)[row]);
                break;
        }
    }
}
