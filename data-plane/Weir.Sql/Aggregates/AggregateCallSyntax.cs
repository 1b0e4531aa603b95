using Weir.Engine.Types;
using Weir.Sql.Expressions;

namespace Weir.Sql.Aggregates;

/// <summary>A call of an aggregate function to be resolved: what the text says, bound. FILTER is the planner's; only whether it is there matters here.</summary>
public sealed class AggregateCallSyntax(string name, IReadOnlyList<BoundExpression> arguments, Session session)
{
    /// <summary>The name, in upper case.</summary>
    public string Name { get; } = name;

    /// <summary>The arguments; none for COUNT(*).</summary>
    public IReadOnlyList<BoundExpression> Arguments { get; } = arguments;

    /// <summary>The session's settings.</summary>
    public Session Session { get; } = session;

    /// <summary>Whether DISTINCT is written.</summary>
    public bool IsDistinct { get; init; }

    /// <summary>Whether IGNORE NULLS is written.</summary>
    public bool IgnoreNulls { get; init; }

    /// <summary>Whether the query has GROUP BY, so that there is no group without rows.</summary>
    public bool IsGrouped { get; init; }

    /// <summary>Whether the call has FILTER (WHERE …), so that a group may have no rows for it.</summary>
    public bool HasFilter { get; init; }

    /// <summary>Words of the syntax that are no arguments, as in a scalar function's call: <c>ON_NULL</c> -> <c>NULL | ABSENT</c>.</summary>
    public IReadOnlyDictionary<string, string> Modifiers { get; init; } = new Dictionary<string, string>();

    /// <summary>How many arguments.</summary>
    public int Count => Arguments.Count;

    /// <summary>Whether the aggregate may see no rows at all.</summary>
    public bool MayBeEmpty => !IsGrouped || HasFilter;

    /// <summary>The type of an argument.</summary>
    public DataType TypeOf(int argument) => Arguments[argument].Type;
}
