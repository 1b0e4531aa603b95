using System.Buffers;
using Weir.Connectors.Formats;
using Weir.Engine.Batches;
using Weir.Engine.Connectors;
using Weir.Engine.Formats;

namespace Weir.Connectors.Messages;

/// <summary>Turns rows into keys and values of messages. Belongs to one lane.</summary>
internal sealed class MessageEncoder
{
    private readonly RowEncoder? _key;
    private readonly RowEncoder _value;
    private readonly int _nullKeyColumn = -1;
    private readonly int _nullValueColumn = -1;

    public MessageEncoder(TableSpec table)
    {
        MessageFields fields = MessageFields.Read(table, FormatField.ForSink(table));
        _key = fields.KeyFormat is { } format ? FormatRegistry.CreateEncoder(table, format, "key.", fields.Key) : null;
        _value = FormatRegistry.CreateEncoder(table, fields.ValueFormat, fields.ValuePrefix, fields.Value);
        if (MessageFields.HasNull(fields.KeyFormat))
        {
            _nullKeyColumn = fields.Key[0].Column;
        }

        if (MessageFields.HasNull(fields.ValueFormat))
        {
            _nullValueColumn = fields.Value[0].Column;
        }
    }

    /// <summary>Whether messages have keys.</summary>
    public bool HasKey => _key is not null;

    /// <summary>Writes a row's key.</summary>
    /// <returns>False where it has none.</returns>
    public bool WriteKey(Batch batch, int row, IBufferWriter<byte> to)
    {
        if (_key is null || (_nullKeyColumn >= 0 && batch.Columns[_nullKeyColumn].IsNull(row)))
        {
            return false;
        }

        _key.Encode(batch, row, to);
        return true;
    }

    /// <summary>Writes a row's value.</summary>
    /// <returns>False where it has none.</returns>
    public bool WriteValue(Batch batch, int row, IBufferWriter<byte> to)
    {
        if (_nullValueColumn >= 0 && batch.Columns[_nullValueColumn].IsNull(row))
        {
            return false;
        }

        _value.Encode(batch, row, to);
        return true;
    }
}
