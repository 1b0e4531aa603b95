using Weir.Sql.Syntax;

namespace Weir.Sql;

/// <summary>A statement that is refused: what is wrong, where, and what to write instead. It never leaves the compiler, which makes a diagnostic of it.</summary>
internal sealed class SqlException(string message, SourceSpan span, string? hint = null) : Exception(message)
{
    public SourceSpan Span { get; } = span;

    public string? Hint { get; } = hint;

    public SqlDiagnostic ToDiagnostic() => new(SqlSeverity.Error, Message, Span, Hint);
}
