namespace Weir.Connectors.Log;

internal sealed partial class LogStore
{
    public long OffsetForTime(string topic, int partition, long timestampMs)
    {
        PartitionView view = Partition(topic, partition).View;
        using var chunk = new LogChunk();
        foreach (LogSegment segment in view.Segments)
        {
            if (segment.MaxTimestampMs < timestampMs)
                continue;
            using var cursor = new LogCursor(this, topic, partition, segment.BaseOffset);
            while (cursor.Read(chunk, LogLimits.BatchBytes))
            {
                foreach (LogRecord record in chunk)
                {
                    if (record.TimestampMs >= timestampMs)
                        return record.Offset;
                }
            }
        }

        return view.End;
    }
}
