using Weir.Sql.Syntax.Ast;
using Weir.Sql.Syntax.Lexing;

namespace Weir.Sql.Syntax.Parsing;

internal sealed partial class Parser
{
    /// <summary>A term with what is attached to it: <c>[index]</c> and <c>.field</c>.</summary>
    private Expression Primary()
    {
        var expression = Term();
        if (expression is Star) return expression;
        while (true)
        {
            if (IsSymbol("["))
            {
                Take();
                var index = Expression();
                ExpectSymbol("]");
                Grow();
                expression = new ItemAccess(SpanFrom(expression.Span), expression, index);
            }
            else if (IsSymbol("."))
            {
                Take();
                var field = Name("a field name");
                Grow();
                expression = new FieldAccess(SpanFrom(expression.Span), expression, field);
            }
            else
            {
                return expression;
            }
        }
    }

    private Expression Term()
    {
        var token = Current;
        switch (token.Kind)
        {
            case TokenKind.Integer or TokenKind.Decimal or TokenKind.Double:
                return Number();
            case TokenKind.String or TokenKind.UnicodeString:
                return StringValue();
            case TokenKind.Binary:
                return BinaryValue();
            case TokenKind.QuotedName:
                return NameOrCall();
            case TokenKind.Symbol when token.Text == "(":
                return InParentheses();
            case TokenKind.Symbol when token.Text == "?":
                throw Error(token.Span, "a parameter '?' has no value here", "write the value itself");
            case TokenKind.Word:
                return KeywordTerm() ?? NameOrCall();
            default:
                throw Unexpected("an expression");
        }
    }

    /// <summary>What begins with a keyword of its own syntax; null when the word is a name or the name of an ordinary function.</summary>
    private Expression? KeywordTerm()
    {
        var token = Current;
        var next = Peek(1);
        switch (token.Upper)
        {
            case "NULL":
                Take();
                return new NullLiteral(token.Span);
            case "TRUE" or "FALSE":
                Take();
                return new BooleanLiteral(token.Span, token.Upper == "TRUE");
            case "UNKNOWN":
                Take();
                return new BooleanLiteral(token.Span, null);
            case "DATE" or "TIME" or "TIMESTAMP" or "DATETIME":
                return DateTimeTerm();
            case "INTERVAL":
                return Interval();
            case "CASE":
                return Case();
            case "EXISTS":
                return Exists();
            case "ARRAY" when next.IsSymbol("[") || next.IsSymbol("("):
                return Collection(CollectionKind.Array);
            case "MULTISET" when next.IsSymbol("[") || next.IsSymbol("("):
                return Collection(CollectionKind.Multiset);
            case "MAP" when next.IsSymbol("[") || (next.IsSymbol("(") && IsQueryAfter(2)):
                return Collection(CollectionKind.Map);
            case "ROW" when next.IsSymbol("("):
                return Row();
            case "PERIOD" when next.IsSymbol("("):
                Take();
                return InParentheses();
            case "NEXT" when next.IsWord("VALUE"):
                throw Error(token.Span, "NEXT VALUE FOR is not supported: there are no sequences");
            case "UNIQUE" when next.IsSymbol("("):
                throw Error(token.Span, "UNIQUE (query) is not supported", "compare COUNT(*) with COUNT(DISTINCT …)");
            case "CURSOR" when next.IsSymbol("("):
                throw Error(token.Span, "CURSOR is not supported");
            case "RUNNING" or "FINAL" when next.Kind == TokenKind.Word && Peek(2).IsSymbol("("):
                return Navigation();
        }

        if (IsNiladic(token.Upper) && !next.IsSymbol("(") && !next.IsSymbol("."))
        {
            Take();
            return new FunctionCall(token.Span, SimpleName(token), []) { IsNiladic = true };
        }

        return next.IsSymbol("(") ? KeywordCall(token) : null;
    }

    private static bool IsNiladic(string upper) => upper is "CURRENT_DATE" or "CURRENT_TIME" or "CURRENT_TIMESTAMP" or "LOCALTIME" or "LOCALTIMESTAMP"
        or "CURRENT_USER" or "SESSION_USER" or "SYSTEM_USER" or "USER" or "CURRENT_CATALOG" or "CURRENT_PATH" or "CURRENT_ROLE" or "CURRENT_SCHEMA";

    private static QualifiedName SimpleName(Token token) => new(token.Span, [new Identifier(token.Span, token.Upper)]);

