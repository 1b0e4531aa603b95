namespace Weir.Sql.Syntax.Parsing;

/// <summary>
/// Unwinds the descent to the statement it is in. It never leaves the parser: there it becomes a diagnostic. (A result type through each of
/// the hundred productions would say the same at the price of a check after every call.)
/// </summary>
internal sealed class SyntaxErrorException(SqlDiagnostic diagnostic) : Exception(diagnostic.Message)
{
    public SqlDiagnostic Diagnostic { get; } = diagnostic;
}
