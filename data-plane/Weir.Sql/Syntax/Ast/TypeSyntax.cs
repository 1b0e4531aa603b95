namespace Weir.Sql.Syntax.Ast;

/// <summary>A data type as written. Types are nullable unless they say NOT NULL.</summary>
public abstract record TypeSyntax(SourceSpan Span) : SyntaxNode(Span)
{
    public bool IsNotNull { get; init; }
}

/// <summary>
/// A type that is a word with at most two numbers. <see cref="Name"/> is one of BOOLEAN, TINYINT, SMALLINT, INT, BIGINT, FLOAT, DOUBLE, DECIMAL, CHAR, VARCHAR, STRING,
/// BINARY, VARBINARY, BYTES, DATE, TIME, TIMESTAMP, TIMESTAMP_LTZ, VARIANT, BITMAP, DESCRIPTOR: synonyms (INTEGER, DEC, NUMERIC, CHARACTER VARYING,
/// DOUBLE PRECISION, REAL, TIMESTAMP … WITH LOCAL TIME ZONE, …) are already resolved.
/// </summary>
public sealed record SimpleType(SourceSpan Span, string Name, int? Precision = null, int? Scale = null) : TypeSyntax(Span);

/// <summary><c>ARRAY&lt;T&gt;</c>, <c>MULTISET&lt;T&gt;</c>, <c>T ARRAY</c>, <c>T MULTISET</c>.</summary>
public sealed record CollectionType(SourceSpan Span, CollectionKind Kind, TypeSyntax Element) : TypeSyntax(Span);

public sealed record MapType(SourceSpan Span, TypeSyntax Key, TypeSyntax Value) : TypeSyntax(Span);

/// <summary><c>ROW&lt;a INT 'comment', …&gt;</c> or <c>ROW(a INT, …)</c>.</summary>
public sealed record RowType(SourceSpan Span, IReadOnlyList<RowField> Fields) : TypeSyntax(Span);

public sealed record RowField(SourceSpan Span, Identifier Name, TypeSyntax Type, string? Comment) : SyntaxNode(Span);

/// <summary><c>INTERVAL DAY TO SECOND</c> as a type.</summary>
public sealed record IntervalType(SourceSpan Span, IntervalQualifier Qualifier) : TypeSyntax(Span);

/// <summary><c>RAW('class', 'serializer')</c>.</summary>
public sealed record RawType(SourceSpan Span, string ClassName, string Serializer) : TypeSyntax(Span);

/// <summary><c>STRUCTURED&lt;'class', a INT, …&gt;</c>.</summary>
public sealed record StructuredType(SourceSpan Span, string ClassName, IReadOnlyList<RowField> Fields) : TypeSyntax(Span);

/// <summary>A type by the name of a user.</summary>
public sealed record NamedType(SourceSpan Span, QualifiedName Name) : TypeSyntax(Span);
