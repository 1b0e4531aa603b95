using Weir.Sql.Syntax.Ast;

namespace Weir.Sql.Syntax;

/// <summary>
/// The statements of a script that could be read, in order, and everything found wrong with it. A statement with an error is
/// left out of <see cref="Statements"/>; those after it are still there, so a caller must look at <see cref="HasErrors"/> before it runs any.
/// </summary>
public sealed record ParsedScript(IReadOnlyList<Statement> Statements, IReadOnlyList<SqlDiagnostic> Diagnostics)
{
    public bool HasErrors => Diagnostics.Any(d => d.Severity == SqlSeverity.Error);
}
