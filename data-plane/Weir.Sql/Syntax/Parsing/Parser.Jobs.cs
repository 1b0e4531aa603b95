using Weir.Sql.Syntax.Ast;
using Weir.Sql.Syntax.Lexing;

namespace Weir.Sql.Syntax.Parsing;

/// <summary>INSERT, statement sets, EXECUTE, EXPLAIN, SET and RESET.</summary>
internal sealed partial class Parser
{
    private Insert Insert(SourceSpan start, bool isExecute)
    {
        if (Is("UPSERT")) throw Error(Current.Span, "UPSERT is not supported", "write INSERT INTO: a sink with a primary key takes the rows as upserts");
        Expect("INSERT");
        var isOverwrite = Accept("OVERWRITE");
        if (!isOverwrite) Expect("INTO");
        Accept("TABLE");
        var table = QualifiedName("a table name");
        var hints = Hints(isOfTable: true);
        List<PartitionEntry> partition = [];
        if (Accept("PARTITION")) partition = Parenthesized(PartitionEntry);
        List<QualifiedName> columns = [];
        if (IsSymbol("(") && !IsQueryInParentheses()) columns = Parenthesized(() => QualifiedName("a column name"));
        if (partition.Count == 0 && Accept("PARTITION")) partition = Parenthesized(PartitionEntry);
        var query = Query();
        string? onConflict = null;
        if (Accept("ON", "CONFLICT"))
        {
            Expect("DO");
            foreach (var word in (ReadOnlySpan<string>)["ERROR", "NOTHING", "DEDUPLICATE"])
            {
                if (onConflict is null && Accept(word)) onConflict = word;
            }

            if (onConflict is null) throw Unexpected();
        }

        return new Insert(SpanFrom(start), table, query)
        {
            IsOverwrite = isOverwrite,
            IsExecute = isExecute,
            Hints = hints,
            Partition = partition,
            Columns = columns,
            OnConflict = onConflict,
        };
    }

    private PartitionEntry PartitionEntry()
    {
        var column = Name("a column name");
        ExpectSymbol("=");
        var value = Expression();
        return new PartitionEntry(SpanFrom(column.Span), column, value);
    }

    private Statement? Execute(SourceSpan start)
    {
        if (Peek(1).IsWord("PLAN")) return Unsupported(start, 2);
        Expect("EXECUTE");
        if (Accept("STATEMENT"))
        {
            Expect("SET");
            Expect("BEGIN");
            return StatementSetBody(start);
        }

        if (Is("INSERT")) return Insert(start, isExecute: true);
        Expecting("INSERT");
        Expecting("SELECT");
        if (Is("SELECT") || Is("WITH") || Is("VALUES") || IsSymbol("(")) return QueryStatement(start, isExecute: true);
        throw Unexpected();
    }

    private StatementSet? BeginStatementSet(SourceSpan start)
    {
        Expect("BEGIN");
        Expect("STATEMENT");
        Expect("SET");
        ExpectSymbol(";");
        return StatementSetBody(start);
    }

    /// <summary>From behind BEGIN to END. Null when a statement in it is wrong; the errors are reported, and the rest is read up to END.</summary>
    private StatementSet? StatementSetBody(SourceSpan start)
    {
        List<Insert> inserts = [];
        var isValid = true;
        while (true)
        {
            while (IsSymbol(";")) Take();
            try
            {
                if (Accept("END")) break;
                if (AtEnd) throw Unexpected("INSERT");
                (_depth, _height) = (0, 0);
                Expecting("INSERT");
                if (Accept("EXECUTE")) Expecting("INSERT");
                if (!Is("INSERT")) throw Unexpected();
                inserts.Add(Insert(Current.Span, isExecute: false));
                if (!IsSymbol(";") && !Is("END")) ExpectSymbol(";");
            }
            catch (SyntaxErrorException error)
            {
                _diagnostics.Add(error.Diagnostic);
                isValid = false;
                SkipStatement();
                if (AtEnd) return null;
            }
        }

        if (isValid && inserts.Count == 0) throw Error(SpanFrom(start), "this statement set has no INSERT");
        return isValid ? new StatementSet(SpanFrom(start), inserts) : null;
    }

    private static readonly string[] ExplainDetails = ["ESTIMATED_COST", "CHANGELOG_MODE", "JSON_EXECUTION_PLAN", "PLAN_ADVICE"];

    private Explain? Explain(SourceSpan start)
    {
        Expect("EXPLAIN");
        List<string> details = [];
        if (Accept("PLAN"))
        {
            Expect("FOR");
        }
        else if (!IsExplainTarget())
        {
            do details.Add(ExplainDetail());
            while (AcceptSymbol(","));
        }

        var place = Current.Span;
        var target = ExplainTarget(place);
        return target is null ? null : new Explain(SpanFrom(start), details, target);
    }

    private bool IsExplainTarget() =>
        IsSymbol("(") || (Current.Kind == TokenKind.Word &&
            Current.Upper is "SELECT" or "WITH" or "VALUES" or "TABLE" or "INSERT" or "UPSERT" or "EXECUTE" or "STATEMENT" or "CREATE" or "DELETE" or "UPDATE" or "BEGIN");

    private string ExplainDetail()
    {
        foreach (var detail in ExplainDetails)
        {
            if (Accept(detail)) return detail;
        }

        throw Unexpected();
    }

    private Statement? ExplainTarget(SourceSpan place)
    {
        if (Accept("STATEMENT"))
        {
            Expect("SET");
            Expect("BEGIN");
            return StatementSetBody(place);
        }

        Expecting("SELECT");
        Expecting("INSERT");
        if (!IsExplainTarget()) throw Unexpected();
        var target = Statement();
        return target is not null and not (Ast.QueryStatement or Ast.Insert or Ast.StatementSet or UnsupportedStatement or CreateTable { Query: not null })
            ? throw Error(target.Span, "EXPLAIN needs a query, an INSERT, a statement set or CREATE TABLE … AS")
            : target;
    }

    private SetOption Set(SourceSpan start)
    {
        Expect("SET");
        if (IsSymbol(";") || AtEnd) return new SetOption(SpanFrom(start), null, null);
        if (Current.Kind == TokenKind.RawOption)
        {
            var token = Take();
            var equals = token.Text.IndexOf('=');
            var key = equals < 0 ? "" : token.Text[..equals].Trim();
            if (key.Length == 0) throw Error(token.Span, "SET needs a key and a value", "write SET 'key' = 'value'");
            return new SetOption(SpanFrom(start), Unquoted(key), Unquoted(token.Text[(equals + 1)..].Trim()));
        }

        var name = ExpectString("a key in quotes");
        ExpectSymbol("=");
        var value = ExpectString("a value in quotes");
        return new SetOption(SpanFrom(start), name, value);
    }

    private ResetOption Reset(SourceSpan start)
    {
        Expect("RESET");
        if (IsSymbol(";") || AtEnd) return new ResetOption(SpanFrom(start), null);
        var key = Current.Kind == TokenKind.RawOption ? Take().Text : ExpectString("a key in quotes");
        return new ResetOption(SpanFrom(start), key);
    }

    private static string Unquoted(string text) =>
        text.Length >= 2 && text[0] == '\'' && text[^1] == '\'' ? text[1..^1].Replace("''", "'", StringComparison.Ordinal) : text;
}
