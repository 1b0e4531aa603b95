using System.Buffers;
using System.Diagnostics;
using System.Text;
using Weir.Connectors.Log;
using Weir.Connectors.LogTables;
using Weir.Connectors.Tests.Log;
using Weir.Engine.Connectors;

namespace Weir.Connectors.Tests.LogTables;

/// <summary>Checkpoints of a job, committed in the embedded log.</summary>
public sealed class LogHomeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ConnectorRegistry _connectors = ConnectorRegistry.CreateBuiltIn(new ConnectorServices());

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Rows_of_all_lanes_and_partitions_are_seen_when_their_checkpoint_is_committed_and_not_before()
    {
        using EmbeddedLog log = OpenLog();
        TableSpec table = LogTableProcess.Table(_folder.Path);
        using ICommitHome home = Home(table);
        Assert.Null(await home.TakeOverAsync(default));
        using Lane first = new(this, table, home, 0);
        using Lane second = new(this, table, home, 1);
        Assert.Equal((SinkCommit.Home, SinkGuarantee.ExactlyOnce), (first.Sink.Commit, first.Sink.Guarantee));
        first.Write([1L, "a"], [2L, "b"], [3L, "c"]);
        second.Write([4L, "d"], [5L, "e"], [6L, "f"]);
        home.EndCheckpoint(1);
        first.Write([7L, "a"]);
        Assert.Empty(Values(log));
        await home.CommitAsync(new CommitRecord(1, "snapshots/1"), default);
        Assert.Equal([1, 2, 3, 4, 5, 6], Values(log));
        home.EndCheckpoint(2);
        await home.CommitAsync(new CommitRecord(2, "snapshots/2"), default);
        Assert.Equal([1, 2, 3, 4, 5, 6, 7], Values(log));
        home.EndCheckpoint(3); // with nothing in it
        await home.CommitAsync(new CommitRecord(3, "snapshots/3"), default);
        home.Dispose();

        using ICommitHome next = Home(table);
        CommitRecord? last = await next.TakeOverAsync(default);
        Assert.Equal((3, "snapshots/3"), (last!.Checkpoint, last.Snapshot));
    }

    [Fact]
    public async Task Two_producers_in_turn_keep_the_order_of_a_key()
    {
        using EmbeddedLog log = OpenLog();
        TableSpec table = LogTableProcess.Table(_folder.Path);
        using ICommitHome home = Home(table);
        await home.TakeOverAsync(default);
        using Lane lane = new(this, table, home, 0);
        long row = 0;
        for (int checkpoint = 1; checkpoint <= 20; checkpoint++)
        {
            lane.Write([row++, "k"], [row++, "k"]);
            home.EndCheckpoint(checkpoint);
            Task commit = home.CommitAsync(new CommitRecord(checkpoint, $"{checkpoint}"), default);
            lane.Write([row++, "k"]);
            await commit;
        }

        home.EndCheckpoint(21);
        await home.CommitAsync(new CommitRecord(21, "21"), default);
        Assert.Equal(Enumerable.Range(0, (int)row), Values(log, sorted: false));
    }

    [Fact]
    public async Task A_run_that_was_replaced_is_fenced_and_its_rows_are_gone()
    {
        using EmbeddedLog log = OpenLog();
        TableSpec table = LogTableProcess.Table(_folder.Path);
        using ICommitHome zombie = Home(table);
        await zombie.TakeOverAsync(default);
        using Lane lane = new(this, table, zombie, 0);
        lane.Write([1L, "a"]);
        zombie.EndCheckpoint(1);
        await zombie.CommitAsync(new CommitRecord(1, "one"), default);
        lane.Write([2L, "a"]);
        using ICommitHome next = Home(table);
        Assert.Equal("one", (await next.TakeOverAsync(default))!.Snapshot);
        zombie.EndCheckpoint(2);
        CommitFencedException fenced = await Assert.ThrowsAsync<CommitFencedException>(() => zombie.CommitAsync(new CommitRecord(2, "two"), default));
        Assert.Contains("Another run of job 'j'", fenced.Message, StringComparison.Ordinal);
        Assert.Equal([1], Values(log));
    }

    [Fact]
    public async Task After_a_kill_the_next_run_finds_the_last_commit_and_nothing_that_came_after()
    {
        using (Process run = LogHomeProcess.Start(_folder.Path))
        {
            run.Kill();
            run.WaitForExit();
        }

        TableSpec table = LogTableProcess.Table(_folder.Path);
        using ICommitHome next = Home(table);
        Assert.Equal(new CommitRecord(2, "snapshots/2").Snapshot, (await next.TakeOverAsync(default))!.Snapshot);
        using EmbeddedLog log = OpenLog();
        Assert.Equal(Enumerable.Range(0, 20), Values(log));
    }

    [Fact]
    public async Task When_the_owner_of_the_log_dies_the_checkpoint_is_committed_with_the_next()
    {
        using Process owner = LogOwnerProcess.Start(_folder.Path);
        TableSpec table = LogTableProcess.Table(_folder.Path);
        using ICommitHome home = Home(table);
        await home.TakeOverAsync(default);
        using Lane lane = new(this, table, home, 0);
        lane.Write([1L, "a"], [2L, "b"]);
        home.EndCheckpoint(1);
        owner.Kill();
        owner.WaitForExit();
        await home.CommitAsync(new CommitRecord(1, "one"), default);
        using EmbeddedLog log = OpenLog();
        Assert.Equal([1, 2], Values(log));
    }

    [Fact]
    public async Task A_full_disk_is_told_and_the_commit_is_made_when_there_is_room()
    {
        SimulatedFiles files = new();
        SimulatedLog log = new(files);
        log.Store.CreateTopic(new("t", 1, LogTopicOptions.Default));
        ManualClock clock = new();
        using LogHome home = new("j", "/log", id => log.Producer(id), () => { }, clock);
        await home.TakeOverAsync(default);
        using ILogOutput output = home.Write("t", 1, () => { });
        output.Add(Records("row"));
        home.EndCheckpoint(1);
        files.FreeBytes = 3;
        Task commit = home.CommitAsync(new CommitRecord(1, "one"), default);
        Patience.Until(() => home.Trouble is not null);
        Assert.Contains("the disk of the log /log is full", home.Trouble, StringComparison.Ordinal);
        Assert.Empty(log.ReadAll("t", 0));
        files.FreeBytes = long.MaxValue;
        Patience.Until(() => commit.IsCompleted, () => clock.Advance(TimeSpan.FromSeconds(1)));
        await commit;
        Assert.Null(home.Trouble);
        Assert.Equal(["row"], log.ReadAll("t", 0));
    }

    [Fact]
    public async Task While_a_commit_hangs_lanes_find_no_room_beyond_a_bound_and_go_on_after_it()
    {
        SimulatedFiles files = new();
        SimulatedLog log = new(files);
        log.Store.CreateTopic(new("t", 1, LogTopicOptions.Default));
        using ManualResetEventSlim mayCommit = new(false);
        HangingLog hanging = new(log, mayCommit);
        using LogHome home = new(
            "j", "/log", id => new LogProducer(hanging, id, log.Store.OpenProducer(id), new(files, LogStore.StagingFolder("/log"), 1 << 20)), () => { }, TimeProvider.System, aheadBytes: 1000);
        await home.TakeOverAsync(default);
        using ILogOutput output = home.Write("t", 1, () => { });
        int rows = 0;
        for (; rows < 100; rows++) // more than may be ahead, but of the checkpoint itself: never held back
        {
            Patience.Until(() => output.HasRoom);
            output.Add(Records(new string('x', 100)));
        }

        home.EndCheckpoint(1);
        Task commit = home.CommitAsync(new CommitRecord(1, "one"), default);
        while (home.Trouble is null)
        {
            if (output.HasRoom)
            {
                output.Add(Records(new string('y', 100)));
                rows++;
            }
        }

        Assert.Contains("takes long", home.Trouble, StringComparison.Ordinal);
        while (output.HasRoom)
        {
            output.Add(Records(new string('y', 100)));
            rows++;
        }

        Assert.InRange(rows, 110, 120);
        mayCommit.Set();
        await commit;
        Patience.Until(() => output.HasRoom);
        home.EndCheckpoint(2);
        await home.CommitAsync(new CommitRecord(2, "two"), default);
        Assert.Equal(rows, log.ReadAll("t", 0).Count);
    }

    [Fact]
    public async Task The_last_record_outlasts_retention_and_a_new_file_of_commits()
    {
        SimulatedFiles files = new();
        SimulatedLog log = new(files, commitFileBytes: 600);
        log.Store.CreateTopic(new("t", 1, LogTopicOptions.Default with { SegmentBytes = 200, RetentionBytes = 500 }));
        using (LogHome home = new("j", "/log", id => log.Producer(id), () => { }, TimeProvider.System))
        {
            await home.TakeOverAsync(default);
            home.EndCheckpoint(1);
            await home.CommitAsync(new CommitRecord(1, "one"), default);
        }

        using (LogProducer other = log.Producer("other"))
        {
            for (int i = 0; i < 200; i++)
            {
                other.Append("t", 0, $"record {i}");
                Assert.Equal(LogCommitResult.Committed, other.Commit([]));
            }
        }

        Assert.True(log.Store.Bounds("t", 0).Begin > 0);
        log.Store.Dispose();
        SimulatedLog again = new(files);
        using LogHome next = new("j", "/log", id => again.Producer(id), () => { }, TimeProvider.System);
        Assert.Equal("one", (await next.TakeOverAsync(default))!.Snapshot);
    }

    [Fact]
    public async Task A_sink_in_another_log_is_at_least_once_and_has_its_rows_committed_before_the_checkpoint()
    {
        using TemporaryFolder elsewhere = new();
        using ICommitHome home = Home(LogTableProcess.Table(elsewhere.Path));
        await home.TakeOverAsync(default);
        using EmbeddedLog log = OpenLog();
        using Lane lane = new(this, LogTableProcess.Table(_folder.Path, ("sink.commit-interval", "1 h")), home, 0);
        Assert.Equal((SinkCommit.AtOnce, SinkGuarantee.AtLeastOnce), (lane.Sink.Commit, lane.Sink.Guarantee));
        Assert.Contains("not committed in the log", lane.Sink.GuaranteeReason, StringComparison.Ordinal);
        lane.Write([1L, "a"]);
        lane.Sink.EndCheckpoint(1);
        await lane.Sink.PrepareAsync(1, default);
        Assert.Equal([1], Values(log));
    }

    [Fact]
    public void A_home_is_that_of_the_first_sink_else_of_the_first_source_and_print_has_none()
    {
        TableSpec log = LogTableProcess.Table(_folder.Path);
        TableSpec other = LogTableProcess.Table(Path.Combine(_folder.Path, "other"));
        TableSpec print = SourceReading.Table("print", []);
        using ICommitHome sink = _connectors.CreateHome("j", [other], [print, log])!;
        Assert.Contains($"the log {_folder.Path}", sink.Description, StringComparison.Ordinal);
        using ICommitHome source = _connectors.CreateHome("j", [other, log], [print])!;
        Assert.EndsWith("other", source.Description, StringComparison.Ordinal);
        Assert.Null(_connectors.CreateHome("j", [], [print]));
    }

    [Fact]
    public void A_record_comes_back_with_the_positions_of_logs_and_one_of_another_version_is_refused()
    {
        TableSpec table = LogTableProcess.Table("/x");
        CommitRecord record = new(7, "a/7") { Positions = [new(table, "lines-0", "12"), new(SourceReading.Table("kafka", []), "p", "1")] };
        byte[] bytes = CommitRecordFormat.Encode(record);
        CommitRecord back = CommitRecordFormat.Decode(bytes);
        Assert.Equal((7, "a/7"), (back.Checkpoint, back.Snapshot));
        SourcePosition position = Assert.Single(back.Positions);
        Assert.Equal(("t", "lines-0", "12"), (position.Table.Name, position.Partition, position.Position));
        Assert.Throws<InvalidDataException>(() => CommitRecordFormat.Decode(bytes.AsMemory(0, 5)));
        bytes[0]++;
        Assert.Contains("version 2", Assert.Throws<InvalidDataException>(() => CommitRecordFormat.Decode(bytes)).Message, StringComparison.Ordinal);
    }

    private static PendingRecords Records(string value)
    {
        PendingRecords records = new();
        records.Buffer.Write(Encoding.UTF8.GetBytes(value));
        records.Add(0, -1, Encoding.UTF8.GetByteCount(value), 0, 0);
        return records;
    }

    private static List<int> Values(EmbeddedLog log, bool sorted = true)
    {
        IEnumerable<int> ids = Enumerable.Range(0, 3).SelectMany(p => log.ReadAll("lines", p)).Select(v => System.Text.Json.JsonDocument.Parse(v).RootElement.GetProperty("id").GetInt32());
        return [.. sorted ? ids.Order() : ids];
    }

    private EmbeddedLog OpenLog()
    {
        EmbeddedLog log = EmbeddedLog.Open(_folder.Path, TimeProvider.System);
        log.CreateTopic("lines", 3);
        return log;
    }

    private ICommitHome Home(TableSpec table) => _connectors.CreateHome("j", [], [table])!;

    /// <summary>A sink as its lane has it.</summary>
    private sealed class Lane : IDisposable
    {
        private readonly AutoResetEvent _woken = new(false);
        private readonly TableSpec _table;

        public Lane(LogHomeTests tests, TableSpec table, ICommitHome home, int lane)
        {
            _table = table;
            Sink = tests._connectors.CreateSink(table);
            Sink.Open(new SinkContext { HasCheckpoints = true, Home = home, Lane = lane, LaneCount = 2, Wake = () => _woken.Set() });
        }

        public TableSink Sink { get; }

        public void Write(params object?[][] rows) => MessageWriting.WriteWhenReady(Sink, _woken, MessageWriting.Batch(_table, rows));

        public void Dispose()
        {
            Sink.Dispose();
            _woken.Dispose();
        }
    }

    /// <summary>A log whose commits wait.</summary>
    private sealed class HangingLog(SimulatedLog log, ManualResetEventSlim mayCommit) : ILogAccess
    {
        public T Try<T>(Func<ILogStore, T> ask)
        {
            if (typeof(T) == typeof(LogCommitResult))
            {
                mayCommit.Wait();
            }

            return log.Try(ask);
        }
    }
}
