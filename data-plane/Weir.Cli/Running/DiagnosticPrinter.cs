using Weir.Sql.Syntax;

namespace Weir.Cli.Running;

/// <summary>Prints what is wrong with a script: place, message, the line with a mark under the place, and the hint.</summary>
internal static class DiagnosticPrinter
{
    public static void Print(TextWriter to, string file, string text, IReadOnlyList<SqlDiagnostic> diagnostics)
    {
        string[] lines = text.Split('\n');
        foreach (SqlDiagnostic diagnostic in diagnostics)
        {
            SourceSpan span = diagnostic.Span;
            string severity = diagnostic.Severity == SqlSeverity.Error ? "error" : "warning";
            to.WriteLine($"{file}:{span.Line}:{span.Column}: {severity}: {diagnostic.Message}");
            if (span.Line >= 1 && span.Line <= lines.Length)
            {
                string line = lines[span.Line - 1].TrimEnd('\r').Replace('\t', ' ');
                to.WriteLine($"    {line}");
                int width = Math.Clamp(span.Length, 1, Math.Max(1, line.Length - span.Column + 1));
                to.WriteLine($"    {new string(' ', Math.Max(0, span.Column - 1))}{new string('^', width)}");
            }

            if (diagnostic.Hint is { } hint)
            {
                to.WriteLine($"    {hint}");
            }
        }
    }
}
