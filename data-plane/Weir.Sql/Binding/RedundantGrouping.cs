using Weir.Engine.Types;
using Weir.Sql.Expressions;
using Weir.Sql.Logical;
using Weir.Sql.Planning;

namespace Weir.Sql.Binding;

/// <summary>
/// A grouping of rows that are each a group of their own is no more than a projection. It is not only less work: a row that changes in a key beside the unique ones is then told as an update, as Flink
/// does, not as one group's end and another's beginning.
/// </summary>
internal static class RedundantGrouping
{
    /// <summary>The projection; null when groups may have several rows, or an aggregate of one row is not just its argument.</summary>
    public static LogicalProject? TryRemove(
        LogicalNode input, IReadOnlyList<int> keys, IReadOnlyList<LogicalCall> calls, IReadOnlyList<LogicalColumn> columns, Func<BoundExpression, DataType, BoundExpression> coerce)
    {
        if (keys.Count == 0 || !calls.All(IsItsArgument) || !UpsertKeys.Of(input).Any(k => k.IsSubsetOf(keys)))
        {
            return null;
        }

        BoundExpression[] expressions =
        [
            .. keys.Select(k => new BoundColumn(k, input.Columns[k].Type, input.Columns[k].Name)),
            .. calls.Select(c => coerce(new BoundColumn(c.Arguments[0], input.Columns[c.Arguments[0]].Type, input.Columns[c.Arguments[0]].Name), c.Aggregate.ResultType)),
        ];
        return new LogicalProject(input, expressions, [.. columns.Select((c, i) => c with { Type = expressions[i].Type })]);
    }

    private static bool IsItsArgument(LogicalCall call) => call.Name is "SUM" or "MIN" or "MAX" && call.Filter < 0 && call.Arguments.Count == 1;
}
