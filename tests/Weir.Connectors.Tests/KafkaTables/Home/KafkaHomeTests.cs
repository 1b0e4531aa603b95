using System.Diagnostics;
using System.Globalization;
using Weir.Connectors.Kafka.Native;
using Weir.Connectors.Tests.Kafka;
using Weir.Connectors.Tests.Kafka.Native;
using Weir.Engine.Connectors;
using Weir.Engine.Types;

namespace Weir.Connectors.Tests.KafkaTables.Home;

[Collection(KafkaCollection.Name)]
public sealed class KafkaHomeTests(KafkaBroker broker)
{
    private readonly string _job = $"job-{Guid.NewGuid():N}";

    [KafkaFact]
    public async Task Rows_are_seen_with_the_commit_and_not_before()
    {
        KafkaTestTopic topic = new(broker);
        using HomeJob job = await HomeJob.StartAsync(_job, topic);
        Assert.Null(job.Last);
        Assert.Equal((SinkGuarantee.ExactlyOnce, SinkCommit.Home), (job.Sink.Guarantee, job.Sink.Commit));
        Assert.Contains($"transactions of Kafka at {broker.Address}", job.Sink.GuaranteeReason, StringComparison.Ordinal);
        job.Write("a", "b");
        job.EndCheckpoint(1);
        job.Write("c");
        AwaitEnd(topic, 2);
        Assert.Empty(topic.ReadAll());
        await job.CommitAsync(1);
        Assert.Equal(["a", "b"], topic.ReadAll());
        job.EndCheckpoint(2);
        await job.CommitAsync(2);
        Assert.Equal(["a", "b", "c"], topic.ReadAll());
    }

    [KafkaFact]
    public async Task A_job_that_is_killed_is_taken_over_at_once()
    {
        KafkaTestTopic topic = new(broker);
        using (Process killed = HomeProcess.Start(HomeProcess.WriteVerb, broker.Address, topic.Name, _job))
        {
            Assert.Equal(HomeProcess.Written, await killed.StandardOutput.ReadLineAsync());
            AwaitEnd(topic, 3); // two rows and a mark; the last row may still be on its way
            killed.Kill();
            killed.WaitForExit();
        }

        Assert.Equal(["committed"], topic.ReadAll());
        using HomeJob job = await HomeJob.StartAsync(_job, topic);
        Assert.Equal((1, HomeJob.Snapshot(1)), (job.Last!.Checkpoint, job.Last.Snapshot));
        job.Write("again");
        job.EndCheckpoint(2);
        await job.CommitAsync(2);
        Assert.Equal(["committed", "again"], topic.ReadAll()); // nothing of the dead is open before it
    }

    [KafkaFact]
    public async Task Whenever_a_job_is_killed_each_row_is_there_once()
    {
        const int kills = 5;
        KafkaTestTopic topic = new(broker);
        Random chance = new(20_261);
        long seen = 0;
        for (int i = 0; i < kills; i++)
        {
            using Process killed = HomeProcess.Start(HomeProcess.CommitVerb, broker.Address, topic.Name, _job);
            for (int n = 0; n < 3; n++)
            {
                seen = long.Parse((await killed.StandardOutput.ReadLineAsync())!, CultureInfo.InvariantCulture);
            }

            await Task.Delay(chance.Next(40)); // so that it may be in the middle of anything
            killed.Kill();
            await killed.WaitForExitAsync();
        }

        using HomeJob job = await HomeJob.StartAsync(_job, topic);
        long last = job.Last!.Checkpoint;
        Assert.True(last >= seen && last >= 3 * kills, $"{last} after {seen}");
        Assert.Equal(HomeJob.Snapshot(last), job.Last.Snapshot);
        Assert.Equal(Enumerable.Range(1, (int)last).SelectMany(n => HomeProcess.Rows(n)), topic.ReadAll());
    }

