using System.Text;
using Weir.Connectors.Log;

namespace Weir.Connectors.Tests.Log;

internal static class LogText
{
    internal static void Append(this ILogProducer producer, string topic, int partition, string value, long timestampMs = 0) =>
        producer.Partition(topic, partition).Append(LogField.Null, new(Encoding.UTF8.GetBytes(value)), timestampMs);

    /// <summary>All values from the reader's place to the end.</summary>
    internal static List<string> ReadAll(this ILogReader reader)
    {
        using var chunk = new LogChunk();
        var values = new List<string>();
        while (reader.Read(chunk))
        {
            foreach (LogRecord record in chunk)
                values.Add(Encoding.UTF8.GetString(record.Value.Bytes));
        }

        return values;
    }

    internal static List<string> ReadAll(this ILog log, string topic, int partition)
    {
        using ILogReader reader = log.OpenReader(topic, partition, log.BeginOffset(topic, partition));
        return reader.ReadAll();
    }
}
