using Weir.Engine.Aggregates;
using Weir.Engine.Types;

namespace Weir.Engine.Tests.Windows;

/// <summary>Aggregates that the tests of windows use.</summary>
internal static class TestAggregates
{
    public static AggregateCall Count { get; } = new(new SimpleAggregate(DataType.BigInt, _ => new CountState()), []);

    public static AggregateCall Sum(int column) =>
        new(new SimpleAggregate(DataType.BigInt, _ => new SumState<long, long, long, SumOf<long, long>>(default)), [column]);
}
