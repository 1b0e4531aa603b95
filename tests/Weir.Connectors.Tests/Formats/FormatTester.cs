using System.Buffers;
using System.Text;
using Weir.Connectors.Formats;
using Weir.Engine.Batches;
using Weir.Engine.Connectors;
using Weir.Engine.Formats;
using Weir.Engine.Types;

namespace Weir.Connectors.Tests.Formats;

/// <summary>Decodes and encodes single rows of a format.</summary>
internal sealed class FormatTester
{
    private readonly TableSpec _table;
    private readonly string _format;
    private readonly int[] _all;

    public FormatTester(string format, IEnumerable<(string Name, DataType Type)> columns, params (string Key, string Value)[] options)
    {
        _format = format;
        _table = SourceReading.Table("filesystem", columns, options);
        _all = [.. Enumerable.Range(0, _table.Columns.Count)];
    }

    public static FormatTester Of(string format, DataType type, params (string Key, string Value)[] options) => new(format, [("a", type)], options);

    public RowDecoder Decoder(params int[] wanted) => FormatRegistry.CreateDecoder(_table, _format, string.Empty, FormatField.ForSource(_table, wanted.Length == 0 ? _all : wanted));

    public object?[] Decode(string message) => Decode(Encoding.UTF8.GetBytes(message));

    public object?[] Decode(byte[] message)
    {
        RowDecoder decoder = Decoder();
        SourceBatch batch = SourceReading.Batch(_table, _all, 4);
        Assert.True(decoder.TryDecode(message, batch), decoder.Error);
        Assert.False(decoder.IsSkipped);
        batch.Add();
        return SourceReading.Rows(_table, _all, batch)[0];
    }

    public string Fails(string message) => Fails(Encoding.UTF8.GetBytes(message));

    public string Fails(byte[] message)
    {
        RowDecoder decoder = Decoder();
        Assert.False(decoder.TryDecode(message, SourceReading.Batch(_table, _all, 4)));
        return decoder.Error;
    }

    public bool IsSkipped(string message)
    {
        RowDecoder decoder = Decoder();
        Assert.True(decoder.TryDecode(Encoding.UTF8.GetBytes(message), SourceReading.Batch(_table, _all, 4)), decoder.Error);
        return decoder.IsSkipped;
    }

    public SourceBatch Batch(int capacity) => SourceReading.Batch(_table, _all, capacity);

    public byte[] EncodeBytes(params object?[] row)
    {
        Column[] columns = new Column[row.Length];
        for (int c = 0; c < row.Length; c++)
        {
            columns[c] = ColumnFactory.Create(_table.Columns[c].Type, 1);
            ColumnValues.Set(columns[c], _table.Columns[c].Type, 0, row[c]);
        }

        ArrayBufferWriter<byte> to = new();
        FormatRegistry.CreateEncoder(_table, _format, string.Empty, FormatField.ForSink(_table)).Encode(new Batch(columns, 1), 0, to);
        return to.WrittenSpan.ToArray();
    }

    public string Encode(params object?[] row) => Encoding.UTF8.GetString(EncodeBytes(row));
}
