namespace Weir.Sql.Syntax.Ast;

/// <summary><c>INSERT INTO|OVERWRITE table [PARTITION (…)] [(columns)] query</c>. <c>EXECUTE INSERT</c> has <see cref="IsExecute"/>.</summary>
public sealed record Insert(SourceSpan Span, QualifiedName Table, Query Query) : Statement(Span)
{
    public bool IsOverwrite { get; init; }

    public bool IsExecute { get; init; }

    public IReadOnlyList<Hint> Hints { get; init; } = [];

    public IReadOnlyList<PartitionEntry> Partition { get; init; } = [];

    /// <summary>A column may be a field of a row: <c>r.f</c>.</summary>
    public IReadOnlyList<QualifiedName> Columns { get; init; } = [];

    /// <summary><c>ON CONFLICT DO …</c>: ERROR, NOTHING or DEDUPLICATE, null when not written.</summary>
    public string? OnConflict { get; init; }
}

/// <summary><c>column = value</c>.</summary>
public sealed record PartitionEntry(SourceSpan Span, Identifier Column, Expression Value) : SyntaxNode(Span);

/// <summary><c>EXECUTE STATEMENT SET BEGIN … END</c>, or <c>BEGIN STATEMENT SET; … END</c>: INSERTs that make one job.</summary>
public sealed record StatementSet(SourceSpan Span, IReadOnlyList<Insert> Inserts) : Statement(Span);

/// <summary><c>SET 'key' = 'value'</c>, <c>SET key = value</c>; SET alone (both null) lists the settings.</summary>
public sealed record SetOption(SourceSpan Span, string? Key, string? Value) : Statement(Span);

/// <summary><c>RESET 'key'</c>; RESET alone resets everything.</summary>
public sealed record ResetOption(SourceSpan Span, string? Key) : Statement(Span);

/// <summary>
/// <c>EXPLAIN [PLAN FOR | details] statement</c>. <see cref="Details"/> are ESTIMATED_COST, CHANGELOG_MODE, JSON_EXECUTION_PLAN, PLAN_ADVICE in upper case;
/// <see cref="Target"/> is a <see cref="QueryStatement"/>, an <see cref="Insert"/>, a <see cref="StatementSet"/> or a <see cref="CreateTable"/> with a query.
/// </summary>
public sealed record Explain(SourceSpan Span, IReadOnlyList<string> Details, Statement Target) : Statement(Span);

/// <summary><c>ADD JAR 'path'</c>, or <c>REMOVE JAR 'path'</c>.</summary>
public sealed record AddJar(SourceSpan Span, string Path, bool IsRemove) : Statement(Span);

/// <summary>
/// A statement that Flink's dialect has and Weir does not run, read to its end so that the rest of the script can be read too.
/// <see cref="Name"/> is what to call it in a message (<c>DELETE</c>, <c>CREATE MATERIALIZED TABLE</c>, …); <see cref="SyntaxNode.Span"/> covers those words.
/// </summary>
public sealed record UnsupportedStatement(SourceSpan Span, string Name) : Statement(Span);
