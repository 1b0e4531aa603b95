using Weir.Engine.Checkpoints;
using Weir.Engine.Storage;

namespace Weir.Checkpoints.Tests.Storage;

public sealed class SnapshotCollectorTests
{
    [Fact]
    public async Task Nothing_that_a_kept_snapshot_needs_is_deleted_and_the_rest_is()
    {
        for (int seed = 0; seed < 30; seed++)
        {
            Random random = new(seed);
            using MemoryObjectStore store = new();
            int retained = random.Next(1, 4);
            SnapshotCollector collector = new(store, retained, TimeSpan.FromDays(1), TimeProvider.System);
            List<string[]> snapshots = [];
            List<string> chain = [];
            for (int n = 0; n < 20; n++)
            {
                chain.RemoveAll(_ => random.Next(4) == 0);
                chain.Add(await Put(store, $"checkpoints/run/{n:D2}/lane-0"));
                snapshots.Add([.. chain, await Put(store, $"checkpoints/run/{n:D2}/manifest")]);
                await collector.AddAsync(snapshots[^1][^1], chain.ToArray(), CancellationToken.None);
                Assert.Equal(snapshots.TakeLast(retained).SelectMany(s => s).Distinct().Order(StringComparer.Ordinal), await All(store));
            }
        }
    }

    [Fact]
    public async Task What_earlier_runs_left_is_deleted_when_it_is_old_enough_and_no_longer_needed()
    {
        Clock clock = new();
        using MemoryObjectStore store = new(clock);
        await Put(store, "checkpoints/old/1/lane-0");
        await Put(store, "checkpoints/old/1/manifest");
        await Put(store, "checkpoints/old/1/needed");
        await Put(store, "commits/1");
        clock.Now += TimeSpan.FromHours(25);
        await Put(store, "checkpoints/other/1/lane-0");
        await Put(store, "checkpoints/run/2/manifest");
        await new SnapshotCollector(store, 1, TimeSpan.FromDays(1), clock).AddAsync("checkpoints/run/2/manifest", ["checkpoints/old/1/needed"], CancellationToken.None);
        Assert.Equal(["checkpoints/old/1/needed", "checkpoints/other/1/lane-0", "checkpoints/run/2/manifest", "commits/1"], await All(store));
    }

    [Fact]
    public async Task A_store_in_memory_keeps_to_the_rules_of_stores()
    {
        using MemoryObjectStore store = new();
        Assert.True(await store.TryCreateAsync("a/b", "one"u8.ToArray(), CancellationToken.None));
        Assert.False(await store.TryCreateAsync("a/b", "two"u8.ToArray(), CancellationToken.None));
        Assert.Equal("ne", await Read(store, 1, null));
        Assert.Equal("n", await Read(store, 1, 1));
        Assert.Equal(string.Empty, await Read(store, 9, 5));
        await store.PutAsync("a/b", new MemoryStream("three"u8.ToArray()) { Position = 3 }, CancellationToken.None);
        Assert.Equal("three", await Read(store, 0, null));
        await store.DeleteAsync("a/b", CancellationToken.None);
        await store.DeleteAsync("a/b", CancellationToken.None);
        Assert.True((await Assert.ThrowsAsync<StorageException>(() => store.OpenReadAsync("a/b", 0, null, CancellationToken.None))).IsMissing);
    }

    private static async Task<string> Read(MemoryObjectStore store, long offset, long? length)
    {
        using StreamReader reader = new(await store.OpenReadAsync("a/b", offset, length, CancellationToken.None));
        return await reader.ReadToEndAsync();
    }

    private static async Task<string> Put(MemoryObjectStore store, string path)
    {
        await store.PutAsync(path, new MemoryStream([1]), CancellationToken.None);
        return path;
    }

    private static async Task<List<string>> All(MemoryObjectStore store)
    {
        List<string> all = [];
        await foreach (StoredObject found in store.ListAsync(string.Empty, CancellationToken.None))
        {
            all.Add(found.Path);
        }

        return all;
    }

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
