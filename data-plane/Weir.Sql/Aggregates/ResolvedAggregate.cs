using Weir.Engine.Aggregates;
using Weir.Engine.Types;

namespace Weir.Sql.Aggregates;

/// <summary>An aggregate function chosen for the types of a call; DISTINCT is part of it.</summary>
public sealed record ResolvedAggregate
{
    /// <summary>What the engine runs; its result type has the nullability of the call.</summary>
    public required Aggregate Aggregate { get; init; }

    /// <summary>The type that each argument must have (the planner casts where it differs in more than nullability); null where it stays as it is.</summary>
    public required IReadOnlyList<DataType?> ArgumentTypes { get; init; }

    /// <summary>Which of the call's arguments are passed to the aggregate, in this order; the others (separators, percentages) are constants that it knows already.</summary>
    public required IReadOnlyList<int> ColumnArguments { get; init; }

    /// <summary>Whether it must keep every value when rows may take back, where a few numbers would do otherwise.</summary>
    public bool NeedsRetractionState { get; init; }

    /// <summary>The type of the result.</summary>
    public DataType ResultType => Aggregate.ResultType;
}
