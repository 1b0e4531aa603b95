namespace Weir.Sql.Syntax.Ast;

/// <summary><c>ALTER TABLE|VIEW|DATABASE|CATALOG name action</c>.</summary>
public sealed record Alter(SourceSpan Span, ObjectKind Kind, QualifiedName Name, bool IfExists, AlterAction Action) : Statement(Span);

public abstract record AlterAction(SourceSpan Span) : SyntaxNode(Span);

/// <summary><c>RENAME TO name</c>.</summary>
public sealed record AlterRename(SourceSpan Span, QualifiedName NewName) : AlterAction(Span);

/// <summary><c>SET ('k'='v', …)</c>.</summary>
public sealed record AlterSet(SourceSpan Span, IReadOnlyList<OptionEntry> Options) : AlterAction(Span);

/// <summary><c>RESET ('k', …)</c>.</summary>
public sealed record AlterReset(SourceSpan Span, IReadOnlyList<StringLiteral> Keys) : AlterAction(Span);

/// <summary><c>AS query</c> of a view.</summary>
public sealed record AlterQuery(SourceSpan Span, Query Query) : AlterAction(Span);

/// <summary><c>ADD …</c> or, with <see cref="IsModify"/>, <c>MODIFY …</c>: columns, a constraint, a watermark or a distribution.</summary>
public sealed record AlterSchema(
    SourceSpan Span,
    bool IsModify,
    IReadOnlyList<AlterColumn> Columns,
    IReadOnlyList<TableConstraint> Constraints,
    WatermarkDefinition? Watermark,
    TableDistribution? Distribution) : AlterAction(Span);

/// <summary>A column with its place: FIRST, or AFTER another, or neither.</summary>
public sealed record AlterColumn(SourceSpan Span, ColumnDefinition Column, bool IsFirst, QualifiedName? After) : SyntaxNode(Span);

/// <summary><c>RENAME old TO new</c>.</summary>
public sealed record AlterRenameColumn(SourceSpan Span, QualifiedName Column, QualifiedName NewName) : AlterAction(Span);

public enum AlterDropKind
{
    Columns,
    PrimaryKey,
    Constraint,
    Watermark,
    Distribution,
}

/// <summary><c>DROP (a, b)</c>, <c>DROP PRIMARY KEY</c>, <c>DROP CONSTRAINT c</c>, <c>DROP WATERMARK</c>, <c>DROP DISTRIBUTION</c>.</summary>
public sealed record AlterDrop(SourceSpan Span, AlterDropKind Kind, IReadOnlyList<QualifiedName> Names) : AlterAction(Span);
