using System.Text.Json;
using Weir.Engine.Batches;
using Weir.Engine.Connectors;
using Weir.Engine.Types;

namespace Weir.Connectors.Tests.Http;

public sealed class OutboxTests : IDisposable
{
    private readonly ManualClock _clock = new();
    private readonly ConnectorRegistry _connectors = ConnectorRegistry.CreateBuiltIn(new ConnectorServices { Chance = () => new Random(1) });
    private readonly List<CheckpointedSinks> _runs = [];

    public void Dispose() => _runs.ForEach(r => r.Dispose());

    [Theory]
    [InlineData("webhook")]
    [InlineData("slack")]
    public async Task A_message_is_posted_after_the_checkpoint_that_holds_it_is_committed(string connector)
    {
        using ScriptedServer server = new();
        TableSpec table = SourceReading.Table(connector, [("n", DataType.BigInt)], ("url", server.Url), ("template", """{"n": {{n}}}"""));
        CheckpointedSinks run = Start(table, 1);
        run.Write(0, Rows(table, 1, 2));
        run.EndCheckpoint(2);
        run.Write(0, Rows(table, 3));
        await run.Prepare();
        Assert.Empty(server.Requests);
        run.Commit();
        await run.Tell();
        server.WaitFor(2);
        run.Finish();
        await run.Complete(3);
        Assert.Equal(3, server.Requests.Count);
        Assert.Equal(SinkCommit.Outbox, run.Sinks[0].Commit);
    }

    [Fact]
    public async Task A_message_that_no_snapshot_is_committed_with_is_never_posted()
    {
        using ScriptedServer server = new();
        TableSpec table = Table(server);
        CheckpointedSinks run = Start(table, 1);
        run.Write(0, Rows(table, 1));
        await run.Complete(1);
        run.Write(0, Rows(table, 2));
        run.EndCheckpoint(2);
        await run.Prepare();
        server.WaitFor(1);
        run.Crash();
        run.Start(1);
        run.Write(0, Rows(table, 22));
        run.Finish();
        await run.Complete(2);
        Assert.Equal([1, 22], Numbers(server).Distinct().Order());
    }

    [Fact]
    public async Task Messages_that_are_not_known_to_be_delivered_are_posted_again_under_their_ids_with_any_number_of_lanes()
    {
        using ScriptedServer server = new(ScriptedServer.Hang, ScriptedServer.Hang);
        TableSpec table = Table(server);
        CheckpointedSinks run = Start(table, 2);
        run.Write(0, Rows(table, 1, 2));
        run.Write(1, Rows(table, 3, 4));
        await run.Complete(4);
        server.WaitFor(2); // the first of each lane, without an answer
        run.Crash();
        run.Start(1);
        server.WaitFor(6);
        run.Write(0, Rows(table, 5));
        run.Finish();
        await run.Complete(5);
        Assert.Equal([1, 1, 2, 3, 3, 4, 5], Numbers(server).Order());
        Assert.Equal([1, 2, 5], Numbers(server).Where(n => n is 1 or 2 or 5).Skip(1)); // the order of a lane is kept
        AssertOneIdForEach(server);
    }

    [Fact]
    public async Task No_number_is_given_twice_when_lanes_go_and_come()
    {
        using ScriptedServer server = new();
        TableSpec table = Table(server, ("template", "the same"));
        CheckpointedSinks run = Start(table, 4);
        foreach (int lanes in new[] { 4, 2, 3, 1, 4 })
        {
            run.Crash();
            run.Start(lanes);
            for (int lane = 0; lane < lanes; lane++)
            {
                run.Write(lane, Rows(table, 0, 0));
            }

            run.Finish();
            await run.Complete(0);
            await run.Complete(0); // without messages: all are delivered
        }

        Assert.Equal(28, server.Requests.Count);
        Assert.Equal(28, server.Requests.Select(r => r.Headers["Idempotency-Key"]).Distinct().Count());
    }

    [Fact]
    public async Task Delivered_messages_leave_with_a_later_snapshot()
    {
        using ScriptedServer server = new();
        TableSpec table = Table(server);
        CheckpointedSinks run = Start(table, 1);
        run.Write(0, Rows(table, 1));
        run.Finish();
        await run.Complete(1);
        await run.Complete(1);
        run.Crash();
        run.Start(1);
        run.Write(0, Rows(table, 2));
        run.Finish();
        await run.Complete(2);
        Assert.Equal([1, 2], Numbers(server));
    }

    [Fact]
    public async Task A_full_outbox_holds_the_job_back_and_checkpoints_go_on()
    {
        using ScriptedServer server = new();
        TableSpec table = Table(server, ("sink.queue-size", "2"));
        CheckpointedSinks run = Start(table, 1);
        run.Write(0, Rows(table, 1, 2, 3));
        Assert.False(run.Sinks[0].CanWrite);
        Assert.Contains("3 messages wait for the next checkpoint", run.Sinks[0].Trouble, StringComparison.Ordinal);
        await run.Complete(3);
        run.Write(0, Rows(table, 4, 5)); // waits for the wake
        run.Finish(); // also when it is full
        await run.Complete(5);
        Assert.Equal([1, 2, 3, 4, 5], Numbers(server));
    }

