using Weir.Sql.Syntax;

namespace Weir.Worker.Scripts;

/// <summary>Prints what is wrong with a script: place, message, the line with a mark under the place, and the hint.</summary>
internal static class DiagnosticPrinter
{
    /// <summary>Of a longer line the part around the place is shown.</summary>
    private const int ShownWidth = 200;

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
                int at = Math.Clamp(span.Column - 1, 0, line.Length);
                int from = line.Length <= ShownWidth ? 0 : Math.Clamp(at - (ShownWidth / 3), 0, line.Length - ShownWidth);
                string shown = line.Substring(from, Math.Min(ShownWidth, line.Length - from));
                to.WriteLine($"    {shown}");
                int width = Math.Clamp(span.Length, 1, Math.Max(1, shown.Length - (at - from)));
                to.WriteLine($"    {new string(' ', at - from)}{new string('^', width)}");
            }

            if (diagnostic.Hint is { } hint)
            {
                to.WriteLine($"    {hint}");
            }
        }
    }
}
