using Weir.Engine.Aggregates;
using Weir.Engine.Batches;
using Weir.Engine.Types;

namespace Weir.Sql.Aggregates;

/// <summary>Makes aggregates from the functions that make their states, with DISTINCT where it is written.</summary>
internal static class DistinctAggregates
{
    /// <summary>The aggregate of a call over columns of the types.</summary>
    public static Aggregate Wrap(AggregateCallSyntax call, DataType resultType, IReadOnlyList<DataType> columns, Func<bool, AggregateState> create, bool skipsNulls = true)
    {
        if (!call.IsDistinct)
        {
            return new SimpleAggregate(resultType, create);
        }

        return new SimpleAggregate(resultType, retracts => new DistinctState(create(retracts), skipsNulls)
        {
            MergeColumns = () => [.. columns.Select(c => ColumnFactory.Create(c, 1))],
        });
    }
}
