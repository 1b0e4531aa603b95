using Weir.Connectors.Files;
using Weir.Engine.Connectors;

namespace Weir.Connectors.Tests.Files;

public sealed class FileCheckpointTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ManualClock _clock = new();
    private readonly List<CheckpointedSinks> _runs = [];

    public void Dispose()
    {
        _runs.ForEach(r => r.Dispose());
        _folder.Dispose();
    }

    [Fact]
    public async Task A_closed_file_becomes_visible_after_the_checkpoint_that_holds_its_end_and_not_before()
    {
        TableSpec table = Table(("sink.rolling-policy.file-size", "1 b"));
        CheckpointedSinks run = Start(table, 1);
        run.Write(0, StagedTable.Rows(table, [0, 3, 6]));
        run.EndCheckpoint(7);
        run.Write(0, StagedTable.Rows(table, [9]));
        await run.Prepare();
        Assert.Empty(StagedTable.Visible(table));
        run.Commit();
        await run.Tell();
        Assert.Equal([0, 3, 6], StagedTable.Visible(table));
        await run.Complete(10);
        Assert.Equal([0, 3, 6, 9], StagedTable.Visible(table));
        Assert.Empty(StagedTable.Hidden(table));
    }

    [Fact]
    public async Task A_file_goes_on_over_checkpoints_until_its_size_or_time_has_come()
    {
        TableSpec table = Table(("sink.rolling-policy.rollover-interval", "10 min"), ("sink.rolling-policy.inactivity-interval", "4 min"), ("sink.rolling-policy.check-interval", "1 min"));
        CheckpointedSinks run = Start(table, 1);
        for (int minute = 0; minute < 9; minute += 3)
        {
            run.Write(0, StagedTable.Rows(table, [minute]));
            await run.Complete(minute + 1);
            _clock.Advance(TimeSpan.FromMinutes(3));
        }

        Assert.Empty(StagedTable.Visible(table));
        Assert.Single(StagedTable.Hidden(table));
        _clock.Advance(TimeSpan.FromMinutes(1));
        await run.Complete(9);
        Assert.Equal([0, 3, 6], StagedTable.Visible(table));
        run.Write(0, StagedTable.Rows(table, [9]));
        _clock.Advance(TimeSpan.FromMinutes(4));
        await run.Complete(10);
        Assert.Equal([0, 3, 6, 9], StagedTable.Visible(table));
    }

    [Fact]
    public async Task The_end_of_the_input_makes_all_rows_visible_with_the_last_checkpoint()
    {
        TableSpec table = Table();
        CheckpointedSinks run = Start(table, 2);
        run.Write(0, StagedTable.Rows(table, [0, 1, 2]));
        run.Write(1, StagedTable.Rows(table, [3, 4]));
        run.Finish();
        Assert.Empty(StagedTable.Visible(table));
        await run.Complete(5);
        Assert.Equal([0, 1, 2, 3, 4], StagedTable.Visible(table));
        Assert.Empty(StagedTable.Hidden(table));
    }

    [Fact]
    public async Task Rows_after_the_last_checkpoint_are_cut_off_when_the_job_goes_on()
    {
        TableSpec table = Table();
        CheckpointedSinks run = Start(table, 1);
        run.Write(0, StagedTable.Rows(table, [0, 3]));
        await run.Complete(4);
        run.Write(0, StagedTable.Rows(table, [6, 1, 9]));
        run.EndCheckpoint(10);
        await run.Prepare(); // on disk, and not committed
        run.Crash();
        run.Start(1);
        Assert.Single(StagedTable.Hidden(table)); // the file of the folder p=1 is in no snapshot
        run.Write(0, StagedTable.Rows(table, [6]));
        run.Finish();
        await run.Complete(7);
        Assert.Equal([0, 3, 6], StagedTable.Visible(table));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Files_of_a_committed_checkpoint_become_visible_when_the_job_crashed_before_while_or_after_they_were_renamed(int told)
    {
        TableSpec table = Table(("sink.rolling-policy.file-size", "1 b"));
        CheckpointedSinks run = Start(table, 2);
        run.Write(0, StagedTable.Rows(table, [0, 1]));
        run.Write(1, StagedTable.Rows(table, [2]));
        run.EndCheckpoint(3);
        await run.Prepare();
        run.Commit();
        await run.Tell(told);
        run.Crash();
        for (int again = 0; again < 2; again++)
        {
            run.Start(2);
            Assert.Equal([0, 1, 2], StagedTable.Visible(table));
            run.Crash();
        }
    }

    [Fact]
    public async Task A_visible_file_that_its_reader_took_away_is_not_missed()
    {
        TableSpec table = Table(("sink.rolling-policy.file-size", "1 b"));
        CheckpointedSinks run = Start(table, 1);
        run.Write(0, StagedTable.Rows(table, [0]));
        await run.Complete(1);
        run.Crash();
        File.Delete(Assert.Single(Directory.GetFiles(Path.Combine(table.Options["path"], "p=0"))));
        run.Start(1);
        Assert.Empty(StagedTable.Visible(table));
    }

    [Fact]
    public async Task Rows_of_the_snapshot_that_are_missing_on_the_disk_stop_the_job_and_the_file_is_named()
    {
        TableSpec table = Table();
        CheckpointedSinks run = Start(table, 1);
        run.Write(0, StagedTable.Rows(table, [0, 3]));
        await run.Complete(4);
        run.Crash();
        string hidden = Assert.Single(StagedTable.Hidden(table));
        File.WriteAllText(hidden, "0\n");
        ConnectorException cut = Assert.Throws<ConnectorException>(() => run.Start(1));
        Assert.Contains($"'{hidden}' has 2 bytes, and the checkpoint counts on 4 bytes", cut.Message, StringComparison.Ordinal);
        run.Crash();
        Directory.Delete(table.Options["path"], recursive: true);
        Assert.Contains("is not there", Assert.Throws<ConnectorException>(() => run.Start(1)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_is_gone_with_its_closed_files_stops_the_job()
    {
        TableSpec table = Table();
        CheckpointedSinks run = Start(table, 1);
        run.Write(0, StagedTable.Rows(table, [0]));
        run.Finish();
        run.EndCheckpoint(1);
        await run.Prepare();
        run.Commit();
        run.Crash();
        Directory.Delete(table.Options["path"], recursive: true);
        Assert.Contains("is not there", Assert.Throws<ConnectorException>(() => run.Start(1)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_a_living_run_still_writes_is_not_cut()
    {
        TableSpec table = Table();
        CheckpointedSinks living = Start(table, 1);
        living.Write(0, StagedTable.Rows(table, [0]));
        await living.Complete(1);
        CheckpointedSinks second = Create(table);
        second.Restore(1, 1, living.Committed);
        Assert.Contains("being used by another process", Assert.Throws<ConnectorException>(() => second.Start(1)).Message, StringComparison.Ordinal);
        living.Finish();
        await living.Complete(1);
        Assert.Equal([0], StagedTable.Visible(table));
    }

    [Fact]
    public async Task Files_of_another_job_and_of_another_INSERT_of_the_job_are_left_alone()
    {
        TableSpec table = Table();
        CheckpointedSinks other = Start(table with { JobName = "other" }, 1);
        CheckpointedSinks sibling = Start(table, 1);
        CheckpointedSinks run = Start(table, 1);
        other.Write(0, StagedTable.Rows(table, [0]));
        sibling.Write(0, StagedTable.Rows(table, [1]));
        await run.Complete(0);
        run.Write(0, StagedTable.Rows(table, [2]));
        run.EndCheckpoint(3);
        await Task.WhenAll(other.Complete(1), sibling.Complete(2), run.Prepare());
        Assert.Equal(3, StagedTable.Hidden(table).Length);
        run.Crash();
        run.Start(1);
        Assert.Equal(2, StagedTable.Hidden(table).Length); // its own is in no snapshot
        other.Finish();
        sibling.Finish();
        await Task.WhenAll(other.Complete(1), sibling.Complete(2));
        Assert.Equal([0, 1], StagedTable.Visible(table));
    }

    [Fact]
    public async Task A_clone_of_the_job_leaves_files_that_its_model_began_later_alone()
    {
        TableSpec table = Table();
        CheckpointedSinks model = Start(table, 1);
        await model.Complete(0);
        model.Write(0, StagedTable.Rows(table, [0]));
        CheckpointedSinks clone = Create(table with { JobName = "clone" });
        clone.Restore(1, 0, model.Committed);
        clone.Start(1);
        model.Finish();
        await model.Complete(1);
        Assert.Equal([0], StagedTable.Visible(table));
    }

    [Fact]
    public async Task A_full_disk_fails_the_checkpoint_and_says_so()
    {
        ConnectorServices services = new() { CreateFile = _ => new FileStream("/dev/full", FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0) };
        TableSpec table = Table();
        CheckpointedSinks run = Create(table, services);
        run.Start(1);
        run.Write(0, StagedTable.Rows(table, [0]));
        run.EndCheckpoint(1);
        Assert.Contains($"the disk of '{table.Options["path"]}' is full", (await Assert.ThrowsAsync<ConnectorException>(run.Prepare)).Message, StringComparison.Ordinal);
        Assert.Throws<ConnectorException>(() => run.Write(0, StagedTable.Rows(table, [1])));
    }

    [Fact]
    public async Task A_checkpoint_begins_while_a_slow_disk_holds_the_lane_back_and_holds_the_rows_that_wait()
    {
        using ManualResetEventSlim gate = new(false);
        TableSpec table = Table();
        CheckpointedSinks run = Create(table, new ConnectorServices { CreateFile = path => new GatedStream(new FileStream(path, FileMode.Create), gate) });
        run.Start(1);
        int written = 0;
        while (run.Sinks[0].CanWrite)
        {
            run.Write(0, StagedTable.Rows(table, [written++]));
            Assert.InRange(written, 1, 100);
        }

        run.EndCheckpoint(written);
        Task prepared = run.Prepare();
        Assert.False(prepared.IsCompleted);
        gate.Set();
        await prepared;
        run.Commit();
        run.Crash();
        run.Start(1);
        run.Finish();
        await run.Complete(written);
        Assert.Equal(Enumerable.Range(0, written).Select(n => (long)n), StagedTable.Visible(table));
    }

    [Fact]
    public void A_snapshot_of_a_later_version_is_refused()
    {
        CheckpointedSinks run = Create(Table());
        run.Restore(1, 0, [new byte[] { 99, 0, 0, 0, 0 }]);
        Assert.Contains("version 99", Assert.Throws<ConnectorException>(() => run.Start(1)).Message, StringComparison.Ordinal);
        run.Crash();
        run.Restore(1, 0, [new byte[] { 1, 200 }]);
        Assert.Contains("cannot be read", Assert.Throws<ConnectorException>(() => run.Start(1)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_guarantee_is_what_checkpoints_make_it()
    {
        TableSpec table = Table();
        using FileSystemSink without = new(table, new ConnectorServices());
        without.Open(new SinkContext { Wake = () => { } });
        Assert.Equal(SinkGuarantee.AtLeastOnce, without.Guarantee);
        Assert.Equal((SinkGuarantee.ExactlyOnce, SinkCommit.Staged), (Start(table, 1).Sinks[0].Guarantee, without.Commit));
    }

    private TableSpec Table(params (string Key, string Value)[] more) => StagedTable.Create(_folder.Path, more);

    private CheckpointedSinks Create(TableSpec table, ConnectorServices? services = null)
    {
        CheckpointedSinks run = new(() => new FileSystemSink(table, services ?? new ConnectorServices()), _clock);
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
