using Weir.Engine.Aggregates;
using Weir.Engine.Types;
using Weir.Sql.Functions;

namespace Weir.Sql.Aggregates;

/// <summary>COUNT.</summary>
internal static class CountAggregates
{
    internal static void AddTo(AggregateRegistry registry)
    {
        registry.Add(new AggregateDefinition
        {
            Name = "COUNT",
            Usage = ["COUNT(*)", "COUNT([ALL | DISTINCT] value [, value]*)"],
            Summary = "How many rows there are, or how many in which no argument is NULL; with DISTINCT, how many different ones.",
            Resolve = Resolve,
        });
        registry.Add(new AggregateDefinition
        {
            Name = "APPROX_COUNT_DISTINCT",
            Usage = ["APPROX_COUNT_DISTINCT(value)"],
            Summary = "Not for streams: use COUNT(DISTINCT value).",
            IsInternal = true,
            Resolve = _ => throw new FunctionCallException("APPROX_COUNT_DISTINCT is not supported on streams.", hint: "Write COUNT(DISTINCT value), which is exact."),
        });
    }

    private static ResolvedAggregate? Resolve(AggregateCallSyntax call)
    {
        if (call.IsDistinct && call.Count == 0)
        {
            return null;
        }

        DataType[] columns = [.. call.Arguments.Select(a => a.Type)];
        DataType result = DataType.BigInt.NotNull();
        return new ResolvedAggregate
        {
            Aggregate = call.IsDistinct && call.Count == 1 && SmallDistinct(columns[0].Physical) is { } small
                ? new SimpleAggregate(result, small)
                : DistinctAggregates.Wrap(call, result, columns, _ => new CountState()),
            ArgumentTypes = new DataType?[call.Count],
            ColumnArguments = [.. Enumerable.Range(0, call.Count)],
        };
    }

    /// <summary>The table for values of at most eight bytes; null for others.</summary>
    private static Func<bool, AggregateState>? SmallDistinct(PhysicalType layout) => layout switch
    {
        PhysicalType.Bool => retracts => new DistinctCountState<byte>(retracts),
        PhysicalType.Int8 => retracts => new DistinctCountState<sbyte>(retracts),
        PhysicalType.Int16 => retracts => new DistinctCountState<short>(retracts),
        PhysicalType.Int32 => retracts => new DistinctCountState<int>(retracts),
        PhysicalType.Int64 => retracts => new DistinctCountState<long>(retracts),
        PhysicalType.Float32 => retracts => new DistinctCountState<float>(retracts),
        PhysicalType.Float64 => retracts => new DistinctCountState<double>(retracts),
        _ => null,
    };
}
