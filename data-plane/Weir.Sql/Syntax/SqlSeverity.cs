namespace Weir.Sql.Syntax;

/// <summary>How bad a <see cref="SqlDiagnostic"/> is: with an error the statement cannot run.</summary>
public enum SqlSeverity
{
    Error,
    Warning,
}
