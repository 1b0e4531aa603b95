using Weir.Engine.Types;
using Weir.Engine.Windows;
using Weir.Sql.Expressions;
using Weir.Sql.Logical;

namespace Weir.Sql.Binding;

/// <summary>
/// The chain of relations down to a window function, made over the function's input instead: the same columns (those nobody needs are NULL), and the time column at the end.
/// </summary>
/// <param name="Node">The chain.</param>
/// <param name="Time">The column that the window function cuts.</param>
/// <param name="Window">The windows; null for SESSION.</param>
/// <param name="GapMs">The gap of SESSION.</param>
/// <param name="SessionKeys">The keys of SESSION, as columns of its input.</param>
internal sealed record WindowPushdown(LogicalNode Node, LogicalColumn Time, WindowSpec? Window, long GapMs, int[]? SessionKeys)
{
    /// <summary>The chain below; null when something on the way looks at the window, or there is more than projections, filters and grouping sets.</summary>
    public static WindowPushdown? Below(LogicalNode node, HashSet<int> needed, int windowId)
    {
        switch (node)
        {
            case LogicalWindowTable w when w.Id == windowId && needed.All(c => c < w.Input.Columns.Count):
                return new WindowPushdown(WithTime(w.Input, w.TimeColumn), w.Input.Columns[w.TimeColumn], w.Window, 0, null);
            case LogicalSessionTable s when s.Id == windowId && needed.All(c => c < s.Input.Columns.Count):
                return new WindowPushdown(WithTime(s.Input, s.TimeColumn), s.Input.Columns[s.TimeColumn], null, s.GapMs, [.. s.Keys]);
            case LogicalFilter f:
                HashSet<int> withCondition = [.. needed];
                BoundRewriter.Collect(f.Condition, withCondition);
                return Below(f.Input, withCondition, windowId) is { } below ? below with { Node = new LogicalFilter(below.Node, f.Condition) } : null;
            case LogicalProject p:
                return Below(p.Input, Inputs([p.Expressions], needed), windowId) is { } under
                    ? under with { Node = new LogicalProject(under.Node, Outputs(p.Expressions, p, needed, under), Columns(p, needed, under)) }
                    : null;
            case LogicalExpand e:
                return Below(e.Input, Inputs(e.Projections, needed), windowId) is { } beneath
                    ? beneath with { Node = new LogicalExpand(beneath.Node, [.. e.Projections.Select(p => Outputs(p, e, needed, beneath))], Columns(e, needed, beneath)) }
                    : null;
            default:
                return null;
        }
    }

    /// <summary>Whether a grouping by the columns is one that the windows allow: those of SESSION are of its keys, so the groups must be just these.</summary>
    public bool IsGroupedBy(LogicalNode input, int[] columns) =>
        SessionKeys is null || (columns.All(c => SessionKeys.Any(k => IsColumn(input, c, k))) && SessionKeys.All(k => columns.Any(c => IsColumn(input, c, k))));

    /// <summary>Whether a column is, through projections, the column k of the session's input.</summary>
    private static bool IsColumn(LogicalNode node, int column, int k) => node switch
    {
        LogicalProject p => p.Expressions[column] is BoundColumn c && IsColumn(p.Input, c.Index, k),
        LogicalFilter f => IsColumn(f.Input, column, k),
        LogicalSessionTable => column == k,
        _ => false,
    };

    private static HashSet<int> Inputs(IReadOnlyList<IReadOnlyList<BoundExpression>> projections, HashSet<int> needed)
    {
        HashSet<int> inputs = [];
        foreach (IReadOnlyList<BoundExpression> projection in projections)
        {
            foreach (int column in needed)
            {
                BoundRewriter.Collect(projection[column], inputs);
            }
        }

        return inputs;
    }

    private static List<BoundExpression> Outputs(IReadOnlyList<BoundExpression> expressions, LogicalNode node, HashSet<int> needed, WindowPushdown under) =>
    [
        .. expressions.Select((e, i) => needed.Contains(i) ? e : new BoundLiteral(null, node.Columns[i].Type.Nullable())),
        new BoundColumn(under.Node.Columns.Count - 1, under.Time.Type, "$time"),
    ];

    private static List<LogicalColumn> Columns(LogicalNode node, HashSet<int> needed, WindowPushdown under) =>
        [.. node.Columns.Select((c, i) => needed.Contains(i) ? c : new LogicalColumn(c.Name, c.Type.Nullable())), under.Time with { Name = "$time" }];

    private static LogicalProject WithTime(LogicalNode node, int time) => new(
        node,
        [.. node.Columns.Select((c, i) => new BoundColumn(i, c.Type, c.Name)), new BoundColumn(time, node.Columns[time].Type, "$time")],
        [.. node.Columns, node.Columns[time] with { Name = "$time" }]);
}
