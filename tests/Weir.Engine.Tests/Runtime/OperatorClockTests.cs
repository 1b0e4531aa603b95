using Weir.Engine.Batches;
using Weir.Engine.Runtime;

namespace Weir.Engine.Tests.Runtime;

public sealed class OperatorClockTests
{
    [Fact]
    public void Time_goes_to_the_operator_that_works_and_comes_back_to_the_one_that_handed_on()
    {
        Operator[] operators = [new Works(), new Works()];
        OperatorClock clock = new(operators);
        Assert.Equal(-1, clock.Enter(0));
        Spin();
        Assert.Equal(0, clock.Enter(1));
        Spin();
        Assert.Equal(1, clock.Enter(0));
        long second = operators[1].Metrics.OwnTicks;
        Spin();
        Assert.Equal(0, clock.Enter(-1));
        long first = operators[0].Metrics.OwnTicks;
        Spin();
        clock.Enter(0);
        Assert.Equal(first, operators[0].Metrics.OwnTicks);
        Assert.True(second > 0);
        Assert.Equal(second, operators[1].Metrics.OwnTicks);
        Assert.True(operators[0].Metrics.OwnTicks >= System.Diagnostics.Stopwatch.Frequency / 1000 * 2, "two turns of a millisecond at least");
    }

    private static void Spin()
    {
        long end = System.Diagnostics.Stopwatch.GetTimestamp() + (System.Diagnostics.Stopwatch.Frequency / 1000);
        while (System.Diagnostics.Stopwatch.GetTimestamp() < end)
        {
        }
    }

    private sealed class Works : Operator
    {
        public override void Process(Batch batch, int input) => Emit(batch);
    }
}