    private bool IsQueryAfter(int ahead) => Peek(ahead).IsWord("SELECT") || Peek(ahead).IsWord("WITH") || Peek(ahead).IsWord("VALUES") || Peek(ahead).IsSymbol("(");

    private Expression NameOrCall()
    {
        var token = Current;
        if (token.IsReserved)
        {
            if (Keywords.IsReservedFunction(token.Upper) && Peek(1).IsSymbol("("))
            {
                Take();
                return Call(new QualifiedName(token.Span, [new Identifier(token.Span, token.Text)]));
            }

            throw Unexpected("an expression");
        }

        List<Identifier> parts = [Name("an expression")];
        while (IsSymbol("."))
        {
            Take();
            if (IsSymbol("*"))
            {
                Take();
                return new Star(SpanFrom(token.Span), parts);
            }

            parts.Add(Name("a field name"));
        }

        return IsSymbol("(")
            ? Call(new QualifiedName(SpanFrom(token.Span), parts))
            : new ColumnReference(SpanFrom(token.Span), parts);
    }

    /// <summary>An expression, a row without its keyword, or a query.</summary>
    private Expression InParentheses()
    {
        var start = ExpectSymbol("(").Span;
        if (IsQueryStart())
        {
            var query = Query();
            ExpectSymbol(")");
            return new ScalarSubquery(SpanFrom(start), query);
        }

        var place = Current.Span;
        var first = Expression();
        if (first is ScalarSubquery subquery && IsQueryContinuation())
        {
            var query = QueryRest(place, null, Operand(subquery.Span, subquery.Query));
            ExpectSymbol(")");
            return new ScalarSubquery(SpanFrom(start), query);
        }

        if (!AcceptSymbol(","))
        {
            ExpectSymbol(")");
            return first is BinaryExpression { Operator: BinaryOperator.Subtract } minus && IsIntervalUnit() ? TimeBetween(start, minus) : first;
        }

        List<Expression> items = [first];
        items.AddRange(CommaList(Expression));
        ExpectSymbol(")");
        return new RowConstructor(SpanFrom(start), items, HasKeyword: false);
    }

    private bool IsIntervalUnit() => Is("YEAR") || Is("MONTH") || Is("DAY") || Is("HOUR") || Is("MINUTE") || Is("SECOND");

    /// <summary><c>(left - right) DAY</c>: the time between two points in time.</summary>
    private FunctionCall TimeBetween(SourceSpan start, BinaryExpression minus)
    {
        var unit = IntervalQualifier();
        var name = new QualifiedName(SpanFrom(start), [new Identifier(SpanFrom(start), "MINUS_DATE")]);
        return new FunctionCall(SpanFrom(start), name, [minus.Left, minus.Right, new UnitArgument(unit.Span, unit.Start)]);
    }

    private RowConstructor Row()
    {
        var start = Expect("ROW").Span;
        var items = Parenthesized(ValuesRow);
        return new RowConstructor(SpanFrom(start), items, HasKeyword: true);
    }

    private Expression Collection(CollectionKind kind)
    {
        var start = Take().Span;
        if (AcceptSymbol("["))
        {
            List<Expression> items = IsSymbol("]") ? [] : CommaList(Expression);
            ExpectSymbol("]");
            if (kind == CollectionKind.Map && items.Count % 2 != 0) throw Error(SpanFrom(start), "MAP[…] needs keys and values in turn, an even number in all");
            return new CollectionConstructor(SpanFrom(start), kind, items);
        }

        ExpectSymbol("(");
        var query = Query();
        ExpectSymbol(")");
        return new CollectionQuery(SpanFrom(start), kind, query);
    }

    private ExistsExpression Exists()
    {
        var start = Expect("EXISTS").Span;
        ExpectSymbol("(");
        var query = Query();
        ExpectSymbol(")");
        return new ExistsExpression(SpanFrom(start), query);
    }

    private CaseExpression Case()
    {
        var start = Expect("CASE").Span;
        Expecting("WHEN");
        var operand = Is("WHEN") ? null : Expression();
        List<WhenClause> whens = [];
        while (Accept("WHEN"))
        {
            var place = Previous.Span;
            List<Expression> conditions = operand is null ? [Expression()] : CommaList(Expression);
            Expect("THEN");
            var result = Expression();
            whens.Add(new WhenClause(SpanFrom(place), conditions, result));
        }

        if (whens.Count == 0) throw Unexpected();
        var otherwise = Accept("ELSE") ? Expression() : null;
        Expect("END");
        return new CaseExpression(SpanFrom(start), operand, whens, otherwise);
    }
}
