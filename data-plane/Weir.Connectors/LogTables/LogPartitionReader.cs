using System.Globalization;
using System.Text;
using Weir.Connectors.Log;
using Weir.Connectors.Messages;
using Weir.Engine.Batches;
using Weir.Engine.Connectors;

namespace Weir.Connectors.LogTables;

/// <summary>Reads one partition of a topic of the embedded log.</summary>
internal sealed class LogPartitionReader : PartitionReader
{
    private readonly LogFetcher _fetcher;
    private readonly MessageDecoder _decoder;
    private readonly MetadataColumn[] _metadata;
    private readonly SourceContext _context;
    private readonly TableSpec _table;
    private readonly int _partition;
    private readonly byte[] _topic;
    private readonly long _end;
    private LogChunk? _chunk;
    private long _next;

    public LogPartitionReader(TableSpec table, SourceContext context, LogFetcher fetcher, string topic, int partition, long offset, long end)
    {
        (_table, _context, _fetcher, _partition, _next, _end) = (table, context, fetcher, partition, offset, end);
        _topic = Encoding.UTF8.GetBytes(topic);
        _decoder = new MessageDecoder(table, context.Columns);
        _metadata = MetadataColumn.ForSource(table, context.Columns);
        Partition = Name(topic, partition);
    }

    public override string Partition { get; }

    public override string Position => _next.ToString(CultureInfo.InvariantCulture);

    public override long? LagRows => Math.Max(0, Math.Min(_fetcher.KnownEnd, _end) - _next);

    public string? Trouble => _fetcher.Trouble;

    /// <summary>A partition's name.</summary>
    public static string Name(string topic, int partition) => string.Create(CultureInfo.InvariantCulture, $"{topic}-{partition}");

    public override ReadStatus Read(SourceBatch batch)
    {
        while (_next < _end && !batch.IsFull)
        {
            _chunk ??= _fetcher.Take();
            if (_chunk is null)
            {
                return batch.RowCount > 0 ? ReadStatus.Rows : ReadStatus.Waiting;
            }

            if (Decode(_chunk, batch))
            {
                _fetcher.Return(_chunk);
                _chunk = null;
            }
        }

        return batch.RowCount > 0 ? ReadStatus.Rows : ReadStatus.Ended;
    }

    public override void Dispose()
    {
        _fetcher.Dispose();
        _chunk?.Dispose();
        base.Dispose();
    }

    /// <summary>Adds the chunk's rows from the next offset on.</summary>
    /// <returns>Whether the chunk is through.</returns>
    private bool Decode(LogChunk chunk, SourceBatch batch)
    {
        foreach (LogRecord record in chunk)
        {
            if (record.Offset < _next)
            {
                continue;
            }

            if (batch.IsFull || record.Offset >= _end)
            {
                return false;
            }

            Decode(record, batch);
            _next = record.Offset + 1;
        }

        return true;
    }

    private void Decode(in LogRecord record, SourceBatch batch)
    {
        batch.BytesRead += record.Key.Bytes.Length + record.Value.Bytes.Length;
        switch (_decoder.Decode(record.Key.Bytes, record.Key.IsNull, record.Value.Bytes, record.Value.IsNull, batch))
        {
            case DecodeOutcome.Row:
                foreach (MetadataColumn column in _metadata)
                {
                    Set(column, batch.Columns[column.Column], batch.RowCount, record);
                }

                batch.Add();
                break;
            case DecodeOutcome.Broken:
                _context.DeadLetters.Write(new DeadLetter(_table.Name, Partition, record.Offset, record.Value.Bytes.ToArray(), _decoder.Error));
                break;
        }
    }

    private void Set(MetadataColumn column, Column to, int row, in LogRecord record)
    {
        switch (column.Key)
        {
            case "topic":
                to.SetValid(row);
                ((BytesColumn)to).Set(row, _topic);
                break;
            case "partition":
                column.Set(to, row, _partition);
                break;
            case "offset":
                column.Set(to, row, record.Offset);
                break;
            case "timestamp":
                column.SetTime(to, row, record.TimestampMs, _table.SessionTimeZone);
                break;
            default:
                HeaderEntries headers = new(to);
                foreach (LogHeader header in record.Headers)
                {
                    headers.Add(header.Name, header.Value.Bytes, header.Value.IsNull);
                }

                headers.Commit(row);
                break;
        }
    }
}
