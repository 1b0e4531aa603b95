using Weir.Connectors.Formats;
using Weir.Engine.Batches;
using Weir.Engine.Connectors;
using Weir.Engine.Formats;

namespace Weir.Connectors.Messages;

/// <summary>Turns keys and values of messages into rows. Where a column is in both, the value's counts, as in Flink. Belongs to one lane.</summary>
internal sealed class MessageDecoder
{
    private readonly RowDecoder? _key;
    private readonly RowDecoder _value;
    private readonly MessageFields _fields;
    private readonly bool _nullKeyIsNull;
    private readonly bool _nullValueIsNull;
    private readonly bool _nullValueDeletes;
    private readonly IReadOnlyList<FormatField> _fieldsOfNoValue;

    /// <summary>A decoder of the wanted columns. A message without a value is a deletion when <paramref name="nullValueDeletes"/>.</summary>
    public MessageDecoder(TableSpec table, IReadOnlyList<int> wanted, bool nullValueDeletes = false)
    {
        _nullValueDeletes = nullValueDeletes;
        _fields = MessageFields.Read(table, FormatField.ForSource(table, wanted));
        _fieldsOfNoValue = nullValueDeletes ? [.. _fields.Value.Except(_fields.Key)] : _fields.Value;
        _key = _fields.KeyFormat is { } format ? FormatRegistry.CreateDecoder(table, format, "key.", _fields.Key) : null;
        _value = FormatRegistry.CreateDecoder(table, _fields.ValueFormat, _fields.ValuePrefix, _fields.Value);
        _nullKeyIsNull = MessageFields.HasNull(_fields.KeyFormat);
        _nullValueIsNull = MessageFields.HasNull(_fields.ValueFormat);
    }

    /// <summary>Why the last message did not parse.</summary>
    public string Error { get; private set; } = string.Empty;

    /// <summary>Writes a message at the batch's row <see cref="SourceBatch.RowCount"/>.</summary>
    public DecodeOutcome Decode(ReadOnlySpan<byte> key, bool isKeyNull, ReadOnlySpan<byte> value, bool isValueNull, SourceBatch batch)
    {
        if (isValueNull && !_nullValueIsNull && !_nullValueDeletes)
        {
            return DecodeOutcome.Skipped;
        }

        if (_key is not null)
        {
            if (!isKeyNull)
            {
                if (!_key.TryDecode(key, batch))
                {
                    return Broken("key: ", _key.Error);
                }

                if (_key.IsSkipped)
                {
                    return DecodeOutcome.Skipped;
                }
            }
            else if (_nullKeyIsNull)
            {
                SetNull(_fields.Key, batch);
            }
            else
            {
                return Broken("key: ", "the message has none, and 'key.fields' are read from it");
            }
        }

        if (isValueNull)
        {
            SetNull(_fieldsOfNoValue, batch);
            return _nullValueDeletes ? DecodeOutcome.Deletion : DecodeOutcome.Row;
        }

        if (!_value.TryDecode(value, batch))
        {
            return Broken(string.Empty, _value.Error);
        }

        return _value.IsSkipped ? DecodeOutcome.Skipped : DecodeOutcome.Row;
    }

    private static void SetNull(IReadOnlyList<FormatField> fields, SourceBatch batch)
    {
        for (int f = 0; f < fields.Count; f++)
        {
            if (fields[f].Column >= 0)
            {
                batch.Columns[fields[f].Column].SetNull(batch.RowCount);
            }
        }
    }

    private DecodeOutcome Broken(string where, string reason)
    {
        Error = where + reason;
        return DecodeOutcome.Broken;
    }
}