    [KafkaFact]
    public async Task A_zombie_cannot_commit()
    {
        KafkaTestTopic topic = new(broker);
        using HomeJob zombie = await HomeJob.StartAsync(_job, topic);
        zombie.Write("zombie");
        zombie.EndCheckpoint(1);
        AwaitEnd(topic, 1);
        using HomeJob successor = await HomeJob.StartAsync(_job, topic);
        CommitFencedException fenced = await Assert.ThrowsAsync<CommitFencedException>(() => zombie.CommitAsync(1));
        Assert.Contains("Another run of the job has taken over", fenced.Message, StringComparison.Ordinal);
        Assert.Contains($"weir.{_job}.0.a", fenced.Message, StringComparison.Ordinal);
        Assert.Throws<CommitFencedException>(() => zombie.Sink.CanWrite);
        successor.Write("successor");
        successor.EndCheckpoint(1);
        await successor.CommitAsync(1);
        Assert.Equal(["successor"], topic.ReadAll());
    }

    [KafkaFact]
    public async Task Without_rows_a_commit_counts_all_the_same_and_a_zombie_is_fenced()
    {
        KafkaTestTopic topic = new(broker);
        using HomeJob zombie = await HomeJob.StartAsync(_job, topic);
        for (int n = 1; n <= 3; n++)
        {
            zombie.EndCheckpoint(n);
            await zombie.CommitAsync(n);
        }

        zombie.EndCheckpoint(4);
        using HomeJob successor = await HomeJob.StartAsync(_job, topic);
        Assert.Equal(3, successor.Last!.Checkpoint);
        await Assert.ThrowsAsync<CommitFencedException>(() => zombie.CommitAsync(4));
    }

    [KafkaFact]
    public async Task A_home_that_was_fenced_takes_over_again()
    {
        KafkaTestTopic topic = new(broker);
        using HomeJob first = await HomeJob.StartAsync(_job, topic);
        using (await HomeJob.StartAsync(_job, topic))
        {
            first.EndCheckpoint(1);
            await Assert.ThrowsAsync<CommitFencedException>(() => first.CommitAsync(1));
        }

        Assert.Null(await first.Home.TakeOverAsync(CancellationToken.None));
        first.Home.EndCheckpoint(1);
        await first.Home.CommitAsync(new CommitRecord(1, "again"), CancellationToken.None);
        Assert.Equal(new CommitRecord(1, "again") with { Positions = [] }, await first.Home.TakeOverAsync(CancellationToken.None) is { } last ? last with { Positions = [] } : null);
    }

    [KafkaFact]
    public async Task Rows_of_a_partition_keep_their_order_over_the_turns()
    {
        KafkaTestTopic topic = new(broker);
        using HomeJob job = await HomeJob.StartAsync(_job, topic, ("properties.queue.buffering.max.messages", "20"), ("properties.linger.ms", "1"));
        List<string> expected = [];
        Task commit = Task.CompletedTask;
        for (int n = 1; n <= 20; n++)
        {
            for (int b = 0; b < 3; b++)
            {
                string[] rows = [.. Enumerable.Range(0, 100).Select(i => $"{n}-{b}-{i}")]; // more than the client's queue takes: some are held when the checkpoint ends
                job.Write(rows);
                expected.AddRange(rows);
            }

            await commit;
            job.EndCheckpoint(n);
            commit = job.CommitAsync(n);
        }

        await commit;
        Assert.Equal(expected, topic.ReadAll());
    }

    [KafkaFact]
    public async Task Rows_of_the_next_checkpoint_wait_until_those_before_are_acknowledged()
    {
        KafkaTestTopic topic = new(broker);
        using HomeJob job = await HomeJob.StartAsync(_job, topic);
        job.Write("first");
        AwaitEnd(topic, 1);
        broker.Run("pause");
        try
        {
            job.Write("second");
            job.EndCheckpoint(1);
            Assert.False(job.Sink.CanWrite);
        }
        finally
        {
            broker.Run("resume");
        }

        job.Write("third");
        await job.CommitAsync(1);
        Assert.Equal(["first", "second"], topic.ReadAll());
        job.EndCheckpoint(2);
        await job.CommitAsync(2);
        Assert.Equal(["first", "second", "third"], topic.ReadAll());
    }

