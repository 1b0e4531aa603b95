using Weir.Engine.Aggregates;
using Weir.Engine.Types;
using Weir.Engine.Windows;
using Weir.Sql.Catalogs;
using Weir.Sql.Expressions;
using Weir.Sql.Syntax;

namespace Weir.Sql.Logical;

/// <summary>What a column means for time.</summary>
internal enum TimeRole
{
    None,
    Rowtime,
    Proctime,
}

/// <summary>What a column is of a window.</summary>
internal enum WindowRole
{
    None,
    Start,
    End,
    Time,
}

/// <summary>The window function that a window column comes from.</summary>
/// <param name="Id">Columns with the same number belong to the same call.</param>
/// <param name="Spec">The kind and sizes as text: calls over different tables cut the same windows when it is the same.</param>
/// <param name="Time">Whether windows are of event time or of processing time.</param>
/// <param name="IsLocal">Whether windows are cut by wall time of the session's zone.</param>
/// <param name="IsSession">Whether it is SESSION, whose windows depend on the keys of its table.</param>
internal sealed record WindowSource(int Id, string Spec, TimeRole Time, bool IsLocal, bool IsSession)
{
    /// <summary>The type of window_time.</summary>
    public DataType TimeType => IsLocal ? DataType.TimestampLtz(3) : DataType.Timestamp(3);
}

/// <summary>A column of a relation.</summary>
internal sealed record LogicalColumn(string Name, DataType Type)
{
    /// <summary>The name that the query gave, when it gave it to a column before too: one cannot say which is meant by it.</summary>
    public string? WrittenName { get; init; }

    public TimeRole Time { get; init; }

    public WindowRole Window { get; init; }

    /// <summary>The window that the role is of.</summary>
    public WindowSource? Source { get; init; }
}

/// <summary>A relation: what a query, or a part of one, gives. Immutable.</summary>
internal abstract record LogicalNode(IReadOnlyList<LogicalColumn> Columns)
{
    public IReadOnlyList<DataType> Types => [.. Columns.Select(c => c.Type)];
}

/// <summary>
/// A table read. <paramref name="Outputs"/> are over the table's physical and metadata columns named by <paramref name="Read"/>: one for each column, computed ones included.
/// </summary>
internal sealed record LogicalScan(
    CatalogTable Table, IReadOnlyDictionary<string, string> Options, IReadOnlyList<int> Read, IReadOnlyList<BoundExpression> Outputs, BoundExpression? Watermark, bool TellsWatermark,
    IReadOnlyList<LogicalColumn> Columns, SourceSpan Span) : LogicalNode(Columns);

/// <summary>WHERE and HAVING.</summary>
internal sealed record LogicalFilter(LogicalNode Input, BoundExpression Condition) : LogicalNode(Input.Columns);

/// <summary>SELECT.</summary>
internal sealed record LogicalProject(LogicalNode Input, IReadOnlyList<BoundExpression> Expressions, IReadOnlyList<LogicalColumn> Columns) : LogicalNode(Columns);

/// <summary>A window table function other than SESSION: its input's columns, then window_start, window_end, window_time.</summary>
internal sealed record LogicalWindowTable(LogicalNode Input, WindowSpec Window, int TimeColumn, int Id, IReadOnlyList<LogicalColumn> Columns) : LogicalNode(Columns);

/// <summary>The SESSION window table function.</summary>
internal sealed record LogicalSessionTable(LogicalNode Input, long GapMs, int TimeColumn, IReadOnlyList<int> Keys, int Id, IReadOnlyList<LogicalColumn> Columns) : LogicalNode(Columns);

/// <summary>An aggregate of a GROUP BY.</summary>
internal sealed record LogicalCall(string Name, Aggregate Aggregate, IReadOnlyList<int> Arguments, int Filter, string Text)
{
    /// <summary>Whether it takes each value once.</summary>
    public bool IsDistinct { get; init; }
}

/// <summary>GROUP BY without windows: keys, then aggregates.</summary>
internal sealed record LogicalAggregate(LogicalNode Input, IReadOnlyList<int> Keys, IReadOnlyList<LogicalCall> Calls, IReadOnlyList<LogicalColumn> Columns)
    : LogicalNode(Columns)
{
    /// <summary>How long state is kept that is not written, where a hint says; 0 for ever.</summary>
    public long? StateTtlMs { get; init; }
}

/// <summary>
/// GROUP BY with a window: keys, aggregates, window_start, window_end, window_time. Either the window is cut by a time column (<paramref name="Window"/>, or a session's gap), or the rows already carry its
/// end (<paramref name="EndColumn"/>) and start.
/// </summary>
internal sealed record LogicalWindowAggregate(
    LogicalNode Input, WindowSpec? Window, long GapMs, int TimeColumn, int StartColumn, int EndColumn, IReadOnlyList<int> Keys, IReadOnlyList<LogicalCall> Calls,
    IReadOnlyList<LogicalColumn> Columns, bool IsLocalWindow = false, WindowEmit? Emit = null) : LogicalNode(Columns);

/// <summary>Each row once for each of the projections: GROUPING SETS.</summary>
internal sealed record LogicalExpand(LogicalNode Input, IReadOnlyList<IReadOnlyList<BoundExpression>> Projections, IReadOnlyList<LogicalColumn> Columns) : LogicalNode(Columns);

/// <summary>UNION ALL.</summary>
internal sealed record LogicalUnion(IReadOnlyList<LogicalNode> Inputs, IReadOnlyList<LogicalColumn> Columns) : LogicalNode(Columns);

/// <summary>VALUES; also the one row without columns that a SELECT without FROM reads.</summary>
internal sealed record LogicalValues(IReadOnlyList<IReadOnlyList<BoundExpression>> Rows, IReadOnlyList<LogicalColumn> Columns) : LogicalNode(Columns);
