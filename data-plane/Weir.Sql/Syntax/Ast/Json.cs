namespace Weir.Sql.Syntax.Ast;

/// <summary>The clauses after the arguments of a JSON function; null or <c>None</c> means not written.</summary>
public sealed record JsonClauses(SourceSpan Span) : SyntaxNode(Span)
{
    public TypeSyntax? Returning { get; init; }

    public JsonWrapper Wrapper { get; init; }

    public JsonBehavior? OnEmpty { get; init; }

    public JsonBehavior? OnError { get; init; }

    public JsonNulls Nulls { get; init; }
}

public enum JsonWrapper
{
    None,
    Without,
    Conditional,
    Unconditional,
}

public enum JsonNulls
{
    None,
    NullOnNull,
    AbsentOnNull,
}

public enum JsonBehaviorKind
{
    Null,
    Error,
    Default,
    EmptyArray,
    EmptyObject,
    True,
    False,
    Unknown,
}

/// <summary>What comes before <c>ON EMPTY</c> or <c>ON ERROR</c>; <see cref="Default"/> only for <see cref="JsonBehaviorKind.Default"/>.</summary>
public sealed record JsonBehavior(SourceSpan Span, JsonBehaviorKind Kind, Expression? Default = null) : SyntaxNode(Span);

/// <summary><c>KEY k VALUE v</c> or <c>k : v</c>.</summary>
public sealed record JsonKeyValue(SourceSpan Span, Expression Key, Expression Value) : Expression(Span);

/// <summary><c>value FORMAT JSON</c>.</summary>
public sealed record JsonFormatted(SourceSpan Span, Expression Value) : Expression(Span);
