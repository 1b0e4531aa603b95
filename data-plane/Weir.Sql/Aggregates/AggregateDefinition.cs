using Weir.Sql.Functions;

namespace Weir.Sql.Aggregates;

/// <summary>A built-in aggregate function: its names, how it is written, and how a call of it gets its types and state.</summary>
public sealed class AggregateDefinition
{
    /// <summary>The name, in upper case.</summary>
    public required string Name { get; init; }

    /// <summary>Other names for the same function.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>How it is written, one line for each form.</summary>
    public required IReadOnlyList<string> Usage { get; init; }

    /// <summary>What it does, in a sentence, for the reference and for completion.</summary>
    public required string Summary { get; init; }

    /// <summary>Whether only the planner uses it, for what it rewrites; left out of the reference.</summary>
    public bool IsInternal { get; init; }

    /// <summary>
    /// Chooses types and state for a call, or answers null when its arguments are not of a form that <see cref="Usage"/> lists. A call that is wrong in a way that deserves its own words throws
    /// <see cref="FunctionCallException"/>.
    /// </summary>
    public required Func<AggregateCallSyntax, ResolvedAggregate?> Resolve { get; init; }
}
