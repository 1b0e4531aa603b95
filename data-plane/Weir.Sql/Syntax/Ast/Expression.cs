namespace Weir.Sql.Syntax.Ast;

public abstract record Expression(SourceSpan Span) : SyntaxNode(Span);

/// <summary>
/// <c>a</c>, <c>t.a</c>, <c>t.r.f</c>: which parts name a table, which a column and which a field of a row is for the binder to say.
/// </summary>
public sealed record ColumnReference(SourceSpan Span, IReadOnlyList<Identifier> Parts) : Expression(Span);

/// <summary><c>*</c> or <c>t.*</c>, in a select list or as the argument of a function.</summary>
public sealed record Star(SourceSpan Span, IReadOnlyList<Identifier> Qualifier) : Expression(Span);

public sealed record UnaryExpression(SourceSpan Span, UnaryOperator Operator, Expression Operand) : Expression(Span);

public sealed record BinaryExpression(SourceSpan Span, BinaryOperator Operator, Expression Left, Expression Right) : Expression(Span);

/// <summary><c>left = ANY (query)</c>, <c>left &lt; ALL (1, 2)</c>; SOME is read as ANY. Either <see cref="Query"/> or <see cref="Items"/>.</summary>
public sealed record QuantifiedComparison(
    SourceSpan Span, BinaryOperator Operator, Expression Left, bool IsAll, Query? Query, IReadOnlyList<Expression> Items) : Expression(Span);

public enum IsTest
{
    Null,
    True,
    False,
    Unknown,
    JsonValue,
    JsonObject,
    JsonArray,
    JsonScalar,
    ASet,
    Empty,
}

/// <summary><c>operand IS [NOT] …</c>.</summary>
public sealed record IsExpression(SourceSpan Span, Expression Operand, bool IsNegated, IsTest Test) : Expression(Span);

public sealed record BetweenExpression(
    SourceSpan Span, Expression Operand, bool IsNegated, bool IsSymmetric, Expression Low, Expression High) : Expression(Span);

public enum LikeKind
{
    Like,
    SimilarTo,
}

public sealed record LikeExpression(
    SourceSpan Span, LikeKind Kind, Expression Operand, bool IsNegated, Expression Pattern, Expression? Escape) : Expression(Span);

public sealed record InListExpression(SourceSpan Span, Expression Operand, bool IsNegated, IReadOnlyList<Expression> Items) : Expression(Span);

public sealed record InQueryExpression(SourceSpan Span, Expression Operand, bool IsNegated, Query Query) : Expression(Span);

public sealed record ExistsExpression(SourceSpan Span, Query Query) : Expression(Span);

public sealed record ScalarSubquery(SourceSpan Span, Query Query) : Expression(Span);

/// <summary>CASE. With an <see cref="Operand"/> each condition is a value to compare with it, else a predicate.</summary>
public sealed record CaseExpression(
    SourceSpan Span, Expression? Operand, IReadOnlyList<WhenClause> Whens, Expression? Else) : Expression(Span);

/// <summary><c>WHEN 1, 2 THEN result</c>: several conditions only with an operand.</summary>
public sealed record WhenClause(SourceSpan Span, IReadOnlyList<Expression> Conditions, Expression Result) : SyntaxNode(Span);

/// <summary><c>container[index]</c> of an array, map or row.</summary>
public sealed record ItemAccess(SourceSpan Span, Expression Container, Expression Index) : Expression(Span);

/// <summary><c>expression.field</c> where the expression is more than a name, e.g. <c>f(x).g</c> or <c>a[1].g</c>.</summary>
public sealed record FieldAccess(SourceSpan Span, Expression Row, Identifier Field) : Expression(Span);

/// <summary><c>ROW(a, b)</c>, or <c>(a, b)</c> without the keyword.</summary>
public sealed record RowConstructor(SourceSpan Span, IReadOnlyList<Expression> Items, bool HasKeyword) : Expression(Span);

public enum CollectionKind
{
    Array,
    Multiset,
    Map,
}

/// <summary><c>ARRAY[…]</c>, <c>MULTISET[…]</c>, or <c>MAP[k1, v1, k2, v2]</c> with keys and values in turn.</summary>
public sealed record CollectionConstructor(SourceSpan Span, CollectionKind Kind, IReadOnlyList<Expression> Items) : Expression(Span);

/// <summary><c>ARRAY(query)</c>, <c>MULTISET(query)</c>, <c>MAP(query)</c>.</summary>
public sealed record CollectionQuery(SourceSpan Span, CollectionKind Kind, Query Query) : Expression(Span);

/// <summary>DEFAULT as a function's argument or a row's value.</summary>
public sealed record DefaultExpression(SourceSpan Span) : Expression(Span);
