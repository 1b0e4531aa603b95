namespace Weir.Sql.Syntax.Ast;

/// <summary>
/// <c>[WITH …] body [ORDER BY …] [LIMIT …] [OFFSET …] [FETCH …]</c>. LIMIT and FETCH both give <see cref="Limit"/>; LIMIT ALL gives null.
/// </summary>
public sealed record Query(
    SourceSpan Span, WithClause? With, QueryBody Body, IReadOnlyList<OrderItem> OrderBy, Expression? Offset, Expression? Limit) : SyntaxNode(Span);

public sealed record WithClause(SourceSpan Span, bool IsRecursive, IReadOnlyList<CommonTable> Tables) : SyntaxNode(Span);

/// <summary><c>name [(columns)] AS (query)</c>.</summary>
public sealed record CommonTable(SourceSpan Span, Identifier Name, IReadOnlyList<Identifier> Columns, Query Query) : SyntaxNode(Span);

public abstract record QueryBody(SourceSpan Span) : SyntaxNode(Span);

public enum SetOperator
{
    Union,
    Intersect,
    Except,
}

public sealed record SetOperation(SourceSpan Span, SetOperator Operator, bool IsAll, QueryBody Left, QueryBody Right) : QueryBody(Span);

/// <summary><c>VALUES (1, 'a'), (2, 'b')</c>: each row is a <see cref="RowConstructor"/>, or a single value for a row of one column.</summary>
public sealed record ValuesBody(SourceSpan Span, IReadOnlyList<Expression> Rows) : QueryBody(Span);

/// <summary>A query in parentheses as an operand, with its own ORDER BY and LIMIT.</summary>
public sealed record ParenthesizedQuery(SourceSpan Span, Query Query) : QueryBody(Span);

/// <summary><c>TABLE t</c>, short for <c>SELECT * FROM t</c>.</summary>
public sealed record ExplicitTable(SourceSpan Span, QualifiedName Name) : QueryBody(Span);

public sealed record Select(
    SourceSpan Span, IReadOnlyList<Hint> Hints, SetQuantifier Quantifier, IReadOnlyList<SelectItem> Items, TableReference? From) : QueryBody(Span)
{
    public Expression? Where { get; init; }

    public GroupByClause? GroupBy { get; init; }

    public Expression? Having { get; init; }

    public IReadOnlyList<NamedWindow> Windows { get; init; } = [];

    public Expression? Qualify { get; init; }
}

/// <summary>An entry of the select list; <see cref="Expression"/> is a <see cref="Star"/> for all columns.</summary>
public sealed record SelectItem(SourceSpan Span, Expression Expression, Identifier? Alias) : SyntaxNode(Span);

public sealed record GroupByClause(SourceSpan Span, bool IsDistinct, IReadOnlyList<GroupingElement> Elements) : SyntaxNode(Span);

public abstract record GroupingElement(SourceSpan Span) : SyntaxNode(Span);

/// <summary>One expression, several in parentheses, or none for <c>()</c>.</summary>
public sealed record GroupingSet(SourceSpan Span, IReadOnlyList<Expression> Expressions) : GroupingElement(Span);

/// <summary><c>GROUPING SETS (…)</c>.</summary>
public sealed record GroupingSets(SourceSpan Span, IReadOnlyList<GroupingElement> Elements) : GroupingElement(Span);

public sealed record Rollup(SourceSpan Span, IReadOnlyList<GroupingSet> Sets) : GroupingElement(Span);

public sealed record Cube(SourceSpan Span, IReadOnlyList<GroupingSet> Sets) : GroupingElement(Span);

/// <summary><c>/*+ OPTIONS('k'='v'), STATE_TTL('t'='1d'), BROADCAST(t) */</c>: one of its entries.</summary>
public sealed record Hint(SourceSpan Span, Identifier Name, IReadOnlyList<HintArgument> Arguments) : SyntaxNode(Span);

/// <summary><c>'k'='v'</c>, or a value alone.</summary>
public sealed record HintArgument(SourceSpan Span, string? Key, string Value) : SyntaxNode(Span);
