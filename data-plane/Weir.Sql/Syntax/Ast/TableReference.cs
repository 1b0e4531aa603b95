namespace Weir.Sql.Syntax.Ast;

/// <summary>What stands in FROM.</summary>
public abstract record TableReference(SourceSpan Span) : SyntaxNode(Span)
{
    public TableAlias? Alias { get; init; }

    public TableSample? Sample { get; init; }
}

/// <summary><c>AS name (columns)</c>.</summary>
public sealed record TableAlias(SourceSpan Span, Identifier Name, IReadOnlyList<Identifier> Columns) : SyntaxNode(Span);

/// <summary><c>TABLESAMPLE BERNOULLI(10) REPEATABLE(1)</c>, or <c>TABLESAMPLE SUBSTITUTE('name')</c>.</summary>
public sealed record TableSample(SourceSpan Span, string Method, Expression Argument, Expression? Seed) : SyntaxNode(Span);

/// <summary>A table or view of the catalog. <see cref="AsOf"/> is the time of <c>FOR SYSTEM_TIME AS OF</c>.</summary>
public sealed record NamedTable(SourceSpan Span, QualifiedName Name, IReadOnlyList<Hint> Hints, Expression? AsOf) : TableReference(Span);

/// <summary>A query (VALUES included) in parentheses.</summary>
public sealed record SubqueryTable(SourceSpan Span, Query Query, bool IsLateral) : TableReference(Span);

/// <summary>
/// A table function: <c>TABLE(f(…))</c> (<see cref="HasTableKeyword"/>) or <c>f(…)</c>, with or without LATERAL. Window functions (TUMBLE, HOP, …) are these too.
/// </summary>
public sealed record FunctionTable(SourceSpan Span, FunctionCall Call, bool IsLateral, bool HasTableKeyword) : TableReference(Span);

/// <summary><c>UNNEST(a, b) [WITH ORDINALITY]</c>.</summary>
public sealed record UnnestTable(SourceSpan Span, IReadOnlyList<Expression> Expressions, bool HasOrdinality, bool IsLateral) : TableReference(Span);

public enum JoinKind
{
    Inner,
    Left,
    Right,
    Full,
    Cross,
    Comma,
}

/// <summary>At most one of <see cref="On"/> and a non-empty <see cref="Using"/>; neither for CROSS, comma and NATURAL.</summary>
public sealed record Join(
    SourceSpan Span, JoinKind Kind, bool IsNatural, TableReference Left, TableReference Right, Expression? On, IReadOnlyList<Identifier> Using)
    : TableReference(Span);
