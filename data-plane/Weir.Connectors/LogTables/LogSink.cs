using System.Buffers;
using Weir.Connectors.Log;
using Weir.Connectors.Messages;
using Weir.Connectors.Options;
using Weir.Engine.Batches;
using Weir.Engine.Connectors;

namespace Weir.Connectors.LogTables;

/// <summary>Writes a topic of the embedded log: rows with a key to the partition of the key, others batch by batch to one partition after the other.</summary>
internal sealed class LogSink : TableSink
{
    private readonly TableSpec _table;
    private readonly SharedLogs _logs;
    private readonly OptionReader _options;
    private readonly string _topic;
    private readonly TimeSpan _interval;
    private readonly MessageEncoder _encoder;
    private readonly MetadataColumn? _timestamp;
    private readonly int _headers;
    private readonly LogHeaderWriter _headerWriter = new();
    private EmbeddedLog? _log;
    private ILogOutput? _writer;
    private string? _reason;
    private TimeProvider _clock = TimeProvider.System;
    private int _partitions;
    private int _turn;

    public LogSink(TableSpec table, SharedLogs logs)
    {
        _table = table;
        _logs = logs;
        _options = new OptionReader(table);
        _topic = _options.Required("topic");
        _interval = _options.Duration("sink.commit-interval", TimeSpan.FromMilliseconds(200));
        if (_interval <= TimeSpan.Zero)
        {
            throw _options.Malformed("sink.commit-interval", _options.Required("sink.commit-interval"), "a duration above zero");
        }

        _encoder = new MessageEncoder(table);
        MetadataColumn[] metadata = MetadataColumn.ForSink(table);
        _timestamp = Array.Find(metadata, m => m.Key == "timestamp");
        _headers = MetadataColumn.Find(metadata, "headers");
    }

    /// <summary>Known once it is opened: exactly once where the job commits in this log.</summary>
    public override SinkGuarantee Guarantee => _writer is LogHomeOutput ? SinkGuarantee.ExactlyOnce : SinkGuarantee.AtLeastOnce;

    public override string GuaranteeReason => _reason ?? "rows are committed at short intervals, not with checkpoints: after a restart some are written again";

    /// <summary>Before it is opened, how it writes where it can; then, how it does.</summary>
    public override SinkCommit Commit => _writer is null or LogHomeOutput ? SinkCommit.Home : SinkCommit.AtOnce;

    public override bool CanWrite => _writer!.HasRoom;

    public override string? Trouble => _writer?.Trouble;

    public override ChangelogMode Accepts(ChangelogMode query) => ChangelogMode.InsertOnly;

    public override void Open(SinkContext context)
    {
        try
        {
            _clock = context.Clock;
            _log = _logs.Rent(LogHome.FolderOf(_options), context.Clock);
            _partitions = LogTopics.ToWrite(_log, _options);
            _turn = context.Lane % _partitions;
            _writer = Connect(context, _log);
        }
        catch (Exception failure) when (failure is LogException or IOException or UnauthorizedAccessException)
        {
            throw new ConnectorException($"Table '{_table.Name}': {failure.Message}", failure);
        }
    }

    public override void Write(Batch batch)
    {
        PendingRecords records = _writer!.Rent();
        long nowMs = _clock.GetUtcNow().ToUnixTimeMilliseconds();
        foreach (int row in batch.Rows)
        {
            Write(batch, row, nowMs, records);
        }

        _turn = (_turn + 1) % _partitions;
        _writer.Add(records);
    }

    public override ReadOnlyMemory<byte> EndCheckpoint(long checkpoint)
    {
        _writer!.EndCheckpoint();
        return default;
    }

    public override Task PrepareAsync(long checkpoint, CancellationToken cancellation) => _writer!.PrepareAsync(cancellation);

    public override bool Finish() => _writer!.Finish();

    public override void Dispose()
    {
        _writer?.Dispose();
        _writer = null;
        if (_log is not null)
        {
            _logs.Return(_log);
            _log = null;
        }

        base.Dispose();
    }

    private ILogOutput Connect(SinkContext context, EmbeddedLog log)
    {
        if (context.HasCheckpoints)
        {
            if (context.Home is LogHome home && home.Folder == log.Folder)
            {
                _reason = "rows are committed together with the checkpoint";
                return home.Write(_topic, _partitions, context.Wake);
            }

            _reason = $"the job's checkpoints are not committed in the log {log.Folder}: after a restart rows since the last one are written again";
        }

        return new LogWriter(log.OpenProducer($"{_table.JobName}/{_table.Name}/{context.Lane}"), log.Folder, _topic, _interval, context.Wake, context.Clock);
    }

    private void Write(Batch batch, int row, long nowMs, PendingRecords records)
    {
        ArrayBufferWriter<byte> to = records.Buffer;
        int start = to.WrittenCount;
        int keyLength = _encoder.WriteKey(batch, row, to) ? to.WrittenCount - start : -1;
        int partition = keyLength < 0 ? _turn : (int)((Murmur2.Hash(to.WrittenSpan[start..]) & 0x7FFFFFFF) % (uint)_partitions);
        int valueStart = to.WrittenCount;
        int valueLength = _encoder.WriteValue(batch, row, to) ? to.WrittenCount - valueStart : -1;
        int headersLength = _headers < 0 ? 0 : WriteHeaders((MapColumn)batch.Columns[_headers], row, to);
        long timestampMs = _timestamp is { } column && !batch.Columns[column.Column].IsNull(row)
            ? column.GetTime(batch.Columns[column.Column], row, _table.SessionTimeZone)
            : nowMs;
        records.Add(partition, keyLength, valueLength, headersLength, timestampMs);
    }

    private int WriteHeaders(MapColumn map, int row, ArrayBufferWriter<byte> to)
    {
        if (map.IsNull(row))
        {
            return 0;
        }

        _headerWriter.Clear();
        BytesColumn names = (BytesColumn)map.Keys;
        BytesColumn values = (BytesColumn)map.Values;
        for (int entry = map.Starts[row]; entry < map.Starts[row] + map.Lengths[row]; entry++)
        {
            if (!names.IsNull(entry) && !values.IsNull(entry))
            {
                _headerWriter.Add(names[entry], values[entry]); // as in Flink, without a name or a value there is no header
            }
        }

        to.Write(_headerWriter.Encoded);
        return _headerWriter.Encoded.Length;
    }
}
