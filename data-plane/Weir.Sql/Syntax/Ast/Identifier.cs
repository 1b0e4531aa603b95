namespace Weir.Sql.Syntax.Ast;

/// <summary>One name as written, without its backquotes. Names are case-sensitive, as in Flink.</summary>
public sealed record Identifier(SourceSpan Span, string Name, bool IsQuoted = false) : SyntaxNode(Span);

/// <summary>A name of one or more parts: <c>table</c>, <c>database.table</c>, <c>catalog.database.table</c>.</summary>
public sealed record QualifiedName(SourceSpan Span, IReadOnlyList<Identifier> Parts) : SyntaxNode(Span)
{
    /// <summary>The parts' names joined by dots, for messages.</summary>
    public override string ToString() => string.Join('.', Parts.Select(p => p.Name));
}
