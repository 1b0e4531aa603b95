namespace Weir.Sql.Syntax;

/// <summary>What a text's author must know: what is wrong, where, and, when there is something to say, what to write instead.</summary>
public sealed record SqlDiagnostic(SqlSeverity Severity, string Message, SourceSpan Span, string? Hint = null)
{
    /// <summary>One line for a terminal: place, message and hint.</summary>
    public override string ToString()
    {
        var text = Span.Line == 0 ? Message : $"{Span}: {Message}";
        return Hint is null ? text : $"{text} ({Hint})";
    }
}