    [KafkaFact]
    public async Task A_commit_while_the_broker_is_killed_is_known_in_the_end_and_happens_once()
    {
        KafkaTestTopic topic = new(broker);
        using HomeJob job = await HomeJob.StartAsync(_job, topic);
        job.Write("one");
        job.EndCheckpoint(1);
        AwaitEnd(topic, 1);
        Task commit = job.CommitAsync(1);
        broker.Run("restart", "--kill");
        await commit;
        job.Write("two");
        job.EndCheckpoint(2);
        AwaitEnd(topic, 3);
        broker.Run("stop", "--kill");
        commit = job.CommitAsync(2);
        Patience.Until(() => job.Home.Trouble is not null);
        Assert.Contains($"Kafka at {broker.Address}", job.Home.Trouble, StringComparison.Ordinal);
        Assert.False(commit.IsCompleted);
        broker.Run("start");
        await commit;
        Patience.Until(() => job.Home.Trouble is null);
        Assert.Equal(["one", "two"], topic.ReadAll());
        using HomeJob successor = await HomeJob.StartAsync(_job, topic);
        Assert.Equal(2, successor.Last!.Checkpoint);
    }

    [KafkaFact]
    public async Task A_transaction_that_was_open_for_too_long_is_never_seen_and_the_job_restores()
    {
        KafkaTestTopic topic = new(broker);
        using HomeJob job = await HomeJob.StartAsync(_job, topic, ("properties.transaction.timeout.ms", "1500"));
        job.Write("late");
        AwaitEnd(topic, 1);
        using (KafkaConsumer committed = topic.Consumer())
        {
            Patience.Until(() => committed.Bounds(topic.Name, 0, Patience.Ms).End == 2, () => Thread.Sleep(50)); // the row and the mark of the abort
        }

        job.EndCheckpoint(1);
        CommitFencedException aborted = await Assert.ThrowsAsync<CommitFencedException>(() => job.CommitAsync(1));
        Assert.Contains("transaction.timeout.ms", aborted.Message, StringComparison.Ordinal);
        Assert.Empty(topic.ReadAll());
        using HomeJob successor = await HomeJob.StartAsync(_job, topic);
        Assert.Null(successor.Last);
    }

    [KafkaFact]
    public async Task A_record_that_the_broker_refuses_stops_the_job()
    {
        KafkaTestTopic topic = new(broker, ("max.message.bytes", "1000"));
        using HomeJob job = await HomeJob.StartAsync(_job, topic);
        job.Write(new string('x', 5000));
        job.EndCheckpoint(1);
        ConnectorException refused = await Assert.ThrowsAsync<ConnectorException>(() => job.CommitAsync(1));
        Assert.Contains($"{topic.Name} [0]", refused.Message, StringComparison.Ordinal);
        Assert.Empty(topic.ReadAll());
    }

    [KafkaFact]
    public async Task All_lanes_and_tables_of_the_home_are_one_commit()
    {
        KafkaTestTopic topic = new(broker);
        KafkaTestTopic other = new(broker);
        using HomeJob job = await HomeJob.StartAsync(_job, topic);
        TableSpec upserts = SourceReading.Table(
            "upsert-kafka",
            [("id", DataType.String), ("n", DataType.BigInt)],
            ("properties.bootstrap.servers", broker.Address), ("topic", other.Name), ("key.format", "raw"), ("value.format", "json")) with
        { PrimaryKey = [0] };
        ConnectorRegistry connectors = ConnectorRegistry.CreateBuiltIn(new ConnectorServices());
        using AutoResetEvent woken = new(false);
        using TableSink second = connectors.CreateSink(upserts);
        using TableSink third = connectors.CreateSink(job.Table);
        SinkContext context = new() { HasCheckpoints = true, Home = job.Home, Lane = 1, LaneCount = 2, Wake = () => woken.Set() };
        second.Open(context);
        third.Open(context);
        for (int n = 1; n <= 3; n++)
        {
            job.Write($"first {n}");
            MessageWriting.WriteWhenReady(second, woken, MessageWriting.Batch(upserts, ["k", (long)n]));
            MessageWriting.WriteWhenReady(third, woken, MessageWriting.Batch(job.Table, [$"third {n}"]));
            job.EndCheckpoint(n);
            second.EndCheckpoint(n);
            third.EndCheckpoint(n);
            await second.PrepareAsync(n, CancellationToken.None);
            await third.PrepareAsync(n, CancellationToken.None);
            Assert.Equal(n - 1, other.ReadAll().Count);
            await job.CommitAsync(n);
            Assert.Equal(n, other.ReadAll().Count);
            Assert.Equal(2 * n, topic.ReadAll().Count);
        }

        Assert.Equal("""{"id":"k","n":3}""", other.ReadAll()[^1]);
    }

