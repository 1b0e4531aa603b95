using System.Text;
using Weir.Connectors.Log;

namespace Weir.Connectors.Tests.Log;

/// <summary>A log on simulated files, without the lock and the socket, with short ways to write and read text.</summary>
internal sealed class SimulatedLog : ILogAccess
{
    internal const string Folder = "/log";

    private readonly LogStore _store;

    internal SimulatedLog(SimulatedFiles files, TimeProvider? time = null, int commitFileBytes = LogLimits.CommitFileBytes)
    {
        Files = files;
        _store = LogStore.Open(Folder, files, time ?? TimeProvider.System, commitFileBytes);
    }

    internal SimulatedFiles Files { get; }

    internal LogStore Store => _store;

    public T Try<T>(Func<ILogStore, T> ask) => ask(_store);

    internal LogProducer Producer(string id, int stagedBytes = 1 << 20) =>
        new(this, id, _store.OpenProducer(id), new(Files, LogStore.StagingFolder(Folder), stagedBytes));

    internal List<string> ReadAll(string topic, int partition)
    {
        using var reader = new LogReader(this, topic, partition, _store.Bounds(topic, partition).Begin);
        using var chunk = new LogChunk();
        var values = new List<string>();
        while (reader.Read(chunk, 100))
        {
            foreach (LogRecord record in chunk)
            {
                Assert.Equal(reader.Offset - chunk.EndOffset + record.Offset, record.Offset);
                values.Add(Encoding.UTF8.GetString(record.Value.Bytes));
            }
        }

        Assert.Equal(_store.Bounds(topic, partition).End, reader.Offset);
        return values;
    }
}
