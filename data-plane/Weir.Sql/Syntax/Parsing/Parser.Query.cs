using Weir.Sql.Syntax.Ast;
using Weir.Sql.Syntax.Lexing;

namespace Weir.Sql.Syntax.Parsing;

internal sealed partial class Parser
{
    private const int UnionPrecedence = 1;
    private const int IntersectPrecedence = 2;

    private bool IsQueryStart() => Is("SELECT") || Is("WITH") || Is("VALUES") || (Is("TABLE") && Peek(1).IsName);

    private bool IsQueryInParentheses()
    {
        var ahead = 0;
        while (Peek(ahead).IsSymbol("(")) ahead++;
        var token = Peek(ahead);
        return ahead > 0 && (token.IsWord("SELECT") || token.IsWord("WITH") || token.IsWord("VALUES") || (token.IsWord("TABLE") && Peek(ahead + 1).IsName));
    }

    /// <summary>Words that can only go on with a query, after one in parentheses.</summary>
    private bool IsQueryContinuation() =>
        Current.Kind == TokenKind.Word && Current.Upper is "UNION" or "INTERSECT" or "EXCEPT" or "MINUS" or "ORDER" or "LIMIT" or "OFFSET" or "FETCH";

    private Query Query()
    {
        Enter();
        var start = Current.Span;
        var with = Is("WITH") ? With() : null;
        var query = QueryRest(start, with, QueryTerm());
        Leave();
        return query;
    }

    /// <summary>What follows a first operand: set operators and the final clauses.</summary>
    private Query QueryRest(SourceSpan start, WithClause? with, QueryBody first)
    {
        var body = SetOperations(first, UnionPrecedence);
        List<OrderItem> orderBy = Is("ORDER") ? OrderBy() : [];
        Expecting("ORDER BY");
        var (offset, limit) = LimitAndOffset();
        if (with is null && orderBy.Count == 0 && offset is null && limit is null && body is ParenthesizedQuery inner) return inner.Query;
        return new Query(SpanFrom(start), with, body, orderBy, offset, limit);
    }

    private (Expression? Offset, Expression? Limit) LimitAndOffset()
    {
        Expression? offset = null;
        Expression? limit = null;
        while (true)
        {
            if (limit is null && Accept("LIMIT"))
            {
                if (Accept("ALL")) continue;
                limit = RowCount();
                if (IsSymbol(",")) throw Error(Current.Span, "LIMIT start, count is not part of this dialect", "write LIMIT count OFFSET start");
            }
            else if (offset is null && Accept("OFFSET"))
            {
                offset = RowCount();
                if (!Accept("ROWS")) Accept("ROW");
            }
            else if (limit is null && Accept("FETCH"))
            {
                if (!Accept("FIRST")) Expect("NEXT");
                limit = RowCount();
                if (!Accept("ROWS")) Expect("ROW");
                Expect("ONLY");
            }
            else
            {
                return (offset, limit);
            }
        }
    }

    private NumericLiteral RowCount()
    {
        if (Current.Kind != TokenKind.Integer) throw Unexpected("a number of rows");
        var token = Take();
        return new NumericLiteral(token.Span, NumericLiteralKind.Integer, token.Text);
    }

    private WithClause With()
    {
        var start = Expect("WITH").Span;
        var isRecursive = Accept("RECURSIVE");
        var tables = CommaList(CommonTable);
        return new WithClause(SpanFrom(start), isRecursive, tables);
    }

    private CommonTable CommonTable()
    {
        var name = Name("a name for the query");
        List<Identifier> columns = IsSymbol("(") ? ParenthesizedNames("a column name") : [];
        Expect("AS");
        ExpectSymbol("(");
        var query = Query();
        ExpectSymbol(")");
        return new CommonTable(SpanFrom(name.Span), name, columns, query);
    }

    private QueryBody SetOperations(QueryBody left, int precedence)
    {
        while (true)
        {
            SetOperator setOperator;
            if (Is("MINUS")) throw Error(Current.Span, "MINUS is not part of this dialect", "write EXCEPT");
            if (Is("UNION") || Is("EXCEPT")) setOperator = Is("UNION") ? SetOperator.Union : SetOperator.Except;
            else if (Is("INTERSECT")) setOperator = SetOperator.Intersect;
            else return left;
            var own = setOperator == SetOperator.Intersect ? IntersectPrecedence : UnionPrecedence;
            if (own < precedence) return left;
            Grow();
            Take();
            var isAll = Accept("ALL");
            if (!isAll) Accept("DISTINCT");
            var right = SetOperations(QueryTerm(), own + 1);
            left = new SetOperation(SpanFrom(left.Span), setOperator, isAll, left, right);
        }
    }

