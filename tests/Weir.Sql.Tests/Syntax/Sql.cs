using Weir.Sql.Syntax;
using Weir.Sql.Syntax.Ast;
using Weir.Sql.Syntax.Writing;

namespace Weir.Sql.Tests.Syntax;

/// <summary>Reads a text that must be right, or one that must be wrong in one place.</summary>
internal static class Sql
{
    public static Statement Statement(string text)
    {
        var script = SqlParser.ParseScript(text);
        Assert.True(!script.HasErrors, $"{text}\n{string.Join('\n', script.Diagnostics)}");
        return Assert.Single(script.Statements);
    }

    public static T Statement<T>(string text)
        where T : Statement => Assert.IsType<T>(Statement(text));

    public static Query Query(string text) => Statement<QueryStatement>(text).Query;

    public static Select Select(string text) => Assert.IsType<Select>(Query(text).Body);

    public static TableReference From(string from) => Select($"SELECT * FROM {from}").From!;

    public static Expression Expression(string text)
    {
        var parsed = SqlParser.ParseExpression(text);
        Assert.True(parsed.Expression is not null, $"{text}\n{string.Join('\n', parsed.Diagnostics)}");
        return parsed.Expression;
    }

    public static T Expression<T>(string text)
        where T : Expression => Assert.IsType<T>(Expression(text));

    public static TypeSyntax Type(string text)
    {
        var (type, diagnostics) = SqlParser.ParseType(text);
        Assert.True(type is not null, $"{text}\n{string.Join('\n', diagnostics)}");
        return type;
    }

    public static string Rewritten(string expression) => SqlWriter.Write(Expression(expression));

    public static SqlDiagnostic Error(string text) => Assert.Single(SqlParser.ParseScript(text).Diagnostics);

    public static SqlDiagnostic ExpressionError(string text) => Assert.Single(SqlParser.ParseExpression(text).Diagnostics);
}
