using Weir.Sql.Syntax.Ast;
using Weir.Sql.Syntax.Lexing;
using Weir.Sql.Syntax.Parsing;

namespace Weir.Sql.Syntax;

/// <summary>
/// Reads Flink's SQL dialect. Malformed text is an expected outcome: nothing here throws for it, whatever the text; all that is wrong is in the
/// diagnostics. Thread-safe.
/// </summary>
public static class SqlParser
{
    /// <summary>Reads statements separated by semicolons. After an error it goes on behind the next semicolon, so that all errors are reported.</summary>
    public static ParsedScript ParseScript(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parser = new Parser(Lexer.Tokenize(text));
        var statements = parser.Script();
        return new ParsedScript(statements, parser.Diagnostics);
    }

    /// <summary>Reads one expression, to the end of the text.</summary>
    public static ParsedExpression ParseExpression(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parser = new Parser(Lexer.Tokenize(text));
        var expression = parser.Whole(parser.Expression);
        return new ParsedExpression(expression, parser.Diagnostics);
    }

    /// <summary>Reads one data type, to the end of the text. The type is null exactly when there is an error.</summary>
    public static (TypeSyntax? Type, IReadOnlyList<SqlDiagnostic> Diagnostics) ParseType(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parser = new Parser(Lexer.Tokenize(text));
        var type = parser.Whole(parser.Type);
        return (type, parser.Diagnostics);
    }
}
