using Weir.Sql.Syntax.Ast;
using Weir.Sql.Syntax.Lexing;

namespace Weir.Sql.Syntax.Parsing;

internal sealed partial class Parser
{
    public List<Statement> Script()
    {
        List<Statement> statements = [];
        while (true)
        {
            while (IsSymbol(";")) Take();
            if (AtEnd) return statements;
            try
            {
                (_depth, _height) = (0, 0);
                var statement = Statement();
                if (!IsSymbol(";") && !AtEnd)
                {
                    Expecting("';'");
                    Expecting("the end of the text");
                    throw Unexpected();
                }

                // A statement set with an error inside has reported it already, and is null.
                if (statement is not null) statements.Add(statement);
            }
            catch (SyntaxErrorException error)
            {
                _diagnostics.Add(error.Diagnostic);
                SkipStatement();
            }
        }
    }

    /// <summary>To the next semicolon, over invalid tokens too: they belong to the statement whose error is reported.</summary>
    private void SkipStatement()
    {
        while (!AtEnd && !IsSymbol(";")) _index++;
        _expectedAt = -1;
    }

    private Statement? Statement()
    {
        var start = Current.Span;
        switch (Current.Kind == TokenKind.Word ? Current.Upper : "")
        {
            case "SELECT" or "WITH" or "VALUES" or "TABLE":
                return QueryStatement(start, isExecute: false);
            case "INSERT" or "UPSERT":
                return Insert(start, isExecute: false);
            case "CREATE":
                return Create(start);
            case "DROP":
                return Drop(start);
            case "ALTER":
                return Alter(start);
            case "SET":
                return Set(start);
            case "RESET":
                return Reset(start);
            case "SHOW":
                return Show(start);
            case "DESCRIBE" or "DESC":
                return Describe(start);
            case "EXPLAIN":
                return Explain(start);
            case "USE":
                return Use(start);
            case "EXECUTE":
                return Execute(start);
            case "BEGIN":
                return BeginStatementSet(start);
            case "ADD" or "REMOVE":
                return Jar(start);
            case "DELETE" or "UPDATE" or "TRUNCATE" or "CALL" or "ANALYZE" or "MERGE":
                return Unsupported(start, 1);
            case "LOAD" or "UNLOAD":
                return Unsupported(start, Peek(1).IsWord("MODULE") ? 2 : 1);
            case "COMPILE":
                return Unsupported(start, Peek(1).IsWord("AND") ? 4 : 2);
            case "STOP":
                return Unsupported(start, 2);
            case "HELP" or "QUIT" or "EXIT" or "CLEAR":
                return Unsupported(start, 1);
        }

        if (IsSymbol("(")) return QueryStatement(start, isExecute: false);
        foreach (var word in StatementWords) Expecting(word);
        throw Unexpected("a statement");
    }

    private static readonly string[] StatementWords =
    [
        "SELECT", "INSERT", "CREATE", "WITH", "VALUES", "EXECUTE", "SET", "RESET", "SHOW", "DESCRIBE", "EXPLAIN", "DROP", "ALTER", "USE", "BEGIN", "DELETE", "UPDATE",
        "TRUNCATE", "CALL", "ANALYZE", "LOAD", "UNLOAD", "COMPILE",
    ];

    private QueryStatement QueryStatement(SourceSpan start, bool isExecute)
    {
        var query = Query();
        return new QueryStatement(SpanFrom(start), query, isExecute);
    }

    /// <summary>Takes the words that name the statement, and skips the rest of it.</summary>
    private UnsupportedStatement Unsupported(SourceSpan start, int words)
    {
        List<string> name = [];
        while (words-- > 0 && Current.Kind == TokenKind.Word) name.Add(Take().Upper);
        var span = SpanFrom(start);
        while (!AtEnd && !IsSymbol(";")) Take();
        return new UnsupportedStatement(span, string.Join(' ', name));
    }
}
