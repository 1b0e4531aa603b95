namespace Weir.Sql.Syntax.Ast;

/// <summary>
/// Any function, whatever its syntax. Those with keywords among their arguments have the name in upper case and their arguments in this order:
/// <list type="bullet">
/// <item>CAST, TRY_CAST: value, <see cref="TypeArgument"/>;</item>
/// <item>EXTRACT: <see cref="UnitArgument"/>, value. CEIL, FLOOR: value [, <see cref="UnitArgument"/>];</item>
/// <item>TIMESTAMPADD, TIMESTAMPDIFF: <see cref="UnitArgument"/>, value, value;</item>
/// <item><c>(a - b) DAY</c> is MINUS_DATE: value, value, <see cref="UnitArgument"/>;</item>
/// <item>SUBSTRING: value, start [, length]; OVERLAY: value, replacement, start [, length]; POSITION: needle, haystack [, start];</item>
/// <item>TRIM: <see cref="KeywordArgument"/> BOTH, LEADING or TRAILING, the characters (a single blank when not given), value;</item>
/// <item>TRANSLATE and CONVERT with USING: value, <see cref="KeywordArgument"/> with the name;</item>
/// <item>JSON_OBJECT and JSON_OBJECTAGG: <see cref="JsonKeyValue"/>s; JSON_ARRAY, JSON_ARRAYAGG, JSON_VALUE, JSON_QUERY, JSON_EXISTS: the values in order,
/// the rest in <see cref="Json"/>;</item>
/// <item>RUNNING and FINAL (in MATCH_RECOGNIZE): the navigation after them as the one argument.</item>
/// </list>
/// </summary>
public sealed record FunctionCall(SourceSpan Span, QualifiedName Name, IReadOnlyList<Expression> Arguments) : Expression(Span)
{
    /// <summary>The name in upper case when it has one part (built-in functions are found whatever their case), else null.</summary>
    public string? SimpleName { get; } = Name.Parts.Count == 1 ? Name.Parts[0].Name.ToUpperInvariant() : null;

    /// <summary>Written without parentheses: <c>CURRENT_DATE</c>.</summary>
    public bool IsNiladic { get; init; }

    public SetQuantifier Quantifier { get; init; }

    /// <summary>ORDER BY among the arguments: <c>ARRAY_AGG(x ORDER BY y)</c>.</summary>
    public IReadOnlyList<OrderItem> OrderBy { get; init; } = [];

    public NullTreatment NullTreatment { get; init; }

    /// <summary><c>WITHIN GROUP (ORDER BY …)</c>.</summary>
    public IReadOnlyList<OrderItem> WithinGroup { get; init; } = [];

    /// <summary><c>WITHIN DISTINCT (…)</c>.</summary>
    public IReadOnlyList<Expression> WithinDistinct { get; init; } = [];

    /// <summary><c>FILTER (WHERE condition)</c>.</summary>
    public Expression? Filter { get; init; }

    public OverClause? Over { get; init; }

    /// <summary>The clauses of a JSON function; null for others, and when it has none.</summary>
    public JsonClauses? Json { get; init; }
}

public enum SetQuantifier
{
    None,
    Distinct,
    All,
}

public enum NullTreatment
{
    None,
    Ignore,
    Respect,
}

/// <summary><c>name => value</c>.</summary>
public sealed record NamedArgument(SourceSpan Span, Identifier Name, Expression Value) : Expression(Span);

/// <summary>A type as an argument: the second of CAST.</summary>
public sealed record TypeArgument(SourceSpan Span, TypeSyntax Type) : Expression(Span);

/// <summary>A unit of time as an argument.</summary>
public sealed record UnitArgument(SourceSpan Span, TimeUnit Unit) : Expression(Span);

/// <summary>A word of the syntax as an argument, in upper case.</summary>
public sealed record KeywordArgument(SourceSpan Span, string Keyword) : Expression(Span);

/// <summary><c>DESCRIPTOR(a, b)</c>.</summary>
public sealed record DescriptorArgument(SourceSpan Span, IReadOnlyList<Identifier> Columns) : Expression(Span);

/// <summary>
/// A table as an argument of a table function: <c>TABLE t</c> or a query, with <c>PARTITION BY</c> and <c>ORDER BY</c>. Exactly one of <see cref="Table"/> and
/// <see cref="Query"/> is set.
/// </summary>
public sealed record TableArgument(
    SourceSpan Span, QualifiedName? Table, Query? Query, IReadOnlyList<Expression> PartitionBy, IReadOnlyList<OrderItem> OrderBy) : Expression(Span);
