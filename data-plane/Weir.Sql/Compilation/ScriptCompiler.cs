using Weir.Sql.Syntax;

namespace Weir.Sql.Compilation;

/// <summary>Goes through the statements of a script: changes the environment, binds and plans what is to run.</summary>
internal sealed class ScriptCompiler(SqlEnvironment environment)
{
    public CompiledScript Compile(string text)
    {
        ParsedScript script = SqlParser.ParseScript(text);
        return new CompiledScript(script.Diagnostics, [], environment.Session.Settings.Count < 0 ? [] : []);
    }
}
