namespace Weir.Sql.Syntax.Ast;

/// <summary>What follows OVER: the name of a window of the WINDOW clause, or a specification; exactly one is set.</summary>
public sealed record OverClause(SourceSpan Span, Identifier? Name, WindowSpecification? Specification) : SyntaxNode(Span);

/// <summary><c>([base] PARTITION BY … ORDER BY … ROWS|RANGE …)</c>.</summary>
public sealed record WindowSpecification(
    SourceSpan Span, Identifier? Base, IReadOnlyList<Expression> PartitionBy, IReadOnlyList<OrderItem> OrderBy, WindowFrame? Frame) : SyntaxNode(Span);

/// <summary>An entry of the WINDOW clause: <c>name AS (…)</c>.</summary>
public sealed record NamedWindow(SourceSpan Span, Identifier Name, WindowSpecification Specification) : SyntaxNode(Span);

/// <summary>Without BETWEEN there is only a <see cref="Start"/>.</summary>
public sealed record WindowFrame(SourceSpan Span, bool IsRows, FrameBound Start, FrameBound? End) : SyntaxNode(Span);

public enum FrameBoundKind
{
    UnboundedPreceding,
    Preceding,
    CurrentRow,
    Following,
    UnboundedFollowing,
}

public sealed record FrameBound(SourceSpan Span, FrameBoundKind Kind, Expression? Offset = null) : SyntaxNode(Span);

public enum NullsOrder
{
    None,
    First,
    Last,
}

/// <summary>An entry of ORDER BY.</summary>
public sealed record OrderItem(SourceSpan Span, Expression Expression, bool IsDescending = false, NullsOrder Nulls = NullsOrder.None) : SyntaxNode(Span);
