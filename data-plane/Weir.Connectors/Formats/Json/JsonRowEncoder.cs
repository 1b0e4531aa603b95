using System.Buffers;
using Weir.Engine.Batches;
using Weir.Engine.Formats;
using Weir.Engine.Text;

namespace Weir.Connectors.Formats.Json;

/// <summary>A row as a JSON object.</summary>
internal sealed class JsonRowEncoder(JsonOptions options, IReadOnlyList<FormatField> fields) : RowEncoder
{
    private readonly JsonValueWriter _writer = new(options);
    private readonly byte[][] _names = [.. fields.Select(f => JsonValueWriter.Name(f.Name))];
    private readonly Utf8Writer _text = new(1024);

    public override void Encode(Batch batch, int row, IBufferWriter<byte> to)
    {
        _text.Clear();
        Write(batch, row, _text);
        to.Write(_text.Written);
    }

    /// <summary>Adds a row.</summary>
    public void Write(Batch batch, int row, Utf8Writer to)
    {
        to.Write((byte)'{');
        bool first = true;
        for (int f = 0; f < _names.Length; f++)
        {
            Column column = batch.Columns[fields[f].Column];
            if (options.IgnoreNullFields && column.IsNull(row))
            {
                continue;
            }

            if (!first)
            {
                to.Write((byte)',');
            }

            first = false;
            to.Write(_names[f]);
            _writer.Write(to, column, fields[f].Type, row);
        }

        to.Write((byte)'}');
    }
}