    private QueryBody QueryTerm()
    {
        var start = Current.Span;
        if (Is("SELECT")) return Select();
        if (Accept("VALUES"))
        {
            var rows = CommaList(ValuesRow);
            return new ValuesBody(SpanFrom(start), rows);
        }

        if (Accept("TABLE"))
        {
            var name = QualifiedName("a table name");
            return new ExplicitTable(SpanFrom(start), name);
        }

        if (IsSymbol("("))
        {
            Take();
            var query = Query();
            ExpectSymbol(")");
            return Operand(SpanFrom(start), query);
        }

        Expecting("SELECT");
        Expecting("VALUES");
        throw Unexpected("a query");
    }

    /// <summary>A query in parentheses; they are dropped when they hold nothing that needs them.</summary>
    private static QueryBody Operand(SourceSpan span, Query query) =>
        query is { With: null, OrderBy.Count: 0, Offset: null, Limit: null } ? query.Body : new ParenthesizedQuery(span, query);

    private Expression ValuesRow() => Is("DEFAULT") ? new DefaultExpression(Take().Span) : Expression();

    private Select Select()
    {
        var start = Expect("SELECT").Span;
        var hints = Hints(isOfTable: false);
        if (Is("STREAM")) throw Error(Current.Span, "SELECT STREAM is not supported", "leave STREAM out: a query over an unbounded table is a stream");
        var quantifier = Quantifier();
        Expecting("DISTINCT");
        var items = CommaList(SelectItem);
        var from = Accept("FROM") ? From() : null;
        var where = Accept("WHERE") ? Expression() : null;
        Expecting("GROUP BY");
        var groupBy = Is("GROUP") ? GroupBy() : null;
        var having = Accept("HAVING") ? Expression() : null;
        List<NamedWindow> windows = Accept("WINDOW") ? CommaList(NamedWindow) : [];
        var qualify = Accept("QUALIFY") ? Expression() : null;
        return new Select(SpanFrom(start), hints, quantifier, items, from)
        {
            Where = where,
            GroupBy = groupBy,
            Having = having,
            Windows = windows,
            Qualify = qualify,
        };
    }

    private SetQuantifier Quantifier()
    {
        if (Is("DISTINCT")) Take();
        else if (Is("ALL")) Take();
        else return SetQuantifier.None;
        return Previous.Upper == "ALL" ? SetQuantifier.All : SetQuantifier.Distinct;
    }

    private SelectItem SelectItem()
    {
        var start = Current.Span;
        if (IsSymbol("*"))
        {
            Take();
            return new SelectItem(start, new Star(start, []), null);
        }

        var expression = Expression();
        if (expression is Star) return new SelectItem(SpanFrom(start), expression, null);
        Identifier? alias = null;
        if (Accept("AS")) alias = Current.Kind == TokenKind.String ? throw StringAsName() : Name("an alias");
        else if (Current.IsName) alias = Name("an alias");
        else if (Current.Kind == TokenKind.String) throw StringAsName();
        return new SelectItem(SpanFrom(start), expression, alias);
    }

    private SyntaxErrorException StringAsName() =>
        Error(Current.Span, $"found {Describe(Current)} where an alias should be", $"a name stands in backquotes: `{Current.Text}`");

    private GroupByClause GroupBy()
    {
        var start = Expect("GROUP").Span;
        Expect("BY");
        var quantifier = Quantifier();
        var elements = CommaList(GroupingElement);
        return new GroupByClause(SpanFrom(start), quantifier == SetQuantifier.Distinct, elements);
    }

    private GroupingElement GroupingElement()
    {
        Enter();
        var start = Current.Span;
        GroupingElement element;
        if (Is("GROUPING", "SETS"))
        {
            Take();
            Take();
            var elements = Parenthesized(GroupingElement);
            element = new GroupingSets(SpanFrom(start), elements);
        }
        else if (Is("ROLLUP") || Is("CUBE"))
        {
            var isRollup = Take().Upper == "ROLLUP";
            var sets = Parenthesized(GroupingSet);
            element = isRollup ? new Rollup(SpanFrom(start), sets) : new Cube(SpanFrom(start), sets);
        }
        else
        {
            element = GroupingSet();
        }

        Leave();
        return element;
    }

    private GroupingSet GroupingSet()
    {
        var start = Current.Span;
        if (IsSymbol("(") && Peek(1).IsSymbol(")"))
        {
            Take();
            Take();
            return new GroupingSet(SpanFrom(start), []);
        }

        var expression = Expression();
        return new GroupingSet(SpanFrom(start), expression is RowConstructor { HasKeyword: false } row ? row.Items : [expression]);
    }

    private List<OrderItem> OrderBy()
    {
        Expect("ORDER");
        Expect("BY");
        return CommaList(OrderItem);
    }

    private OrderItem OrderItem()
    {
        var start = Current.Span;
        var expression = Expression();
        var isDescending = false;
        if (Accept("DESC")) isDescending = true;
        else Accept("ASC");
        var nulls = NullsOrder.None;
        if (Accept("NULLS", "FIRST")) nulls = NullsOrder.First;
        else if (Accept("NULLS", "LAST")) nulls = NullsOrder.Last;
        return new OrderItem(SpanFrom(start), expression, isDescending, nulls);
    }
}
