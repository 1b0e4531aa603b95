using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Weir.Connectors.Kafka.Native;
using Weir.Connectors.Messages;
using Weir.Engine.Batches;
using Weir.Engine.Connectors;

namespace Weir.Connectors.KafkaTables;

/// <summary>Reads one partition: decodes on the lane, straight from the client's memory, what the feed has fetched beside it.</summary>
internal sealed class KafkaPartitionReader : PartitionReader
{
    private readonly TableSpec _table;
    private readonly SourceContext _context;
    private readonly MessageDecoder _decoder;
    private readonly MetadataColumn[] _metadata;
    private readonly KafkaFeed _feed;
    private readonly byte[] _topic;
    private readonly ConcurrentQueue<KafkaSlice> _slices = new();
    private KafkaSlice _current;
    private int _at;
    private long _next;
    private long _knownEnd;
    private long _waitingBytes;
    private volatile bool _isPaused;
    private volatile bool _hasAll;
    private volatile ConnectorException? _failure;

    public KafkaPartitionReader(TableSpec table, SourceContext context, KafkaFeed feed, KafkaSpan span)
    {
        (_table, _context, _feed, Span) = (table, context, feed, span);
        _decoder = new MessageDecoder(table, context.Columns, UpsertKafkaTable.Is(table));
        _metadata = MetadataColumn.ForSource(table, context.Columns);
        _topic = Encoding.UTF8.GetBytes(span.Topic);
        _next = span.Next;
        _knownEnd = span.Next;
        _hasAll = span.IsEmpty;
        Partition = Name(span.Topic, span.Partition);
    }

    public KafkaSpan Span { get; }

    public override string Partition { get; }

    public override string Position => _next.ToString(CultureInfo.InvariantCulture);

    public override long? LagRows => Math.Max(0, Math.Min(Volatile.Read(ref _knownEnd), Span.End) - _next);

    /// <summary>Whether the engine wants no more for now.</summary>
    public bool IsPaused => _isPaused;

    /// <summary>Whether all up to the end has been handed over.</summary>
    public bool HasAll => _hasAll;

    /// <summary>How much waits for the lane.</summary>
    public long WaitingBytes => Volatile.Read(ref _waitingBytes);

    /// <summary>A partition's name.</summary>
    public static string Name(string topic, int partition) => string.Create(CultureInfo.InvariantCulture, $"{topic}-{partition}");

    public override void SetPaused(bool paused) => _isPaused = paused;

    public override ReadStatus Read(SourceBatch batch)
    {
        int left = batch.Capacity * 2; // messages that give no rows are not to hold the lane
        while (!batch.IsFull && left > 0 && _next < Span.End)
        {
            if (_at == _current.End && !TakeSlice())
            {
                break;
            }

            KafkaMessage message = _current.Messages.Batch[_at];
            if (message.Offset >= Span.End)
            {
                _next = Span.End;
                break;
            }

            Decode(message, batch);
            _next = message.Offset + 1;
            _at++;
            left--;
        }

        if (batch.RowCount > 0)
        {
            return ReadStatus.Rows;
        }

        if (_next >= Span.End)
        {
            return ReadStatus.Ended;
        }

        if (left == 0)
        {
            _context.Wake();
            return ReadStatus.Waiting;
        }

        bool hasAll = _hasAll;
        if (hasAll && _slices.IsEmpty)
        {
            _next = Span.End; // what is left are the marks of transactions
            return ReadStatus.Ended;
        }

        if (!hasAll)
        {
            Throw(_failure ?? _feed.Failure);
        }

        return ReadStatus.Waiting;
    }

    /// <summary>Takes messages from the feed.</summary>
    public void Add(in KafkaSlice slice)
    {
        slice.Messages.Retain();
        Interlocked.Add(ref _waitingBytes, slice.Bytes);
        _slices.Enqueue(slice);
    }

    /// <summary>The feed has handed over all up to the end.</summary>
    public void Complete() => _hasAll = true;

    /// <summary>The partition cannot be read.</summary>
    public void Fail(string reason) => _failure = new ConnectorException($"Table '{_table.Name}': {reason}");

    /// <summary>Tells where the partition ends just now.</summary>
    public void KnowEnd(long end) => Volatile.Write(ref _knownEnd, end);

    /// <summary>Gives all messages back; the feed has stopped.</summary>
    public void Drain()
    {
        _current.Messages?.Release();
        _current = default;
        _at = 0;
        while (_slices.TryDequeue(out KafkaSlice slice))
        {
            slice.Messages.Release();
        }
    }

    private static void Throw(ConnectorException? failure)
    {
        if (failure is not null)
        {
            throw new ConnectorException(failure.Message, failure);
        }
    }

    private bool TakeSlice()
    {
        if (_current.Messages is not null)
        {
            Interlocked.Add(ref _waitingBytes, -_current.Bytes);
            _current.Messages.Release();
            _current = default;
            _at = 0;
            _feed.HasRoom();
        }

        if (!_slices.TryDequeue(out _current))
        {
            _at = 0;
            return false;
        }

        _at = _current.Start;
        return true;
    }

    private void Decode(in KafkaMessage message, SourceBatch batch)
    {
        batch.BytesRead += message.Key.Length + message.Value.Length;
        DecodeOutcome outcome = _decoder.Decode(message.Key, message.IsKeyNull, message.Value, message.IsValueNull, batch);
        switch (outcome)
        {
            case DecodeOutcome.Row or DecodeOutcome.Deletion:
                foreach (MetadataColumn column in _metadata)
                {
                    Set(column, batch.Columns[column.Column], batch.RowCount, message);
                }

                batch.Add(outcome == DecodeOutcome.Deletion ? RowKind.Delete : RowKind.Insert);
                break;
            case DecodeOutcome.Broken:
                _context.DeadLetters.Write(new DeadLetter(_table.Name, Partition, message.Offset, message.Value.ToArray(), _decoder.Error));
                break;
        }
    }

    private void Set(MetadataColumn column, Column to, int row, in KafkaMessage message)
    {
        switch (column.Key)
        {
            case "topic":
                to.SetValid(row);
                ((BytesColumn)to).Set(row, _topic);
                break;
            case "partition":
                column.Set(to, row, message.Partition);
                break;
            case "offset":
                column.Set(to, row, message.Offset);
                break;
            case "timestamp":
                column.SetTime(to, row, message.TimestampMs, _table.SessionTimeZone);
                break;
            case "timestamp-type":
                to.SetValid(row);
                ((BytesColumn)to).Set(row, message.TimestampType switch
                {
                    KafkaTimestampType.CreateTime => "CreateTime"u8,
                    KafkaTimestampType.LogAppendTime => "LogAppendTime"u8,
                    _ => "NoTimestampType"u8,
                });
                break;
            case "leader-epoch":
                if (message.LeaderEpoch is >= 0 and int epoch)
                {
                    column.Set(to, row, epoch);
                }
                else
                {
                    to.SetNull(row);
                }

                break;
            default:
                HeaderEntries headers = new(to);
                foreach (KafkaHeader header in message.Headers)
                {
                    headers.Add(header.Name, header.Value, header.IsValueNull);
                }

                headers.Commit(row);
                break;
        }
    }
}
