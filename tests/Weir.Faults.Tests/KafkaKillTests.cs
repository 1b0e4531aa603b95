using Weir.Faults.Tests.Tools;
using Xunit.Abstractions;

namespace Weir.Faults.Tests;

/// <summary>A job killed again and again, from Kafka to Kafka: what readers of committed records see is what an undisturbed run gives.</summary>
[Collection(ToolCollection.Name)]
public sealed class KafkaKillTests(KafkaBroker broker, S3Server server, ITestOutputHelper output)
{
    private const int Count = 10_000;

    [ToolFact("kafka/kafka")]
    public async Task A_job_that_is_killed_at_any_moment_writes_each_row_once_to_Kafka_with_its_state_in_files()
    {
        using TemporaryFolder folder = new();
        await RunAsync(folder, "files", folder.In("state"), new Dictionary<string, string>(), kills: 14);
    }

    [ToolFact("kafka/kafka", "s3/s3")]
    public async Task A_job_that_is_killed_at_any_moment_writes_each_row_once_to_Kafka_with_its_state_in_S3()
    {
        using TemporaryFolder folder = new();
        await RunAsync(folder, "s3", $"s3://{await server.CreateBucketAsync()}/state", server.Environs, kills: 9);
    }

    private async Task RunAsync(TemporaryFolder folder, string name, string state, IReadOnlyDictionary<string, string> environs, int kills)
    {
        int seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        KafkaJob job = new(broker, folder, name, Count);
        await job.CreateAsync(state, rowsPerSecond: 600);
        using JobProcess feed = new(job.FeedScript);
        KillTally tally = new(seed);
        await tally.KillAsync(kills, () => new JobProcess(job.Script, environs));
        output.WriteLine($"{tally}");
        using JobProcess last = new(job.Script, environs);
        Assert.True(await feed.EndAsync() == 0, feed.Said);
        await job.FinishAsync(last, $"{tally}");
    }
}
