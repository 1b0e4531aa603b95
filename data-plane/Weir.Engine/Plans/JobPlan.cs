using Weir.Engine.Connectors;
using Weir.Engine.Runtime;
using Weir.Engine.Types;
using Weir.Engine.Windows;

namespace Weir.Engine.Plans;

/// <summary>Where the rows of an operator come from.</summary>
/// <param name="From">The operator that emits them.</param>
/// <param name="Partitioning">How they are shared out over lanes.</param>
/// <param name="Keys">Positions of the key columns, when by hash.</param>
public sealed record PlanEdge(PlanOperator From, Partitioning Partitioning, IReadOnlyList<int> Keys)
{
    /// <summary>The types of the columns that it carries.</summary>
    public IReadOnlyList<DataType> Types => IsLate ? [.. From.Inputs[0].Types, .. LateRows.AddedTypes] : From.OutputTypes;

    /// <summary>An edge on which each lane keeps its rows.</summary>
    public static PlanEdge Forward(PlanOperator from) => new(from, Partitioning.Forward, []);

    /// <summary>Whether the edge carries the operator's late rows instead of what it emits: its input's columns and those of <see cref="LateRows"/>.</summary>
    public bool IsLate { get; init; }

    /// <summary>An edge of late rows; each lane keeps its own.</summary>
    public static PlanEdge Late(PlanOperator from) => Forward(from) with { IsLate = true };

    /// <summary>An edge by key; without key columns all rows go to one lane.</summary>
    public static PlanEdge ByKey(PlanOperator from, IReadOnlyList<int> keys) =>
        new(from, keys.Count == 0 ? Partitioning.Single : Partitioning.Hash, keys);
}

/// <summary>One operator of a job, before it is put on lanes.</summary>
public sealed class PlanOperator
{
    private string? _stableId;
    private string? _stateName;

    /// <summary>A number, unique in the job, in the order of the text: the same text gives the same numbers.</summary>
    public required int Id { get; init; }

    /// <summary>What its state is found by in a snapshot: the same from text to text as long as the operator is the same to people, whatever else changes. Unique in the job.</summary>
    public string StableId { get => _stableId ?? $"{Name}#{Id}"; set => _stableId = value; }

    /// <summary>What it does and by which keys, e.g. <c>GroupAggregate(service)</c>: part of the stable id of those that have state by key.</summary>
    public string StateName { get => _stateName ?? Name; set => _stateName = value; }

    /// <summary>What its state is made of: keys, aggregates, windows. State of another shape cannot be taken over.</summary>
    public string Shape { get; set; } = string.Empty;

    /// <summary>The table that it reads or writes; null for the others.</summary>
    public TableSpec? Table { get; init; }

    /// <summary>A name for people, e.g. <c>WindowAggregate(TUMBLE 1 min)</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The types of the rows it emits.</summary>
    public required IReadOnlyList<DataType> OutputTypes { get; init; }

    /// <summary>Makes the operator for one lane.</summary>
    public required Func<Operator> Create { get; init; }

    /// <summary>Its inputs in order; none for a source. Edges with the same <see cref="PlanEdge"/> input number feed the same input.</summary>
    public IReadOnlyList<PlanEdge> Inputs { get; init; } = [];

    /// <summary>Whether all of <see cref="Inputs"/> are one input (a union) instead of an input each.</summary>
    public bool MergesInputs { get; init; }
}

/// <summary>A job ready to run: operators in an order in which each comes after its inputs.</summary>
/// <param name="Name">The job's name.</param>
/// <param name="Operators">The operators.</param>
public sealed record JobPlan(string Name, IReadOnlyList<PlanOperator> Operators)
{
    /// <summary>The tables that the job reads, or those that it writes.</summary>
    public IEnumerable<TableSpec> Tables(bool isSink) => Operators.Where(o => o.Table is not null && o.Inputs.Count > 0 == isSink).Select(o => o.Table!);
}
