using Weir.Checkpoints.Tests.Tables;
using Weir.Engine.Checkpoints;
using Weir.Engine.Connectors;
using Weir.Engine.Storage;

namespace Weir.Checkpoints.Tests.Storage;

public sealed class ManifestHomeTests
{
    [Fact]
    public async Task What_was_committed_last_is_taken_over()
    {
        using MemoryObjectStore store = new();
        using ManifestHome home = new(store);
        Assert.Null(await home.TakeOverAsync(CancellationToken.None));
        for (int n = 1; n <= 12; n++)
        {
            await home.CommitAsync(new CommitRecord(n, $"run/{n}"), CancellationToken.None);
        }

        Assert.Equal(new CommitRecord(12, "run/12").Snapshot, (await home.TakeOverAsync(CancellationToken.None))!.Snapshot);
        Assert.Equal(2, await Count(store));
    }

    [Fact]
    public async Task Of_two_runs_that_commit_the_same_number_one_wins()
    {
        for (int round = 0; round < 50; round++)
        {
            using MemoryObjectStore store = new();
            string[] won = await Task.WhenAll(Enumerable.Range(0, 4).Select(run => Task.Run(async () =>
            {
                using ManifestHome home = new(store);
                try
                {
                    await home.CommitAsync(new CommitRecord(1, $"run-{run}"), CancellationToken.None);
                    return $"run-{run}";
                }
                catch (CommitFencedException)
                {
                    return string.Empty;
                }
            })));
            using ManifestHome next = new(store);
            Assert.Equal(Assert.Single(won, w => w.Length > 0), (await next.TakeOverAsync(CancellationToken.None))!.Snapshot);
        }
    }

    [Fact]
    public async Task A_run_that_wakes_up_long_after_is_fenced_though_its_number_is_free_again()
    {
        using MemoryObjectStore store = new();
        using ManifestHome old = new(store);
        using ManifestHome home = new(store);
        await old.CommitAsync(new CommitRecord(1, "old/1"), CancellationToken.None);
        for (int n = 2; n <= 6; n++)
        {
            await home.CommitAsync(new CommitRecord(n, $"new/{n}"), CancellationToken.None);
        }

        await Assert.ThrowsAsync<CommitFencedException>(() => old.CommitAsync(new CommitRecord(2, "old/2"), CancellationToken.None));
        Assert.Equal("new/6", (await home.TakeOverAsync(CancellationToken.None))!.Snapshot);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_commit_whose_outcome_is_not_known_is_asked_for_until_it_is(bool wasDone)
    {
        using TroubledStore store = new(new MemoryObjectStore()) { Fails = put => put <= 2, DoesWhatFails = wasDone };
        using ManifestHome home = new(store);
        await home.CommitAsync(new CommitRecord(1, "run/1"), CancellationToken.None);
        Assert.Equal("run/1", (await home.TakeOverAsync(CancellationToken.None))!.Snapshot);
    }

    private static async Task<int> Count(MemoryObjectStore store)
    {
        int count = 0;
        await foreach (StoredObject found in store.ListAsync(string.Empty, CancellationToken.None))
        {
            count++;
        }

        return count;
    }
}
