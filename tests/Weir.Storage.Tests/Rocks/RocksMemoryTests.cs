using System.Globalization;
using Weir.Storage.Rocks;
using Xunit.Abstractions;

namespace Weir.Storage.Tests.Rocks;

public sealed class RocksMemoryTests(ITestOutputHelper output)
{
    private const long AllocatorBytes = 24 << 20;

    [Fact]
    public void A_store_of_twenty_times_its_memory_keeps_to_it()
    {
        using StoreFolder folder = new();
        string[] told = StoreProcess.Start(StoreProcess.Memory, folder["store"]);
        long said = long.Parse(told[0], CultureInfo.InvariantCulture), grown = long.Parse(told[1], CultureInfo.InvariantCulture);
        output.WriteLine($"Of {StoreMemory.BudgetBytes:N0} bytes the store says that it holds {said:N0}; the process grew by {grown:N0}.");
        Assert.InRange(said, StoreMemory.BudgetBytes / 2, StoreMemory.BudgetBytes);

        // On top comes what the allocator keeps for each of RocksDB's threads (with MALLOC_ARENA_MAX=1 next to nothing).
        Assert.InRange(grown, StoreMemory.BudgetBytes / 2, StoreMemory.BudgetBytes + AllocatorBytes);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4L << 20)]
    [InlineData(100_000_000)]
    [InlineData(16L << 30)]
    public void Shares_of_memory_add_up_to_it(long bytes)
    {
        RocksMemory memory = new(bytes);
        Assert.Equal(Math.Max(bytes, RocksMemory.Least), memory.Total);
        Assert.InRange(memory.Cache + (RocksMemory.WriteBuffers * memory.WriteBuffer), memory.Total * 7 / 8, (memory.Total * 7 / 8) + 8);
        Assert.InRange(memory.WriteBuffer, 512 << 10, 32 << 20);
        Assert.InRange(memory.WriteBatch, 1, memory.WriteBuffer);
    }
}
