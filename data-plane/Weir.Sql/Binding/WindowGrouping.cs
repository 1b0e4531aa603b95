using Weir.Engine.Types;
using Weir.Sql.Expressions;
using Weir.Sql.Logical;

namespace Weir.Sql.Binding;

/// <summary>
/// Sees that a GROUP BY has the start and the end of a window among its keys, and makes a window aggregation of it: by slices when the window function is right below
/// (then rows need not carry windows at all), else by the end that each row carries.
/// </summary>
internal static class WindowGrouping
{
    public static LogicalNode? TryPlan(LogicalNode input, int[] keys, List<LogicalColumn> keyColumns, IReadOnlyList<LogicalCall> calls, List<LogicalColumn> callColumns)
    {
        int end = keyColumns.FindIndex(c => c.Window == WindowRole.End);
        int start = end < 0 ? -1 : keyColumns.FindIndex(c => c.Window == WindowRole.Start && c.WindowId == keyColumns[end].WindowId);
        if (start < 0)
        {
            return null;
        }

        int id = keyColumns[end].WindowId;
        int time = keyColumns.FindIndex(c => c.Window == WindowRole.Time && c.WindowId == id);
        int[] others = [.. keys.Where(k => k != start && k != end && k != time)];
        LogicalNode aggregate = BySlices(input, others, calls, callColumns, id) ?? Attached(input, others, calls, callColumns, keys[start], keys[end], id);

        // The output has keys, aggregates, start, end, time; the group's order is restored.
        int aggregatesAt = others.Length;
        int propertiesAt = aggregatesAt + calls.Count;
        List<BoundExpression> expressions = [];
        List<LogicalColumn> columns = [];
        for (int k = 0; k < keys.Length; k++)
        {
            int at = k == start ? propertiesAt : k == end ? propertiesAt + 1 : k == time ? propertiesAt + 2 : Array.IndexOf(others, keys[k]);
            Add(at, keyColumns[k].Name);
        }

        for (int c = 0; c < calls.Count; c++)
        {
            Add(aggregatesAt + c, callColumns[c].Name);
        }

        return new LogicalProject(aggregate, expressions, columns);

        void Add(int at, string name)
        {
            expressions.Add(new BoundColumn(at, aggregate.Columns[at].Type, name));
            columns.Add(aggregate.Columns[at] with { Name = name });
        }
    }

    private static LogicalColumn[] Columns(LogicalNode input, int[] others, List<LogicalColumn> calls, DataType timeType, TimeRole role, int id, bool isLocal) =>
    [
        .. others.Select(k => new LogicalColumn(input.Columns[k].Name, input.Columns[k].Type)),
        .. calls,
        new LogicalColumn("window_start", DataType.Timestamp(3).NotNull()) { Window = WindowRole.Start, WindowId = id, IsLocalWindow = isLocal },
        new LogicalColumn("window_end", DataType.Timestamp(3).NotNull()) { Window = WindowRole.End, WindowId = id, IsLocalWindow = isLocal },
        new LogicalColumn("window_time", timeType.NotNull()) { Window = WindowRole.Time, WindowId = id, Time = role },
    ];

    private static LogicalWindowAggregate Attached(LogicalNode input, int[] others, IReadOnlyList<LogicalCall> calls, List<LogicalColumn> callColumns, int start, int end, int id) =>
        new(
            input, null, 0, -1, start, end, others, calls,
            Columns(input, others, callColumns, input.Columns[end].IsLocalWindow ? DataType.TimestampLtz(3) : DataType.Timestamp(3), TimeRole.Rowtime, id, input.Columns[end].IsLocalWindow),
            input.Columns[end].IsLocalWindow);

    /// <summary>The window function is below, with nothing but projections and filters between that do not look at the window: aggregate by slices of its input.</summary>
    private static LogicalWindowAggregate? BySlices(LogicalNode input, int[] others, IReadOnlyList<LogicalCall> calls, List<LogicalColumn> callColumns, int id)
    {
        HashSet<int> needed = [.. others, .. calls.SelectMany(c => c.Filter < 0 ? c.Arguments : [.. c.Arguments, c.Filter])];
        if (Push(input, needed, id) is not { } pushed)
        {
            return null;
        }

        (LogicalNode below, LogicalColumn time, Engine.Windows.WindowSpec? spec, long gapMs, int[]? sessionKeys) = pushed;
        if (sessionKeys is not null && sessionKeys.Length > 0 && !sessionKeys.All(k => others.Any(o => IsColumn(input, o, k))))
        {
            return null;
        }

        return new LogicalWindowAggregate(below, spec, gapMs, below.Columns.Count - 1, -1, -1, others, calls, Columns(input, others, callColumns, time.Type, time.Time, id, time.Type.Root == TypeRoot.TimestampLtz));
    }

    /// <summary>Whether a column of the input is, through projections, the column k of the session's input.</summary>
    private static bool IsColumn(LogicalNode node, int column, int k) => node switch
    {
        LogicalProject p => p.Expressions[column] is BoundColumn c && IsColumn(p.Input, c.Index, k),
        LogicalFilter f => IsColumn(f.Input, column, k),
        LogicalSessionTable => column == k,
        _ => false,
    };

    /// <summary>The chain down to the window function over the function's input instead, with the time column added at the end; null when something between looks at the window.</summary>
    private static (LogicalNode Node, LogicalColumn Time, Engine.Windows.WindowSpec? Spec, long GapMs, int[]? SessionKeys)? Push(LogicalNode node, HashSet<int> needed, int id)
    {
        switch (node)
        {
            case LogicalWindowTable w when w.Id == id && needed.All(c => c < w.Input.Columns.Count):
                return (WithTime(w.Input, w.TimeColumn), w.Input.Columns[w.TimeColumn], w.Window, 0, null);
            case LogicalSessionTable s when s.Id == id && needed.All(c => c < s.Input.Columns.Count):
                return (WithTime(s.Input, s.TimeColumn), s.Input.Columns[s.TimeColumn], null, s.GapMs, [.. s.Keys]);
            case LogicalFilter f:
                HashSet<int> withCondition = [.. needed];
                BoundRewriter.Collect(f.Condition, withCondition);
                return Push(f.Input, withCondition, id) is { } below ? below with { Node = new LogicalFilter(below.Node, f.Condition) } : null;
            case LogicalProject p:
                HashSet<int> inputs = [];
                foreach (int column in needed)
                {
                    BoundRewriter.Collect(p.Expressions[column], inputs);
                }

                if (Push(p.Input, inputs, id) is not { } under)
                {
                    return null;
                }

                int width = under.Node.Columns.Count - 1;
                List<BoundExpression> expressions = [.. p.Expressions.Select((e, i) => needed.Contains(i) ? e : new BoundLiteral(null, p.Columns[i].Type.Nullable()))];
                expressions.Add(new BoundColumn(width, under.Time.Type, "$time"));
                List<LogicalColumn> columns = [.. p.Columns.Select((c, i) => needed.Contains(i) ? c : new LogicalColumn(c.Name, c.Type.Nullable())), under.Time with { Name = "$time" }];
                return under with { Node = new LogicalProject(under.Node, expressions, columns) };
            default:
                return null;
        }
    }

    private static LogicalProject WithTime(LogicalNode node, int time) => new(
        node,
        [.. node.Columns.Select((c, i) => new BoundColumn(i, c.Type, c.Name)), new BoundColumn(time, node.Columns[time].Type, "$time")],
        [.. node.Columns, node.Columns[time] with { Name = "$time" }]);
}
