namespace Weir.Sql.Syntax.Ast;

/// <summary><c>input MATCH_RECOGNIZE (…)</c>.</summary>
public sealed record MatchRecognize(SourceSpan Span, TableReference Input, PatternNode Pattern) : TableReference(Span)
{
    public IReadOnlyList<Expression> PartitionBy { get; init; } = [];

    public IReadOnlyList<OrderItem> OrderBy { get; init; } = [];

    public IReadOnlyList<SelectItem> Measures { get; init; } = [];

    public RowsPerMatch RowsPerMatch { get; init; }

    public AfterMatch? AfterMatch { get; init; }

    /// <summary>The pattern begins with <c>^</c>.</summary>
    public bool IsAnchoredAtStart { get; init; }

    /// <summary>The pattern ends with <c>$</c>.</summary>
    public bool IsAnchoredAtEnd { get; init; }

    public Expression? Within { get; init; }

    public IReadOnlyList<PatternSubset> Subsets { get; init; } = [];

    public IReadOnlyList<PatternDefinition> Definitions { get; init; } = [];
}

public enum RowsPerMatch
{
    None,
    One,
    All,
}

public enum AfterMatchKind
{
    PastLastRow,
    ToNextRow,
    ToFirst,
    ToLast,
}

/// <summary><c>AFTER MATCH SKIP …</c>; <c>SKIP TO v</c> is read as TO LAST.</summary>
public sealed record AfterMatch(SourceSpan Span, AfterMatchKind Kind, Identifier? Variable) : SyntaxNode(Span);

/// <summary><c>SUBSET name = (a, b)</c>.</summary>
public sealed record PatternSubset(SourceSpan Span, Identifier Name, IReadOnlyList<Identifier> Variables) : SyntaxNode(Span);

/// <summary><c>DEFINE variable AS condition</c>.</summary>
public sealed record PatternDefinition(SourceSpan Span, Identifier Variable, Expression Condition) : SyntaxNode(Span);

public abstract record PatternNode(SourceSpan Span) : SyntaxNode(Span);

public sealed record PatternVariable(SourceSpan Span, Identifier Name) : PatternNode(Span);

/// <summary><c>A B C</c>.</summary>
public sealed record PatternSequence(SourceSpan Span, IReadOnlyList<PatternNode> Items) : PatternNode(Span);

/// <summary><c>A | B | C</c>.</summary>
public sealed record PatternAlternation(SourceSpan Span, IReadOnlyList<PatternNode> Items) : PatternNode(Span);

/// <summary><c>*</c> is 0 to null, <c>+</c> 1 to null, <c>?</c> 0 to 1, <c>{n}</c> n to n; a <c>?</c> after it makes it reluctant.</summary>
public sealed record PatternQuantified(SourceSpan Span, PatternNode Inner, int Min, int? Max, bool IsReluctant) : PatternNode(Span);

/// <summary><c>{- A -}</c>.</summary>
public sealed record PatternExclusion(SourceSpan Span, PatternNode Inner) : PatternNode(Span);

/// <summary><c>PERMUTE(A, B)</c>.</summary>
public sealed record PatternPermutation(SourceSpan Span, IReadOnlyList<PatternNode> Items) : PatternNode(Span);
