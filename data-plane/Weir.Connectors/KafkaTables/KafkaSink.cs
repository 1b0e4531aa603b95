using System.Buffers;
using Weir.Connectors.Kafka.Native;
using Weir.Connectors.Messages;
using Weir.Connectors.Options;
using Weir.Engine.Batches;
using Weir.Engine.Connectors;

namespace Weir.Connectors.KafkaTables;

/// <summary>Writes a topic of Kafka. A full queue of the client's is backpressure; all that was queued has been acknowledged when the sink has finished.</summary>
internal sealed class KafkaSink : TableSink
{
    private readonly TableSpec _table;
    private readonly KafkaProperties _properties;
    private readonly string _topic;
    private readonly bool _fixed;
    private readonly MessageEncoder _encoder;
    private readonly MetadataColumn? _timestamp;
    private readonly int _headersColumn;
    private readonly ArrayBufferWriter<byte> _key = new();
    private readonly ArrayBufferWriter<byte> _value = new();
    private readonly ArrayBufferWriter<byte> _headers = new();
    private readonly List<KafkaRecordHeaders.Slice> _slices = [];
    private KafkaPump? _pump;
    private nint _handle;
    private int _lane;
    private Batch? _held;
    private int _heldAt;

    public KafkaSink(TableSpec table)
    {
        OptionReader options = new(table);
        _table = table;
        _properties = new KafkaProperties(table);
        _topic = options.Required("topic");
        if (_topic.Contains(';', StringComparison.Ordinal))
        {
            throw options.Malformed("topic", _topic, "a single topic, since the table is written");
        }

        string partitioner = options.Choice("sink.partitioner", "default", "default", "fixed", "round-robin");
        _fixed = partitioner == "fixed";
        if (options.Choice("sink.delivery-guarantee", "at-least-once", "at-least-once", "none", "exactly-once") == "exactly-once")
        {
            throw options.Malformed("sink.delivery-guarantee", "exactly-once", "at-least-once or none: a table of Kafka is not written in transactions");
        }

        _encoder = new MessageEncoder(table);
        if (partitioner == "round-robin" && _encoder.HasKey)
        {
            throw options.Malformed("sink.partitioner", partitioner, "default or fixed, since 'key.fields' are given");
        }

        MetadataColumn[] metadata = MetadataColumn.ForSink(table);
        _timestamp = Array.Find(metadata, m => m.Key == "timestamp");
        _headersColumn = MetadataColumn.Find(metadata, "headers");
    }

    public override SinkGuarantee Guarantee => SinkGuarantee.AtLeastOnce;

    public override string GuaranteeReason => "records are not written in transactions: after a restart some are written again";

    public override string? Trouble => _pump?.Trouble;

    public override bool CanWrite
    {
        get
        {
            _pump!.ThrowIfFailed();
            if (_pump.IsReady && WriteHeld())
            {
                return true;
            }

            _pump.WakeLater();
            return false;
        }
    }

    public override ChangelogMode Accepts(ChangelogMode query) => UpsertKafkaTable.Is(_table) ? ChangelogMode.Upsert : ChangelogMode.InsertOnly;

    public override void Open(SinkContext context)
    {
        try
        {
            _lane = context.Lane;
            _pump = new KafkaPump(_table, _topic, _properties, context);
            _handle = _pump.Producer.Topic(_topic);
        }
        catch (KafkaConfigException refused)
        {
            throw new ConnectorException($"Table '{_table.Name}': {refused.Message}.", refused);
        }
    }

    public override void Write(Batch batch)
    {
        _pump!.ThrowIfFailed();
        _held = batch.Retain();
        _heldAt = 0;
        if (!WriteHeld())
        {
            _pump.WakeLater();
        }
    }

    public override bool Finish()
    {
        _pump!.ThrowIfFailed();
        if (_pump.IsReady && WriteHeld() && _pump.Producer.Pending == 0)
        {
            _pump.ThrowIfFailed(); // what was not delivered is counted before it is no longer pending
            return true;
        }

        _pump.WakeLater();
        return false;
    }

    public override void Dispose()
    {
        KafkaPump? pump = _pump;
        _pump = null;
        if (pump is not null && _held is { } batch)
        {
            pump.Unqueued = batch.SelectedCount - _heldAt;
        }

        _held?.Release();
        _held = null;
        base.Dispose();
        pump?.Dispose();
    }

    /// <summary>Queues what is left of the batch.</summary>
    /// <returns>False when the client's queue is full.</returns>
    private bool WriteHeld()
    {
        if (_held is not { } batch)
        {
            return true;
        }

        Selection rows = batch.Rows;
        for (; _heldAt < rows.Count; _heldAt++)
        {
            if (!Write(batch, rows[_heldAt]))
            {
                return false;
            }
        }

        _held = null;
        batch.Release();
        return true;
    }

    private bool Write(Batch batch, int row)
    {
        _key.ResetWrittenCount();
        _value.ResetWrittenCount();
        bool hasKey = _encoder.WriteKey(batch, row, _key);
        bool hasValue = batch.KindOf(row) != RowKind.Delete && _encoder.WriteValue(batch, row, _value);
        CollectHeaders(batch, row);
        long timestampMs = _timestamp is { } column && !batch.Columns[column.Column].IsNull(row)
            ? column.GetTime(batch.Columns[column.Column], row, _table.SessionTimeZone)
            : 0;
        KafkaError error = _pump!.Producer.Produce(new KafkaRecord
        {
            Topic = _handle,
            Partition = _fixed ? _lane % _pump.Partitions : KafkaRecord.AnyPartition,
            Key = _key.WrittenSpan,
            IsKeyNull = !hasKey,
            Value = _value.WrittenSpan,
            IsValueNull = !hasValue,
            TimestampMs = timestampMs,
            Headers = new KafkaRecordHeaders(_headers.WrittenSpan, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_slices)),
        });
        if (error.Code == KafkaErrorCode.QueueFull)
        {
            return false;
        }

        return error.IsError
            ? throw new ConnectorException($"Table '{_table.Name}': a row of {_value.WrittenCount} bytes cannot be written to the topic '{_topic}': {error}")
            : true;
    }

    private void CollectHeaders(Batch batch, int row)
    {
        if (_headersColumn < 0)
        {
            return;
        }

        _headers.ResetWrittenCount();
        _slices.Clear();
        MapColumn map = (MapColumn)batch.Columns[_headersColumn];
        if (map.IsNull(row))
        {
            return;
        }

        BytesColumn names = (BytesColumn)map.Keys;
        BytesColumn values = (BytesColumn)map.Values;
        for (int entry = map.Starts[row]; entry < map.Starts[row] + map.Lengths[row]; entry++)
        {
            if (names.IsNull(entry) || values.IsNull(entry))
            {
                continue; // as in Flink, without a name or a value there is no header
            }

            int nameStart = _headers.WrittenCount;
            _headers.Write(names[entry]);
            _headers.Write("\0"u8);
            int valueStart = _headers.WrittenCount;
            _headers.Write(values[entry]);
            _slices.Add(new KafkaRecordHeaders.Slice(nameStart, valueStart, values[entry].Length));
        }
    }
}
