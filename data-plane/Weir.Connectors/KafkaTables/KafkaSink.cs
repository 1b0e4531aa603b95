using System.Buffers;
using Weir.Connectors.Kafka.Native;
using Weir.Connectors.KafkaTables.Home;
using Weir.Connectors.Messages;
using Weir.Connectors.Options;
using Weir.Engine.Batches;
using Weir.Engine.Connectors;

namespace Weir.Connectors.KafkaTables;

/// <summary>
/// Writes a topic of Kafka: in the transactions of the job's home, or with a producer of its own. A full queue of the client's is backpressure; without checkpoints, all that was queued has been acknowledged when the sink has finished.
/// </summary>
internal sealed class KafkaSink : TableSink
{
    private const int SettleMs = 2;

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
    private readonly bool _mayJoin;
    private readonly Lock _lock = new(); // between the lane and PrepareAsync
    private IKafkaOutlet? _outlet;
    private KafkaHome? _home;
    private string? _whyNot;
    private int _lane;
    private Batch? _held;
    private int _heldAt;
    private bool _isOwing;

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
        _mayJoin = KafkaHomes.Guarantee(table) is null or KafkaHomes.ExactlyOnce;
        _ = options.Text("sink.transactional-id-prefix"); // of the job's home, which this table may decide

        _encoder = new MessageEncoder(table);
        if (partitioner == "round-robin" && _encoder.HasKey)
        {
            throw options.Malformed("sink.partitioner", partitioner, "default or fixed, since 'key.fields' are given");
        }

        MetadataColumn[] metadata = MetadataColumn.ForSink(table);
        _timestamp = Array.Find(metadata, m => m.Key == "timestamp");
        _headersColumn = MetadataColumn.Find(metadata, "headers");
    }

    public override SinkGuarantee Guarantee => _home is null ? SinkGuarantee.AtLeastOnce : SinkGuarantee.ExactlyOnce;

    public override string GuaranteeReason => _home is { } home
        ? $"written in the job's commit, in {home.Description}, for readers with isolation.level = read_committed"
        : _whyNot ?? "without checkpoints records are not written in transactions: after a restart some are written again";

    /// <summary>Before it is opened: whether it would be written in the job's commit, had the job a home at its cluster.</summary>
    public override SinkCommit Commit => (_outlet is null ? _mayJoin : _home is not null) ? SinkCommit.Home : SinkCommit.AtOnce;

    public override string? Trouble => _outlet?.Trouble;

    public override bool CanWrite
    {
        get
        {
            lock (_lock)
            {
                _outlet!.ThrowIfFailed();
                if (WriteHeld() && _outlet.IsOpen)
                {
                    return true;
                }

                _outlet.WakeLater();
                return false;
            }
        }
    }

    public override ChangelogMode Accepts(ChangelogMode query) => UpsertKafkaTable.Is(_table) ? ChangelogMode.Upsert : ChangelogMode.InsertOnly;

    public override void Open(SinkContext context)
    {
        try
        {
            _lane = context.Lane;
            _home = KafkaHomes.For(_table, _properties, context, out string whyNot);
            _whyNot = whyNot;
            _outlet = _home is { } home ? home.Add(_table.Name, _topic, context.Wake) : new KafkaPump(_table, _topic, _properties, context);
        }
        catch (KafkaConfigException refused)
        {
            throw new ConnectorException($"Table '{_table.Name}': {refused.Message}.", refused);
        }
    }

    public override void Write(Batch batch)
    {
        lock (_lock)
        {
            _outlet!.ThrowIfFailed();
            _held = batch.Retain();
            _heldAt = 0;
            _outlet.Begin();
            if (!WriteHeld())
            {
                _outlet.WakeLater();
            }
        }
    }

    public override bool Finish()
    {
        lock (_lock)
        {
            _outlet!.ThrowIfFailed();
            if (WriteHeld() && _outlet.IsOpen && _outlet.IsFinished)
            {
                _outlet.ThrowIfFailed(); // what was not delivered is counted before it is no longer pending
                return true;
            }

            _outlet.WakeLater();
            return false;
        }
    }

    public override ReadOnlyMemory<byte> EndCheckpoint(long checkpoint)
    {
        lock (_lock)
        {
            _isOwing = _held is not null;
            _outlet!.EndCheckpoint();
        }

        return default;
    }

    /// <summary>Ends when all rows that belong to the checkpoint are queued with the home, or acknowledged.</summary>
    public override async Task PrepareAsync(long checkpoint, CancellationToken cancellation)
    {
        while (true)
        {
            lock (_lock)
            {
                ObjectDisposedException.ThrowIf(_outlet is null, this);
                _outlet.ThrowIfFailed();
                if ((!_isOwing || WriteHeld()) && _outlet.IsSettled)
                {
                    _outlet.ThrowIfFailed();
                    return;
                }
            }

            await Task.Delay(SettleMs, cancellation).ConfigureAwait(false);
        }
    }

    public override void Dispose()
    {
        lock (_lock)
        {
            IKafkaOutlet? outlet = _outlet;
            int unqueued = _held is { } batch ? batch.SelectedCount - _heldAt : 0;
            _outlet = null;
            _held?.Release();
            _held = null;
            base.Dispose();
            outlet?.Close(unqueued);
        }
    }

    /// <summary>Queues what is left of the batch.</summary>
    /// <returns>False when the client's queue is full, or not open yet.</returns>
    private bool WriteHeld()
    {
        if (_held is not { } batch)
        {
            return true;
        }

        if (!_outlet!.IsOpen)
        {
            return false;
        }

        (KafkaProducer producer, nint topic, int partition) = (_outlet.Producer, _outlet.Topic, _fixed ? _lane % _outlet.Partitions : KafkaRecord.AnyPartition);
        Selection rows = batch.Rows;
        for (; _heldAt < rows.Count; _heldAt++)
        {
            if (!Write(batch, rows[_heldAt], producer, topic, partition))
            {
                return false;
            }
        }

        _held = null;
        _isOwing = false;
        _outlet.End();
        batch.Release();
        return true;
    }

    private bool Write(Batch batch, int row, KafkaProducer producer, nint topic, int partition)
    {
        _key.ResetWrittenCount();
        _value.ResetWrittenCount();
        bool hasKey = _encoder.WriteKey(batch, row, _key);
        bool hasValue = batch.KindOf(row) != RowKind.Delete && _encoder.WriteValue(batch, row, _value);
        CollectHeaders(batch, row);
        long timestampMs = _timestamp is { } column && !batch.Columns[column.Column].IsNull(row)
            ? column.GetTime(batch.Columns[column.Column], row, _table.SessionTimeZone)
            : 0;
        KafkaError error = producer.Produce(new KafkaRecord
        {
            Topic = topic,
            Partition = partition,
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

        if (!error.IsError)
        {
            return true;
        }

        _outlet!.ThrowIfFailed(); // a transaction that has failed takes nothing more
        throw _outlet.Refused(error, $"Table '{_table.Name}': a row of {_value.WrittenCount} bytes cannot be written to the topic '{_topic}': {error}");
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
