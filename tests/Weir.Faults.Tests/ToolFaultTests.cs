using Weir.Faults.Tests.Tools;

namespace Weir.Faults.Tests;

/// <summary>What a job leans on goes away and comes back while it runs.</summary>
[Collection(ToolCollection.Name)]
public sealed class ToolFaultTests(KafkaBroker broker)
{
    private const int Count = 5000;

    [ToolFact("kafka/kafka")]
    public async Task A_broker_that_is_killed_and_comes_back_costs_no_row_and_repeats_none()
    {
        using TemporaryFolder folder = new();
        KafkaJob job = new(broker, folder, "broker", Count * 10);
        await job.CreateAsync(folder.In("state"), rowsPerSecond: 100_000);
        using JobProcess feed = new(job.FeedScript);
        Assert.True(await feed.EndAsync() == 0, feed.Said);
        using JobProcess run = new(job.Script);
        await run.SaysAsync("step running ");
        broker.Run("restart", "--kill");
        await job.FinishAsync(run, "the broker was killed");
    }
}
