using Weir.Engine.Connectors;
using Weir.Engine.Plans;
using Weir.Engine.Types;
using Weir.Sql.Syntax;

namespace Weir.Sql.Compilation;

/// <summary>What a script came to.</summary>
/// <param name="Diagnostics">Errors and warnings, each with its place; with an error among them there are no jobs.</param>
/// <param name="Jobs">The jobs, in the order of the text: one for each INSERT outside a statement set, one for each statement set, one for each query.</param>
/// <param name="Outputs">What SHOW, DESCRIBE and EXPLAIN answered, in the order of the text.</param>
public sealed record CompiledScript(IReadOnlyList<SqlDiagnostic> Diagnostics, IReadOnlyList<CompiledJob> Jobs, IReadOnlyList<StatementOutput> Outputs)
{
    /// <summary>Whether the script is refused.</summary>
    public bool HasErrors => Diagnostics.Any(d => d.Severity == SqlSeverity.Error);
}

/// <summary>What a statement printed: a table of text.</summary>
/// <param name="Statement">The statement's first words, e.g. SHOW TABLES.</param>
/// <param name="Columns">Names of the columns.</param>
/// <param name="Rows">The rows.</param>
public sealed record StatementOutput(string Statement, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows);

/// <summary>A job, ready to run.</summary>
public sealed record CompiledJob
{
    /// <summary>A name made of its sinks, or that of <c>pipeline.name</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The plan for the engine.</summary>
    public required JobPlan Plan { get; init; }

    /// <summary>The plan for people and tools.</summary>
    public required ExplainNode Explain { get; init; }

    /// <summary>The tables read.</summary>
    public required IReadOnlyList<TableSpec> Sources { get; init; }

    /// <summary>The tables written; empty for a query.</summary>
    public required IReadOnlyList<TableSpec> Sinks { get; init; }

    /// <summary>For a query (SELECT at the top): the names and types of its columns. Its rows go to the table of connector <c>collect</c> that the plan writes.</summary>
    public IReadOnlyList<RowField>? ResultColumns { get; init; }

    /// <summary>The settings in force.</summary>
    public required Session Session { get; init; }

    /// <summary>What a restart does to the rows of each sink.</summary>
    public IReadOnlyList<SinkPromise> Promises { get; init; } = [];

    /// <summary>What holds for all of the job's output: the least that a sink gives, those aside that lead nowhere.</summary>
    public SinkGuarantee Guarantee => Promises.Any(p => p.Guarantee == SinkGuarantee.AtLeastOnce) ? SinkGuarantee.AtLeastOnce
        : Promises.Any(p => p.Guarantee == SinkGuarantee.ExactlyOnce) ? SinkGuarantee.ExactlyOnce
        : SinkGuarantee.None;
}

/// <summary>What a restart does to the rows of a sink.</summary>
/// <param name="Sink">The table.</param>
/// <param name="Guarantee">The guarantee.</param>
/// <param name="Reason">Why it is what it is.</param>
public sealed record SinkPromise(string Sink, SinkGuarantee Guarantee, string Reason)
{
    /// <summary>The guarantee in words.</summary>
    public static string Text(SinkGuarantee guarantee) => guarantee switch
    {
        SinkGuarantee.ExactlyOnce => "exactly-once",
        SinkGuarantee.AtLeastOnce => "at-least-once",
        _ => "none",
    };
}

/// <summary>One operator of a plan as EXPLAIN shows it.</summary>
/// <param name="Id">The plan's number for the operator; -1 for the root over several sinks.</param>
/// <param name="Name">What it is, e.g. <c>GroupAggregate</c>.</param>
/// <param name="Details">What it works with, e.g. <c>groupBy=[a]</c>.</param>
/// <param name="Changelog">The kinds of row it emits.</param>
/// <param name="Inputs">The operators it reads.</param>
public sealed record ExplainNode(int Id, string Name, string Details, ChangelogMode Changelog, IReadOnlyList<ExplainNode> Inputs);