    [Fact]
    public async Task The_last_checkpoint_ends_when_all_is_delivered_after_any_retries()
    {
        using ScriptedServer server = new(ScriptedServer.Answer("500 Oops"), ScriptedServer.Answer("503 Later"));
        TableSpec table = Table(server);
        CheckpointedSinks run = Start(table, 1);
        run.Write(0, Rows(table, 1));
        run.Finish();
        run.EndCheckpoint(1);
        await run.Prepare();
        run.Commit();
        Task told = run.Tell();
        foreach (string status in new[] { "500", "503" })
        {
            Patience.Until(() => run.Sinks[0].Trouble?.Contains(status, StringComparison.Ordinal) == true && _clock.Waiting == 1);
            Assert.False(told.IsCompleted);
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        await told;
        Assert.Equal([1, 1, 1], Numbers(server));
        AssertOneIdForEach(server);
    }

    [Fact]
    public async Task A_message_that_is_refused_fails_the_last_checkpoint_and_is_posted_again_at_the_next_start()
    {
        using ScriptedServer server = new(ScriptedServer.Answer("404 Not Found", "no_such_hook"));
        TableSpec table = Table(server);
        CheckpointedSinks run = Start(table, 1);
        run.Write(0, Rows(table, 1, 2));
        run.Finish();
        ConnectorException refused = await Assert.ThrowsAsync<ConnectorException>(() => run.Complete(2));
        Assert.Contains("status 404 Not Found: no_such_hook", refused.Message, StringComparison.Ordinal);
        Assert.Throws<ConnectorException>(() => run.Sinks[0].CanWrite);
        run.Crash();
        run.Start(1);
        run.Finish();
        await run.Complete(2);
        Assert.Equal([1, 1, 2], Numbers(server));
        AssertOneIdForEach(server);
    }

    [Fact]
    public async Task A_message_that_is_refused_between_checkpoints_stops_the_lane()
    {
        using ScriptedServer server = new(ScriptedServer.Answer("404 Not Found"));
        TableSpec table = Table(server);
        CheckpointedSinks run = Start(table, 1);
        run.Write(0, Rows(table, 1));
        await run.Complete(1);
        Patience.Until(() => Throws(() => run.Sinks[0].CanWrite));
    }

    [Fact]
    public void A_snapshot_of_a_later_version_is_refused()
    {
        using ScriptedServer server = new();
        CheckpointedSinks run = Create(Table(server));
        run.Restore(1, 0, [new byte[] { 99 }]);
        Assert.Contains("version 99", Assert.Throws<ConnectorException>(() => run.Start(1)).Message, StringComparison.Ordinal);
        run.Crash();
        run.Restore(1, 0, [new byte[] { 1, 0, 5 }]);
        Assert.Contains("cannot be read", Assert.Throws<ConnectorException>(() => run.Start(1)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task Nothing_is_lost_and_each_message_keeps_its_id_whatever_happens(int seed)
    {
        Random random = new(seed);
        string[] answers = [.. Enumerable.Range(0, 60).Select(_ => random.Next(6) switch
        {
            0 => ScriptedServer.Hang,
            1 => string.Empty,
            2 => ScriptedServer.Answer("503 Later"),
            _ => ScriptedServer.Answer("200 OK"),
        })];
        using ScriptedServer server = new(answers);
        TableSpec table = Table(server, ("retry.initial-backoff", "1 ms"), ("retry.max-backoff", "2 ms"), ("request.timeout", "100 ms"), ("retry.max-attempts", "1000"), ("sink.concurrency", "3"));
        CheckpointedSinks run = new(() => _connectors.CreateSink(table), TimeProvider.System);
        _runs.Add(run);
        run.Start(random.Next(1, 4));
        long position = 0;
        for (int step = 0; step < 60; step++)
        {
            bool crashes = false;
            if (random.Next(2) == 0)
            {
                Write();
            }
            else
            {
                int end = random.Next(6);
                run.EndCheckpoint(position);
                Write();
                await run.Tell(); // of the one before: again
                await run.Prepare();
                if (end > 0)
                {
                    run.Commit();
                    await run.Tell(end == 1 ? random.Next(run.LaneCount) : int.MaxValue);
                }

                crashes = end < 3;
            }

            if (crashes)
            {
                run.Crash();
                position = run.CommittedPosition;
                run.Start(random.Next(1, 4));
            }
        }

        run.Finish();
        await run.Complete(position);
        Assert.True(Numbers(server).Distinct().Order().SequenceEqual(Enumerable.Range(0, (int)position)), $"Seed {seed}");
        AssertOneIdForEach(server);

        void Write()
        {
            int rows = random.Next(1, 5);
            run.Write(random.Next(run.LaneCount), Rows(table, [.. Enumerable.Range((int)position, rows)]));
            position += rows;
        }
    }

    private static bool Throws(Func<bool> check)
    {
        try
        {
            _ = check();
            return false;
        }
        catch (ConnectorException)
        {
            return true;
        }
    }

    private static TableSpec Table(ScriptedServer server, params (string Key, string Value)[] more) => SourceReading.Table("webhook", [("n", DataType.BigInt)], [("url", server.Url), .. more]);

    private static Batch Rows(TableSpec table, params int[] numbers) => MessageWriting.Batch(table, [.. numbers.Select(n => new object?[] { (long)n })]);

    private static IEnumerable<int> Numbers(ScriptedServer server) => server.Requests.Select(r => JsonDocument.Parse(r.Body).RootElement.GetProperty("n").GetInt32());

    private static void AssertOneIdForEach(ScriptedServer server)
    {
        Assert.All(server.Requests.GroupBy(r => r.Body), g => Assert.Single(g.Select(r => r.Headers["Idempotency-Key"]).Distinct()));
        Assert.All(server.Requests.GroupBy(r => r.Headers["Idempotency-Key"]), g => Assert.Single(g.Select(r => r.Body).Distinct()));
    }

    private CheckpointedSinks Create(TableSpec table)
    {
        CheckpointedSinks run = new(() => _connectors.CreateSink(table), _clock);
        _runs.Add(run);
        return run;
    }

    private CheckpointedSinks Start(TableSpec table, int lanes)
    {
        CheckpointedSinks run = Create(table);
        run.Start(lanes);
        return run;
    }
}
