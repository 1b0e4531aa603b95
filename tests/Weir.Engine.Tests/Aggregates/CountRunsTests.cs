using Weir.Engine.Aggregates;
using Weir.Engine.Batches;

namespace Weir.Engine.Tests.Aggregates;

public sealed class CountRunsTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(50)]
    [InlineData(75)]
    [InlineData(100)]
    public void However_many_rows_are_of_one_slot_each_is_counted_once(int hotPercent)
    {
        Random random = new(1);
        using CountState state = new();
        state.EnsureSlots(100);
        long[] expected = new long[100];
        foreach (int rows in new[] { 0, 1, 15, 16, 17, 31, 32, 33, 255, 257, 272, 273, 529, 2048, 5000 })
        {
            int[] slots = [.. Enumerable.Range(0, rows).Select(_ => random.Next(100) < hotPercent ? 42 : random.Next(100))];
            state.Accumulate(slots, new AggregateInput { Arguments = default, Rows = new Selection(rows), Kinds = default });
            foreach (int slot in slots)
            {
                expected[slot]++;
            }

            Assert.Equal(expected, Enumerable.Range(0, 100).Select(slot => state[slot]));
        }
    }
}
