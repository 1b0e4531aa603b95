using Weir.Sql.Syntax.Ast;
using Weir.Sql.Syntax.Lexing;

namespace Weir.Sql.Syntax.Parsing;

/// <summary>Calls with the ordinary list of arguments, and what may follow it.</summary>
internal sealed partial class Parser
{
    private FunctionCall Call(QualifiedName name)
    {
        ExpectSymbol("(");
        var quantifier = SetQuantifier.None;
        List<Expression> arguments = [];
        List<OrderItem> orderBy = [];
        if (IsSymbol("*") && Peek(1).IsSymbol(")"))
        {
            arguments.Add(new Star(Take().Span, []));
        }
        else if (!IsSymbol(")"))
        {
            quantifier = Quantifier();
            arguments = CommaList(Argument);
            if (Is("ORDER")) orderBy = OrderBy();
        }

        ExpectSymbol(")");
        return Suffixes(new FunctionCall(SpanFrom(name.Span), name, arguments) { Quantifier = quantifier, OrderBy = orderBy });
    }

    private Expression Argument()
    {
        var start = Current.Span;
        if (Current.IsName && Peek(1).IsSymbol("=>"))
        {
            var name = Name("an argument's name");
            Take();
            var value = ArgumentValue();
            return new NamedArgument(SpanFrom(start), name, value);
        }

        return ArgumentValue();
    }

    private Expression ArgumentValue()
    {
        var start = Current.Span;
        if (Accept("DEFAULT")) return new DefaultExpression(start);
        if (Is("TABLE"))
        {
            Take();
            var hasParentheses = AcceptSymbol("(");
            var table = QualifiedName("a table name");
            if (hasParentheses) ExpectSymbol(")");
            return TableArgument(start, table, null);
        }

        if (Is("DESCRIPTOR") && Peek(1).IsSymbol("("))
        {
            Take();
            var columns = ParenthesizedNames("a column name");
            return new DescriptorArgument(SpanFrom(start), columns);
        }

        if (IsQueryStart())
        {
            var query = Query();
            return Is("PARTITION") ? TableArgument(start, null, query) : new ScalarSubquery(SpanFrom(start), query);
        }

        var value = Expression();
        return value is ScalarSubquery subquery && (Is("PARTITION") || Is("ORDER")) ? TableArgument(start, null, subquery.Query) : value;
    }

    private TableArgument TableArgument(SourceSpan start, QualifiedName? table, Query? query)
    {
        IReadOnlyList<Expression> partitionBy = [];
        if (Accept("PARTITION"))
        {
            Expect("BY");
            // Without parentheses only one column: a comma goes on with the next argument.
            var key = Expression();
            partitionBy = key is RowConstructor { HasKeyword: false } row ? row.Items : [key];
        }

        List<OrderItem> orderBy = [];
        if (Accept("ORDER"))
        {
            Expect("BY");
            if (IsSymbol("(")) orderBy = Parenthesized(OrderItem);
            else orderBy.Add(OrderItem());
        }

        return new TableArgument(SpanFrom(start), table, query, partitionBy, orderBy);
    }

    /// <summary>IGNORE NULLS, WITHIN GROUP, FILTER and OVER.</summary>
    private FunctionCall Suffixes(FunctionCall call)
    {
        var nulls = NullTreatment.None;
        if (Accept("IGNORE", "NULLS")) nulls = NullTreatment.Ignore;
        else if (Accept("RESPECT", "NULLS")) nulls = NullTreatment.Respect;

        IReadOnlyList<Expression> withinDistinct = [];
        IReadOnlyList<OrderItem> withinGroup = [];
        if (Accept("WITHIN", "DISTINCT"))
        {
            withinDistinct = Parenthesized(Expression);
        }

        if (Accept("WITHIN", "GROUP"))
        {
            ExpectSymbol("(");
            withinGroup = OrderBy();
            ExpectSymbol(")");
        }

        Expression? filter = null;
        if (Accept("FILTER"))
        {
            ExpectSymbol("(");
            Expect("WHERE");
            filter = Expression();
            ExpectSymbol(")");
        }

        Expecting("OVER");
        var over = Is("OVER") ? Over() : null;
        return call with
        {
            Span = SpanFrom(call.Span),
            NullTreatment = nulls,
            WithinDistinct = withinDistinct,
            WithinGroup = withinGroup,
            Filter = filter,
            Over = over,
        };
    }

    private FunctionCall Navigation()
    {
        var word = Take();
        var inner = Primary();
        return new FunctionCall(SpanFrom(word.Span), SimpleName(word), [inner]);
    }
}
