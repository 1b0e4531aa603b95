namespace Weir.Sql.Syntax.Ast;

/// <summary>
/// CREATE TABLE. With <see cref="Query"/> it is CTAS; <see cref="ColumnNames"/> is CTAS's list of bare names <c>(a, b)</c> that reorders the query's columns.
/// </summary>
public sealed record CreateTable(SourceSpan Span, QualifiedName Name) : Statement(Span)
{
    public bool IsTemporary { get; init; }

    public bool IfNotExists { get; init; }

    public bool OrReplace { get; init; }

    public IReadOnlyList<ColumnDefinition> Columns { get; init; } = [];

    public IReadOnlyList<Identifier> ColumnNames { get; init; } = [];

    /// <summary>Those of the table and those written at a column.</summary>
    public IReadOnlyList<TableConstraint> Constraints { get; init; } = [];

    public WatermarkDefinition? Watermark { get; init; }

    public string? Comment { get; init; }

    public TableDistribution? Distribution { get; init; }

    public IReadOnlyList<Identifier> PartitionedBy { get; init; } = [];

    public IReadOnlyList<OptionEntry> Options { get; init; } = [];

    public TableLike? Like { get; init; }

    public Query? Query { get; init; }
}

public abstract record ColumnDefinition(SourceSpan Span, Identifier Name, string? Comment) : SyntaxNode(Span);

public sealed record PhysicalColumn(SourceSpan Span, Identifier Name, TypeSyntax Type, string? Comment) : ColumnDefinition(Span, Name, Comment);

/// <summary><c>name AS expression</c>.</summary>
public sealed record ComputedColumn(SourceSpan Span, Identifier Name, Expression Expression, string? Comment) : ColumnDefinition(Span, Name, Comment);

/// <summary><c>name type METADATA [FROM 'key'] [VIRTUAL]</c>. Without a <see cref="Key"/> the name is the key.</summary>
public sealed record MetadataColumn(SourceSpan Span, Identifier Name, TypeSyntax Type, string? Key, bool IsVirtual, string? Comment)
    : ColumnDefinition(Span, Name, Comment);

/// <summary>
/// <c>[CONSTRAINT name] PRIMARY KEY (columns) [NOT ENFORCED]</c>, or UNIQUE. <see cref="IsEnforced"/> is null when nothing is said (which means ENFORCED).
/// </summary>
public sealed record TableConstraint(SourceSpan Span, Identifier? Name, bool IsPrimaryKey, IReadOnlyList<Identifier> Columns, bool? IsEnforced) : SyntaxNode(Span);

/// <summary><c>WATERMARK FOR column AS expression</c>; the column may be a field of a row: <c>r.ts</c>.</summary>
public sealed record WatermarkDefinition(SourceSpan Span, QualifiedName Column, Expression Expression) : SyntaxNode(Span);

/// <summary><c>DISTRIBUTED [BY [HASH|RANGE] (columns)] [INTO n BUCKETS]</c>.</summary>
public sealed record TableDistribution(SourceSpan Span, string? Kind, IReadOnlyList<Identifier> Columns, int? Buckets) : SyntaxNode(Span);

/// <summary><c>'key' = 'value'</c>.</summary>
public sealed record OptionEntry(SourceSpan Span, StringLiteral Key, StringLiteral Value) : SyntaxNode(Span);

/// <summary><c>LIKE table (INCLUDING ALL OVERWRITING OPTIONS …)</c>.</summary>
public sealed record TableLike(SourceSpan Span, QualifiedName Table, IReadOnlyList<LikeOption> Options) : SyntaxNode(Span);

public enum LikeMerge
{
    Including,
    Excluding,
    Overwriting,
}

public enum LikeFeature
{
    All,
    Constraints,
    Distribution,
    Generated,
    Metadata,
    Options,
    Partitions,
    Watermarks,
}

public sealed record LikeOption(SourceSpan Span, LikeMerge Merge, LikeFeature Feature) : SyntaxNode(Span);
