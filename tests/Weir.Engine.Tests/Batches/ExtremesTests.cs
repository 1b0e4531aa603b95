using Weir.Engine.Batches;

namespace Weir.Engine.Tests.Batches;

public sealed class ExtremesTests
{
    [Fact]
    public void The_lowest_and_the_highest_are_found_wherever_they_are_and_however_many_numbers_there_are()
    {
        Random random = new(1);
        for (int count = 0; count < 70; count++)
        {
            long[] values = [.. Enumerable.Range(0, count).Select(_ => random.NextInt64(long.MinValue, long.MaxValue))];
            long lowest = values.Append(long.MaxValue).Min();
            long highest = values.Append(long.MinValue).Max();
            Assert.Equal(lowest, Extremes.Lowest(values));
            Assert.Equal(highest, Extremes.Highest(values));
            Assert.Equal((lowest, highest), Extremes.Of(values));
        }
    }
}
