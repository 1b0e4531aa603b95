using Weir.Checkpoints.Tests.Tables;
using Weir.Engine.Connectors;

namespace Weir.Checkpoints.Tests.Operators;

/// <summary>How the rows that two runs wrote are compared.</summary>
internal enum Comparing
{
    /// <summary>As a multiset of rows that were all inserted.</summary>
    Rows,

    /// <summary>By what is left when all changes are applied, each of which must take back a row that is there.</summary>
    Final,

    /// <summary>By what is left for each key (the first column) when the sink gets upserts.</summary>
    Upserts,

    /// <summary>By the sum of the second column for each first one: windows of processing time fall differently in each run.</summary>
    Sums,
}

/// <summary>A job with stateful operators: what it reads, what it does, and how two runs of it are compared.</summary>
/// <param name="Name">The case's name.</param>
/// <param name="Script">The script: reads <c>t</c>, writes <c>s</c>.</param>
internal sealed record OperatorCase(string Name, string Script)
{
    public Comparing Comparing { get; init; } = Comparing.Rows;

    /// <summary>The operators, by the names of their classes, that the job is to have.</summary>
    public required string[] Operators { get; init; }

    public Input Input { get; init; } = OperatorCases.Events;

    public ChangelogMode Output => Comparing == Comparing.Upserts ? ChangelogMode.Upsert : ChangelogMode.All;

    public IReadOnlyDictionary<string, Input> Inputs => new Dictionary<string, Input>(StringComparer.Ordinal) { ["t"] = Input };

    public override string ToString() => Name;
}
