using Weir.Engine.Aggregates;
using Weir.Engine.Batches;
using Weir.Engine.Types;

namespace Weir.Engine.Tests.Windows;

/// <summary>Aggregates that the tests of windows use, over BIGINT.</summary>
internal static class TestAggregates
{
    public static AggregateCall Count { get; } = new(new SimpleAggregate(DataType.BigInt, _ => new CountState()), []);

    public static AggregateCall Sum(int column) => Of(column, DataType.BigInt, _ => NewSum());

    public static AggregateCall DistinctCount(int column) => Of(column, DataType.BigInt, retracts => new DistinctCountState<long>(retracts));

    public static AggregateCall DistinctSum(int column) =>
        Of(column, DataType.BigInt, _ => new DistinctState(NewSum(), skipsNulls: true) { MergeColumns = () => [ColumnFactory.Create(DataType.BigInt, 1)] });

    public static AggregateCall Max(int column) =>
        Of(column, DataType.BigInt, retracts => retracts ? new RetractingExtremeState(PhysicalType.Int64, isMax: true) : new ExtremeState<long, PreferGreater<long>>());

    public static AggregateCall First(int column) =>
        Of(column, DataType.BigInt, retracts => retracts ? new ListEndState(isLast: false) : new ExtremeState<long, PreferFirst<long>>());

    public static AggregateCall List(int column) => Of(column, DataType.Array(DataType.BigInt), retracts => new ArrayAggState(ignoresNulls: true, retracts));

    private static SumState<long, long, long, SumOf<long, long>> NewSum() => new(default);

    private static AggregateCall Of(int column, DataType type, Func<bool, AggregateState> create) => new(new SimpleAggregate(type, create), [column]);
}
