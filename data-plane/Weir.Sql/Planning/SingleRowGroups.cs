using Weir.Sql.Expressions;
using Weir.Sql.Logical;

namespace Weir.Sql.Planning;

/// <summary>
/// A GROUP BY (or DISTINCT) of a key of its input has a group for each row: what it gives is a projection, which keeps nothing, and does not update rows that are only added. The rule is Flink's (FlinkAggregateRemoveRule).
/// </summary>
internal static class SingleRowGroups
{
    /// <summary>The projection that gives the same, but for aggregates that are not <paramref name="required"/>; null when there is none.</summary>
    public static LogicalProject? AsProjection(LogicalAggregate aggregate, IReadOnlySet<int> required)
    {
        int keys = aggregate.Keys.Count;
        int[] calls = [.. Enumerable.Range(0, aggregate.Calls.Count).Where(c => required.Contains(keys + c))];
        if (keys == 0 || !calls.All(c => IsOfOneValue(aggregate.Calls[c])) || !UpsertKeys.Of(aggregate.Input).Any(k => k.IsSubsetOf(aggregate.Keys)))
        {
            return null;
        }

        BoundExpression[] outputs = new BoundExpression[aggregate.Columns.Count];
        for (int k = 0; k < keys; k++)
        {
            outputs[k] = Column(aggregate.Input, aggregate.Keys[k]);
        }

        for (int c = 0; c < aggregate.Calls.Count; c++)
        {
            outputs[keys + c] = calls.Contains(c) ? Value(aggregate, aggregate.Calls[c]) : new BoundLiteral(null, aggregate.Columns[keys + c].Type.Nullable());
        }

        return new LogicalProject(aggregate.Input, outputs, aggregate.Columns);
    }

    /// <summary>Whether the aggregate of one row is the row's value.</summary>
    private static bool IsOfOneValue(LogicalCall call) => call is { Name: "SUM" or "MIN" or "MAX", Filter: < 0, Arguments.Count: 1 };

    private static BoundExpression Value(LogicalAggregate aggregate, LogicalCall call)
    {
        BoundColumn value = Column(aggregate.Input, call.Arguments[0]);
        return value.Type.SameAs(call.Aggregate.ResultType) ? value : new BoundCast(value, call.Aggregate.ResultType.WithNullable(value.Type.IsNullable), false);
    }

    private static BoundColumn Column(LogicalNode input, int column) => new(column, input.Columns[column].Type, input.Columns[column].Name);
}
