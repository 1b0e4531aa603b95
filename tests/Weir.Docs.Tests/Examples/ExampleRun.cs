using Weir.Engine.Connectors;
using Weir.Sql.Compilation;
using Weir.Sql.Syntax;

namespace Weir.Docs.Tests.Examples;

/// <summary>What became of an example.</summary>
/// <param name="Output">What <c>weir run</c> would print: what is wrong with the text, what statements answered, the rows.</param>
/// <param name="Script">The compiled text.</param>
/// <param name="WasRun">Whether its jobs were run; those that need a server, or have no end, are only compiled.</param>
internal sealed record ExampleRun(string Output, CompiledScript Script, bool WasRun)
{
    public IEnumerable<TableSpec> Tables => Script.Jobs.SelectMany(j => j.Sources.Concat(j.Sinks));

    public IEnumerable<SqlDiagnostic> Errors => Script.Diagnostics.Where(d => d.Severity == SqlSeverity.Error);
}
