using Weir.Checkpoints.Tests.Operators;
using Weir.Checkpoints.Tests.Tables;
using Weir.Engine.Checkpoints;
using Weir.Engine.Connectors;
using Weir.Engine.Runtime;
using Weir.Engine.Storage;

namespace Weir.Checkpoints.Tests.Restoring;

/// <summary>Checkpoints under trouble: of the store, of the sinks, of whoever asks.</summary>
public sealed class CheckpointTests
{
    private static OperatorCase Grouping => OperatorCases.All.Single(c => c.Name == "Group by, row by row");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_put_that_fails_is_counted_and_tried_again(bool doesWhatFails)
    {
        using TroubledStore store = new(new MemoryObjectStore()) { Fails = put => put is 1 or 3 or 4, DoesWhatFails = doesWhatFails };
        using RunningJob running = await RunningJob.Start(Grouping, store, 100, lanes: 2);
        await running.ReadTo(100);
        await running.Job.CheckpointAsync(CancellationToken.None).WaitAsync(Patience.Time);
        CheckpointFigures figures = running.Job.Checkpoints!;
        Assert.Equal(3, figures.Failed);
        Assert.Equal(1, figures.Completed);
        Assert.Equal(0, figures.FailedInARow);
        Assert.Null(figures.Trouble);
        Assert.Equal(Runs.Undisturbed(Grouping), await running.Finish());
    }

    [Fact]
    public async Task A_job_whose_checkpoint_takes_too_long_fails_and_says_why()
    {
        using TroubledStore store = new(new MemoryObjectStore()) { Fails = _ => true };
        using RunningJob running = await RunningJob.Start(Grouping, store, 100, change: c => c with { Timeout = TimeSpan.FromMilliseconds(300) });
        await running.ReadTo(100);
        SnapshotException told = await Assert.ThrowsAsync<SnapshotException>(() => running.Job.CheckpointAsync(CancellationToken.None).WaitAsync(Patience.Time));
        Assert.Equal(JobState.Failed, await running.Job.Completion.WaitAsync(Patience.Time));
        Assert.Same(told, running.Job.Failure);
        Assert.Contains("Checkpoint 1 was not done after 0.3 s (execution.checkpointing.timeout): The store is out of order.", told.Message, StringComparison.Ordinal);
        Assert.Equal(0, running.Job.Checkpoints!.Completed);
        Assert.Empty(running.Commits.Rows("s"));
    }

    [Fact]
    public async Task A_checkpoint_that_was_begun_is_made_though_whoever_asked_has_gone()
    {
        TaskCompletionSource go = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using TroubledStore store = new(new MemoryObjectStore()) { Waits = () => go.Task };
        using RunningJob running = await RunningJob.Start(Grouping, store, 100);
        await running.ReadTo(100);
        using CancellationTokenSource gone = new();
        Task asked = running.Job.CheckpointAsync(gone.Token);
        await Patience.Until(() => store.Puts > 0, "the first put");
        await gone.CancelAsync();
        go.SetResult();
        await asked.WaitAsync(Patience.Time);
        Assert.Equal(1, running.Job.Checkpoints!.Completed);
        Assert.Equal(Runs.Undisturbed(Grouping), await running.Finish());
    }

