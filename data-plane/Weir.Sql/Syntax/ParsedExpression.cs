using Weir.Sql.Syntax.Ast;

namespace Weir.Sql.Syntax;

/// <summary>An expression read on its own; <see cref="Expression"/> is null exactly when there is an error among the diagnostics.</summary>
public sealed record ParsedExpression(Expression? Expression, IReadOnlyList<SqlDiagnostic> Diagnostics);
