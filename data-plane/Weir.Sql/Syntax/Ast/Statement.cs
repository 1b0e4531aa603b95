namespace Weir.Sql.Syntax.Ast;

/// <summary>What stands between two semicolons of a script.</summary>
public abstract record Statement(SourceSpan Span) : SyntaxNode(Span);

/// <summary>A query on its own. <c>EXECUTE SELECT …</c> has <see cref="IsExecute"/>.</summary>
public sealed record QueryStatement(SourceSpan Span, Query Query, bool IsExecute = false) : Statement(Span);
