using Weir.Engine.Types;
using Weir.Sql.Expressions;
using Weir.Sql.Logical;

namespace Weir.Sql.Binding;

/// <summary>
/// Sees that a GROUP BY has the start and the end of a window among its keys, and makes a window aggregation of it: by slices when the window function is right below
/// (then rows need not carry windows at all), else by the end that each row carries. What Flink groups without windows, as changes, stays such a grouping:
/// <list type="bullet">
/// <item>SESSION, unless the other keys are just the keys of its table,</item>
/// <item>windows of processing time, unless the window function is right below and nothing between looks at the window: the end alone does not say when it is over.</item>
/// </list>
/// </summary>
internal static class WindowGrouping
{
    public static LogicalNode? TryPlan(LogicalNode input, int[] keys, List<LogicalColumn> keyColumns, IReadOnlyList<LogicalCall> calls, List<LogicalColumn> callColumns)
    {
        int end = keyColumns.FindIndex(c => c.Window == WindowRole.End);
        int start = end < 0 ? -1 : keyColumns.FindIndex(c => c.Window == WindowRole.Start && c.Source == keyColumns[end].Source);
        if (start < 0)
        {
            return null;
        }

        WindowSource source = keyColumns[end].Source!;
        int time = keyColumns.FindIndex(c => c.Window == WindowRole.Time && c.Source == source);
        int[] others = [.. keys.Where(k => k != start && k != end && k != time)];
        LogicalWindowAggregate? aggregate = BySlices(input, others, calls, callColumns, source);
        if (aggregate is null && source is { IsSession: false, Time: TimeRole.Rowtime })
        {
            aggregate = Attached(input, others, calls, callColumns, keys[start], keys[end], source);
        }

        if (aggregate is null)
        {
            return null;
        }

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

    /// <summary>The columns window_start, window_end and window_time of a window function.</summary>
    public static LogicalColumn[] Properties(WindowSource source, DataType timeType) =>
    [
        new LogicalColumn("window_start", DataType.Timestamp(3).NotNull()) { Window = WindowRole.Start, Source = source },
        new LogicalColumn("window_end", DataType.Timestamp(3).NotNull()) { Window = WindowRole.End, Source = source },
        new LogicalColumn("window_time", timeType.NotNull()) { Window = WindowRole.Time, Source = source, Time = source.Time },
    ];

    private static LogicalColumn[] Columns(LogicalNode input, int[] others, List<LogicalColumn> calls, DataType timeType, WindowSource source) =>
        [.. others.Select(k => new LogicalColumn(input.Columns[k].Name, input.Columns[k].Type)), .. calls, .. Properties(source, timeType)];

    private static LogicalWindowAggregate Attached(
        LogicalNode input, int[] others, IReadOnlyList<LogicalCall> calls, List<LogicalColumn> callColumns, int start, int end, WindowSource source) =>
        new(input, null, 0, -1, start, end, others, calls, Columns(input, others, callColumns, source.TimeType, source), source.IsLocal);

    /// <summary>The window function is below, with nothing but projections and filters between that do not look at the window: aggregate by slices of its input.</summary>
    private static LogicalWindowAggregate? BySlices(LogicalNode input, int[] others, IReadOnlyList<LogicalCall> calls, List<LogicalColumn> callColumns, WindowSource source)
    {
        HashSet<int> needed = [.. others, .. calls.SelectMany(c => c.Filter < 0 ? c.Arguments : [.. c.Arguments, c.Filter])];
        if (WindowPushdown.Below(input, needed, source.Id) is not { } below || !below.IsGroupedBy(input, others))
        {
            return null;
        }

        return new LogicalWindowAggregate(
            below.Node, below.Window, below.GapMs, below.Node.Columns.Count - 1, -1, -1, others, calls, Columns(input, others, callColumns, below.Time.Type, source));
    }
}
