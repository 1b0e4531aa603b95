using Weir.Connectors.Tests.Kafka.Native;
using Weir.Engine.Batches;
using Weir.Engine.Connectors;
using Weir.Engine.Types;

namespace Weir.Connectors.Tests.KafkaTables.Home;

/// <summary>A job of one lane that writes a table in Kafka's transactions, driven by hand.</summary>
internal sealed class HomeJob : IDisposable
{
    private static readonly ConnectorRegistry s_connectors = ConnectorRegistry.CreateBuiltIn(new ConnectorServices());
    private readonly AutoResetEvent _woken = new(false);

    private HomeJob(string name, TableSpec table)
    {
        Table = table;
        Home = s_connectors.CreateHome(name, [], [table])!;
        Sink = s_connectors.CreateSink(table);
    }

    public TableSpec Table { get; }

    public ICommitHome Home { get; }

    public TableSink Sink { get; }

    /// <summary>What had been committed when the job took over.</summary>
    public CommitRecord? Last { get; private set; }

    public static TableSpec Lines(string servers, string topic, params (string Key, string Value)[] options) => SourceReading.Table(
        "kafka", [("text", DataType.String)], [("properties.bootstrap.servers", servers), ("topic", topic), ("format", "raw"), ("scan.startup.mode", "earliest-offset"), .. options]);

    public static async Task<HomeJob> StartAsync(string name, TableSpec table)
    {
        HomeJob job = new(name, table);
        try
        {
            job.Last = await job.Home.TakeOverAsync(CancellationToken.None).WaitAsync(TimeSpan.FromMilliseconds(Patience.Ms));
        }
        catch (Exception failure)
        {
            string? trouble = job.Home.Trouble;
            job.Dispose();
            if (failure is TimeoutException)
            {
                throw new TimeoutException($"The home does not take over: {trouble}", failure);
            }

            throw;
        }

        job.Sink.Open(new SinkContext { HasCheckpoints = true, Home = job.Home, Wake = () => job._woken.Set() });
        return job;
    }

    public static Task<HomeJob> StartAsync(string name, KafkaTestTopic topic, params (string Key, string Value)[] options) =>
        StartAsync(name, Lines(topic.Broker.Address, topic.Name, options));

    public void Write(params string[] lines)
    {
        Batch batch = MessageWriting.Batch(Table, [.. lines.Select(l => new object?[] { l })]);
        MessageWriting.WriteWhenReady(Sink, _woken, batch);
    }

    public void EndCheckpoint(long checkpoint)
    {
        Home.EndCheckpoint(checkpoint);
        Sink.EndCheckpoint(checkpoint);
    }

    public async Task CommitAsync(long checkpoint, params SourcePosition[] positions)
    {
        await Sink.PrepareAsync(checkpoint, CancellationToken.None).WaitAsync(TimeSpan.FromMilliseconds(Patience.Ms));
        await Home.CommitAsync(new CommitRecord(checkpoint, Snapshot(checkpoint)) { Positions = positions }, CancellationToken.None).WaitAsync(TimeSpan.FromMilliseconds(Patience.Ms));
        await Sink.CommittedAsync(checkpoint, CancellationToken.None);
    }

    public static string Snapshot(long checkpoint) => $"jobs/ä/{checkpoint}/manifest";

    public void Dispose()
    {
        Sink.Dispose();
        Home.Dispose();
        _woken.Dispose();
    }
}
