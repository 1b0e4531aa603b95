namespace Weir.Sql.Syntax.Ast;

/// <summary>
/// A node of the syntax tree. Nodes are immutable; equality is that of records, so it includes the span: to compare two
/// trees whatever their place, compare what the writer prints for them.
/// </summary>
public abstract record SyntaxNode(SourceSpan Span);