    [KafkaFact]
    public async Task A_snapshot_whose_path_is_too_long_is_refused()
    {
        KafkaTestTopic topic = new(broker);
        using HomeJob job = await HomeJob.StartAsync(_job, topic);
        job.EndCheckpoint(1);
        ConnectorException refused = await Assert.ThrowsAsync<ConnectorException>(() => job.Home.CommitAsync(new CommitRecord(1, new string('p', 4097)), CancellationToken.None));
        Assert.Contains("4097 bytes, and Kafka keeps at most 4096", refused.Message, StringComparison.Ordinal);
        await job.Home.CommitAsync(new CommitRecord(1, new string('p', 4096)), CancellationToken.None);
        Assert.Equal(new string('p', 4096), (await job.Home.TakeOverAsync(CancellationToken.None))!.Snapshot);
    }

    [KafkaFact]
    public async Task A_transaction_timeout_that_the_broker_does_not_allow_is_refused()
    {
        KafkaTestTopic topic = new(broker);
        ConnectorException refused = await Assert.ThrowsAsync<ConnectorException>(() => HomeJob.StartAsync(_job, topic, ("properties.transaction.timeout.ms", "999999999")));
        Assert.Contains("give a smaller properties.transaction.timeout.ms", refused.Message, StringComparison.Ordinal);
    }

    [KafkaFact]
    public async Task Where_sources_stand_is_told_to_their_groups_for_Kafkas_tools()
    {
        KafkaTestTopic topic = new(broker, partitions: 2);
        string group = $"g-{Guid.NewGuid():N}";
        TableSpec own = HomeJob.Lines(broker.Address, topic.Name);
        TableSpec grouped = HomeJob.Lines(broker.Address, topic.Name, ("properties.group.id", group));
        TableSpec elsewhere = HomeJob.Lines("127.0.0.1:9", "elsewhere");
        using HomeJob job = await HomeJob.StartAsync(_job, topic);
        job.Write("a");
        job.EndCheckpoint(7);
        await job.CommitAsync(
            7, new(own, $"{topic.Name}-0", "1"), new(grouped, $"{topic.Name}-0", "1"), new(grouped, $"{topic.Name}-1", "0"), new(elsewhere, "elsewhere-0", "5"), new(own, "waiting-for-partitions", string.Empty));
        Assert.Equal(2, Described(group).Length);
        Assert.Contains(Described(group), l => l[1] == topic.Name && l[2] == "0" && l[3] == "1");
        string[][] ofJob = Described($"weir.{_job}");
        Assert.Contains(ofJob, l => l[1] == $"weir.{_job}.commits" && l[2] == "0" && l[3] == "7");
        Assert.Contains(ofJob, l => l[1] == topic.Name && l[2] == "0" && l[3] == "1");
        Assert.Equal(2, ofJob.Length);

        string[][] Described(string of) =>
            [.. broker.Run("groups", "--describe", "--group", of).Split('\n').Select(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Where(l => l.Length > 4 && l[0] == of)];
    }

    /// <summary>Waits until a partition has so many offsets, committed or not.</summary>
    private static void AwaitEnd(KafkaTestTopic topic, long end)
    {
        using KafkaConsumer all = topic.Consumer(("isolation.level", "read_uncommitted"));
        Patience.Until(() => all.Bounds(topic.Name, 0, Patience.Ms).End >= end);
    }
}
