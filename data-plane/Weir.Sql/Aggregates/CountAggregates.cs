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
                ? new ShareableAggregate("COUNT DISTINCT", result, small)
                : DistinctAggregates.Wrap(call, result, columns, _ => new CountState()),
            ArgumentTypes = new DataType?[call.Count],
            ColumnArguments = [.. Enumerable.Range(0, call.Count)],
        };
    }

    /// <summary>The table for values of at most eight bytes; null for others.</summary>
    private static Func<bool, int, SharedState>? SmallDistinct(PhysicalType layout) => layout switch
    {
        PhysicalType.Bool => (retracts, calls) => new DistinctCountState<byte>(retracts, calls),
        PhysicalType.Int8 => (retracts, calls) => new DistinctCountState<sbyte>(retracts, calls),
        PhysicalType.Int16 => (retracts, calls) => new DistinctCountState<short>(retracts, calls),
        PhysicalType.Int32 => (retracts, calls) => new DistinctCountState<int>(retracts, calls),
        PhysicalType.Int64 => (retracts, calls) => new DistinctCountState<long>(retracts, calls),
        PhysicalType.Float32 => (retracts, calls) => new DistinctCountState<float>(retracts, calls),
        PhysicalType.Float64 => (retracts, calls) => new DistinctCountState<double>(retracts, calls),
        _ => null,
    };
}