    [Fact]
    public async Task A_job_stops_at_once_though_a_checkpoint_hangs()
    {
        using TroubledStore store = new(new MemoryObjectStore()) { Waits = () => new TaskCompletionSource().Task };
        using RunningJob running = await RunningJob.Start(Grouping, store, 100, lanes: 3);
        Task asked = running.Job.CheckpointAsync(CancellationToken.None);
        await Patience.Until(() => store.Puts > 0, "the first put");
        running.Job.Stop();
        Assert.Equal(JobState.Stopped, await running.Job.Completion.WaitAsync(Patience.Time));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked.WaitAsync(Patience.Time));
        Assert.Null(running.Job.Failure);
    }

    [Fact]
    public async Task A_commit_that_is_fenced_ends_the_job_with_that()
    {
        using MemoryObjectStore store = new();
        using RunningJob running = await RunningJob.Start(Grouping, store, 100);
        await running.ReadTo(100);
        running.Commits.Refuse = _ => new CommitFencedException("Another run has taken over.");
        await Assert.ThrowsAsync<CommitFencedException>(() => running.Job.CheckpointAsync(CancellationToken.None).WaitAsync(Patience.Time));
        Assert.Equal(JobState.Failed, await running.Job.Completion.WaitAsync(Patience.Time));
        Assert.IsType<CommitFencedException>(running.Job.Failure);
    }

    [Fact]
    public async Task Checkpoints_go_on_while_a_sink_hangs_and_a_savepoint_waits_for_it()
    {
        OperatorCase test = OperatorCases.All.Single(c => c.Name == "Group by, mini-batch of two phases");
        using MemoryObjectStore store = new();
        using RunningJob running = await RunningJob.Start(test, store, 40, lanes: 2);
        running.Tables.CanWrite = () => false;
        running.Tables.Limit = 400;
        for (int i = 0; i < 5; i++)
        {
            await running.Job.CheckpointAsync(CancellationToken.None).WaitAsync(Patience.Time);
        }

        Task<string> savepoint = running.Job.SavepointAsync(new SavepointTarget(store, "savepoint/"), stops: false, CancellationToken.None);
        await running.Job.CheckpointAsync(CancellationToken.None).WaitAsync(Patience.Time);
        Assert.False(savepoint.IsCompleted);
        running.Tables.CanWrite = () => true;
        await savepoint.WaitAsync(Patience.Time);
        Assert.Equal(Runs.Undisturbed(test), await running.Finish());
    }

    [Fact]
    public async Task Rows_that_a_hanging_sink_did_not_take_are_written_after_a_restore()
    {
        using MemoryObjectStore store = new();
        Commits commits = new();
        using (RunningJob running = await RunningJob.Start(Grouping, store, 60, commits))
        {
            running.Tables.CanWrite = () => false;
            running.Tables.Limit = 200;
            await running.Job.CheckpointAsync(CancellationToken.None).WaitAsync(Patience.Time);
        }

        using RunningJob next = await RunningJob.Start(Grouping, store, 400, commits);
        Assert.Equal(Runs.Undisturbed(Grouping), await next.Finish());
    }

    [Fact]
    public async Task A_savepoint_that_cannot_be_written_is_told_and_the_job_goes_on()
    {
        using MemoryObjectStore store = new();
        using MemoryObjectStore taken = new();
        await taken.TryCreateAsync("manifest", new byte[] { 1 }, CancellationToken.None);
        using RunningJob running = await RunningJob.Start(Grouping, store, 100);
        SnapshotException told = await Assert.ThrowsAsync<SnapshotException>(() => running.Job.SavepointAsync(new SavepointTarget(taken, string.Empty), stops: true, CancellationToken.None).WaitAsync(Patience.Time));
        Assert.Contains("is there already", told.Message, StringComparison.Ordinal);
        Assert.Equal(Runs.Undisturbed(Grouping), await running.Finish());
    }

    [Fact]
    public async Task What_cannot_be_deleted_does_not_fail_a_checkpoint_and_is_deleted_later()
    {
        MemoryObjectStore inner = new();
        using TroubledStore store = new(inner) { KeepsAll = true };
        using RunningJob running = await RunningJob.Start(Grouping, store, 50);
        for (int limit = 50; limit <= 150; limit += 50)
        {
            await running.ReadTo(limit);
            await running.Job.CheckpointAsync(CancellationToken.None).WaitAsync(Patience.Time);
        }

        Assert.NotNull(running.Job.Checkpoints!.Trouble);
        store.KeepsAll = false;
        await running.Job.CheckpointAsync(CancellationToken.None).WaitAsync(Patience.Time);
        Assert.Null(running.Job.Checkpoints!.Trouble);
        Snapshot snapshot = await Snapshot.OpenAsync(store, running.Job.Checkpoints!.LastPath!, CancellationToken.None);
        await snapshot.VerifyAsync(CancellationToken.None);
        List<string> left = [];
        await foreach (StoredObject found in store.ListAsync("checkpoints/", CancellationToken.None))
        {
            left.Add(found.Path);
        }

        Assert.Equal([.. snapshot.Manifest.Files.Select(f => f.Path).Append(snapshot.Path).Order(StringComparer.Ordinal)], left);
    }
}
