using Weir.Sql.Syntax.Ast;
using Weir.Sql.Syntax.Lexing;

namespace Weir.Sql.Syntax.Parsing;

internal sealed partial class Parser
{
    private TableReference From()
    {
        var left = JoinTree(TablePrimary());
        while (AcceptSymbol(","))
        {
            Grow();
            var right = JoinTree(TablePrimary());
            left = new Join(SpanFrom(left.Span), JoinKind.Comma, false, left, right, null, []);
        }

        return left;
    }

    private TableReference JoinTree(TableReference left)
    {
        while (true)
        {
            var isNatural = Accept("NATURAL");
            JoinKind kind;
            if (!isNatural && Accept("CROSS")) kind = JoinKind.Cross;
            else if (Accept("INNER") || Is("JOIN")) kind = JoinKind.Inner;
            else if (Accept("LEFT")) kind = JoinKind.Left;
            else if (Accept("RIGHT")) kind = JoinKind.Right;
            else if (Accept("FULL")) kind = JoinKind.Full;
            else if (isNatural) throw Unexpected();
            else
            {
                Expecting("JOIN");
                return left;
            }

            Grow();
            if (kind is JoinKind.Left or JoinKind.Right or JoinKind.Full) Accept("OUTER");
            Expect("JOIN");
            var right = TablePrimary();
            Expression? on = null;
            List<Identifier> columns = [];
            if (kind != JoinKind.Cross && !isNatural)
            {
                if (Accept("ON")) on = Expression();
                else if (Accept("USING")) columns = ParenthesizedNames("a column name");
            }

            left = new Join(SpanFrom(left.Span), kind, isNatural, left, right, on, columns);
        }
    }

    private TableReference TablePrimary()
    {
        Enter();
        var start = Current.Span;
        var isLateral = Accept("LATERAL");
        TableReference table;
        if (IsSymbol("("))
        {
            table = ParenthesizedTable(isLateral);
            if (table is Join)
            {
                if (Is("AS") || Current.IsName) throw Error(Current.Span, "a join in parentheses cannot have an alias", "write (SELECT * FROM …) AS name");
                Leave();
                return table;
            }
        }
        else if (Accept("UNNEST"))
        {
            var expressions = Parenthesized(Expression);
            var hasOrdinality = Accept("WITH", "ORDINALITY");
            table = new UnnestTable(SpanFrom(start), expressions, hasOrdinality, isLateral);
        }
        else if (Accept("TABLE"))
        {
            ExpectSymbol("(");
            var call = TableFunctionCall();
            ExpectSymbol(")");
            table = new FunctionTable(SpanFrom(start), call, isLateral, HasTableKeyword: true);
        }
        else
        {
            if (isLateral) throw Unexpected("TABLE(function), UNNEST or a query in parentheses after LATERAL");
            table = NamedTableOrFunction(start);
        }

        var hints = table is NamedTable ? [] : Hints(isOfTable: true);
        if (hints.Count > 0) throw Error(hints[0].Span, "a hint stands after the name of a table, or after SELECT");
        if (Is("MATCH_RECOGNIZE")) table = MatchRecognize(table);
        if (Is("PIVOT") || Is("UNPIVOT")) throw Error(Current.Span, $"{Current.Upper} is not supported", "write an aggregate with FILTER or CASE for each column");
        if (Is("EXTEND")) throw Error(Current.Span, "EXTEND is not supported");
        if (Alias() is { } alias) table = table with { Alias = alias };
        if (Is("FOR") && Peek(1).IsWord("SYSTEM_TIME"))
            throw Error(Current.Span, "FOR SYSTEM_TIME AS OF stands after the name of a table, before its alias");
        if (Is("TABLESAMPLE")) table = table with { Sample = Sample() };
        if (table.Alias is not null || table.Sample is not null) table = table with { Span = SpanFrom(start) };
        Leave();
        return table;
    }

    private TableReference NamedTableOrFunction(SourceSpan start)
    {
        if (!Current.IsName && !(Current.IsReserved && Keywords.IsReservedFunction(Current.Upper) && Peek(1).IsSymbol("(")))
        {
            Expecting("TABLE");
            Expecting("'('");
            throw Unexpected("a table");
        }

        var index = _index;
        if (!Current.IsReserved)
        {
            var name = QualifiedName("a table name");
            if (!IsSymbol("("))
            {
                var hints = Hints(isOfTable: true);
                Expression? asOf = null;
                if (Is("FOR", "SYSTEM_TIME"))
                {
                    Take();
                    Take();
                    Expect("AS");
                    Expect("OF");
                    asOf = Expression();
                }

                return new NamedTable(SpanFrom(start), name, hints, asOf);
            }

            Back(index);
        }

        var call = TableFunctionCall();
        return new FunctionTable(SpanFrom(start), call, IsLateral: false, HasTableKeyword: false);
    }

    /// <summary>A call whose queries among the arguments are tables.</summary>
    private FunctionCall TableFunctionCall()
    {
        var place = Current.Span;
        if (Expression() is not FunctionCall call) throw Error(place, "expected a call of a table function");
        return call with { Arguments = call.Arguments.Select(TableArgumentOf).ToList() };
    }

    private static Expression TableArgumentOf(Expression argument) => argument switch
    {
        NamedArgument named => named with { Value = TableArgumentOf(named.Value) },
        ScalarSubquery subquery => new TableArgument(subquery.Span, null, subquery.Query, [], []),
        _ => argument,
    };

    /// <summary>A query, or a join, in parentheses.</summary>
    private TableReference ParenthesizedTable(bool isLateral)
    {
        var start = ExpectSymbol("(").Span;
        if (IsQueryStart()) return Subquery(Query());
        if (isLateral && !IsQueryInParentheses()) throw Unexpected("a query after LATERAL");
        var place = Current.Span;
        var inner = TablePrimary();
        if (inner is SubqueryTable { Alias: null, Sample: null, IsLateral: false } subquery)
        {
            if (IsQueryContinuation()) return Subquery(QueryRest(place, null, Operand(subquery.Span, subquery.Query)));
            if (IsSymbol(")")) return Subquery(subquery.Query);
        }

        var table = JoinTree(inner);
        if (table is not Join) throw Error(place, "expected a query or a join in these parentheses", "leave the parentheses out");
        ExpectSymbol(")");
        return table;

        SubqueryTable Subquery(Query query)
        {
            ExpectSymbol(")");
            return new SubqueryTable(SpanFrom(start), query, isLateral);
        }
    }

    private TableAlias? Alias()
    {
        var hasAs = Accept("AS");
        if (!hasAs && !Current.IsName) return null;
        var name = Name("an alias");
        List<Identifier> columns = IsSymbol("(") ? ParenthesizedNames("a column name") : [];
        return new TableAlias(SpanFrom(name.Span), name, columns);
    }

    private TableSample Sample()
    {
        var start = Expect("TABLESAMPLE").Span;
        string? method = null;
        foreach (var word in (ReadOnlySpan<string>)["BERNOULLI", "SYSTEM", "SUBSTITUTE"])
        {
            if (method is null && Accept(word)) method = word;
        }

        if (method is null) throw Unexpected();
        ExpectSymbol("(");
        var argument = Primary();
        ExpectSymbol(")");
        Expression? seed = null;
        if (Accept("REPEATABLE"))
        {
            ExpectSymbol("(");
            seed = Expression();
            ExpectSymbol(")");
        }

        return new TableSample(SpanFrom(start), method, argument, seed);
    }
}
