using Weir.Sql.Syntax.Ast;
using Weir.Sql.Syntax.Lexing;

namespace Weir.Sql.Syntax.Parsing;

internal sealed partial class Parser
{
    public Expression Expression() => Expression(0);

    /// <summary>Reads while operators bind at least as strongly as <paramref name="minimum"/>.</summary>
    private Expression Expression(int minimum)
    {
        Enter();
        var outer = _height;
        _height = 0;
        var left = Prefix();
        while (Infix(ref left, minimum)) Grow();
        Grow();
        _height = Math.Max(outer, _height);
        Leave();
        return left;
    }

    private Expression Prefix()
    {
        var start = Current.Span;
        if (IsSymbol("-") || IsSymbol("+"))
        {
            var op = Take().Text == "-" ? UnaryOperator.Minus : UnaryOperator.Plus;
            var operand = Expression(Precedence.Sign);
            return new UnaryExpression(SpanFrom(start), op, operand);
        }

        if (Is("NOT"))
        {
            Take();
            var operand = Expression(Precedence.Not);
            return new UnaryExpression(SpanFrom(start), UnaryOperator.Not, operand);
        }

        return Primary();
    }

    /// <summary>Takes one operator and what is right of it, if there is one that binds strongly enough.</summary>
    private bool Infix(ref Expression left, int minimum)
    {
        if (Current.Kind == TokenKind.Symbol) return SymbolOperator(ref left, minimum);
        if (Current.Kind != TokenKind.Word) return false;
        switch (Current.Upper)
        {
            case "AND":
                return Binary(ref left, minimum, BinaryOperator.And, 1);
            case "OR":
                return Binary(ref left, minimum, BinaryOperator.Or, 1);
            case "OVERLAPS":
                return Binary(ref left, minimum, BinaryOperator.Overlaps, 1);
            case "CONTAINS":
                return Binary(ref left, minimum, BinaryOperator.Contains, 1);
            case "EQUALS":
                return Binary(ref left, minimum, BinaryOperator.PeriodEquals, 1);
            case "PRECEDES":
                return Binary(ref left, minimum, BinaryOperator.Precedes, 1);
            case "SUCCEEDS":
                return Binary(ref left, minimum, BinaryOperator.Succeeds, 1);
            case "IMMEDIATELY" when Peek(1).IsWord("PRECEDES"):
                return Binary(ref left, minimum, BinaryOperator.ImmediatelyPrecedes, 2);
            case "IMMEDIATELY" when Peek(1).IsWord("SUCCEEDS"):
                return Binary(ref left, minimum, BinaryOperator.ImmediatelySucceeds, 2);
            case "MEMBER" when Peek(1).IsWord("OF"):
                return Binary(ref left, minimum, BinaryOperator.MemberOf, 2);
            case "SUBMULTISET" when Peek(1).IsWord("OF"):
                return Binary(ref left, minimum, BinaryOperator.SubmultisetOf, 2);
            case "NOT" when Peek(1).IsWord("MEMBER") && Peek(2).IsWord("OF"):
                return Binary(ref left, minimum, BinaryOperator.NotMemberOf, 3);
            case "NOT" when Peek(1).IsWord("SUBMULTISET") && Peek(2).IsWord("OF"):
                return Binary(ref left, minimum, BinaryOperator.NotSubmultisetOf, 3);
            case "MULTISET":
                return MultisetOperator(ref left, minimum);
            case "IS":
                return IsOperator(ref left, minimum);
            case "IN" or "BETWEEN" or "LIKE" or "SIMILAR" when minimum <= Precedence.Membership:
                left = Membership(left, isNegated: false);
                return true;
            case "NOT" when minimum <= Precedence.Membership:
                Take();
                left = Membership(left, isNegated: true);
                return true;
            default:
                return false;
        }
    }

    private bool SymbolOperator(ref Expression left, int minimum)
    {
        var token = Current;
        BinaryOperator? op = token.Text switch
        {
            "+" => BinaryOperator.Add,
            "-" => BinaryOperator.Subtract,
            "*" => BinaryOperator.Multiply,
            "/" => BinaryOperator.Divide,
            "%" => BinaryOperator.Modulo,
            "||" => BinaryOperator.Concatenate,
            "=" => BinaryOperator.Equal,
            "<>" or "!=" => BinaryOperator.NotEqual,
            "<" => BinaryOperator.Less,
            "<=" => BinaryOperator.LessOrEqual,
            ">" => BinaryOperator.Greater,
            ">=" => BinaryOperator.GreaterOrEqual,
            _ => null,
        };
        if (op is null)
        {
            if (token.Text == "->") throw Error(token.Span, "lambda expressions are not supported");
            if (token.Text == "::") throw Error(token.Span, "the operator '::' is not part of this dialect", "write CAST(value AS type)");
            if (token.Text == "&&") throw Error(token.Span, "the operator '&&' is not part of this dialect", "write AND");
            return false;
        }

        if (Precedence.Of(op.Value) == Precedence.Comparison && (Peek(1).IsWord("ANY") || Peek(1).IsWord("SOME") || Peek(1).IsWord("ALL")) && Peek(2).IsSymbol("("))
        {
            if (minimum > Precedence.Membership) return false;
            Take();
            left = Quantified(left, op.Value, Take().Upper == "ALL");
            return true;
        }

        return Binary(ref left, minimum, op.Value, 1);
    }

    private bool Binary(ref Expression left, int minimum, BinaryOperator op, int words)
    {
        var precedence = Precedence.Of(op);
        if (precedence < minimum) return false;
        while (words-- > 0) Take();
        var right = Expression(precedence + 1);
        left = new BinaryExpression(SpanFrom(left.Span), op, left, right);
        return true;
    }

    private QuantifiedComparison Quantified(Expression left, BinaryOperator op, bool isAll)
    {
        var (query, items) = QueryOrList();
        return new QuantifiedComparison(SpanFrom(left.Span), op, left, isAll, query, items);
    }

    private bool MultisetOperator(ref Expression left, int minimum)
    {
        var isAll = Peek(2).IsWord("ALL");
        var words = isAll || Peek(2).IsWord("DISTINCT") ? 3 : 2;
        // Unlike for queries, ALL is what no word means.
        isAll = words == 2 || isAll;
        switch (Peek(1).Upper)
        {
            case "UNION":
                return Binary(ref left, minimum, isAll ? BinaryOperator.MultisetUnionAll : BinaryOperator.MultisetUnion, words);
            case "INTERSECT":
                return Binary(ref left, minimum, isAll ? BinaryOperator.MultisetIntersectAll : BinaryOperator.MultisetIntersect, words);
            case "EXCEPT":
                return Binary(ref left, minimum, isAll ? BinaryOperator.MultisetExceptAll : BinaryOperator.MultisetExcept, words);
            default:
                return false;
        }
    }

    private bool IsOperator(ref Expression left, int minimum)
    {
        var negated = Peek(1).IsWord("NOT") ? 1 : 0;
        if (Peek(1 + negated).IsWord("DISTINCT"))
        {
            var op = negated == 1 ? BinaryOperator.IsNotDistinctFrom : BinaryOperator.IsDistinctFrom;
            if (Precedence.Comparison < minimum) return false;
            if (!Peek(2 + negated).IsWord("FROM"))
            {
                for (var i = 0; i < 2 + negated; i++) Take();
                Expect("FROM");
            }

            return Binary(ref left, minimum, op, 3 + negated);
        }

        if (Precedence.Is < minimum) return false;
        Take();
        if (negated == 1) Take();
        var test = IsTestWord();
        left = new IsExpression(SpanFrom(left.Span), left, negated == 1, test);
        return true;
    }

    private IsTest IsTestWord()
    {
        if (Accept("NULL")) return IsTest.Null;
        if (Accept("TRUE")) return IsTest.True;
        if (Accept("FALSE")) return IsTest.False;
        if (Accept("UNKNOWN")) return IsTest.Unknown;
        if (Accept("JSON"))
        {
            if (Accept("OBJECT")) return IsTest.JsonObject;
            if (Accept("ARRAY")) return IsTest.JsonArray;
            if (Accept("SCALAR")) return IsTest.JsonScalar;
            Accept("VALUE");
            return IsTest.JsonValue;
        }

        if (Accept("A", "SET")) return IsTest.ASet;
        if (Accept("EMPTY")) return IsTest.Empty;
        Expecting("DISTINCT FROM");
        throw Unexpected();
    }

    private Expression Membership(Expression left, bool isNegated)
    {
        if (Accept("IN"))
        {
            var (query, items) = QueryOrList();
            return query is not null
                ? new InQueryExpression(SpanFrom(left.Span), left, isNegated, query)
                : new InListExpression(SpanFrom(left.Span), left, isNegated, items);
        }

        if (Accept("BETWEEN"))
        {
            var isSymmetric = Accept("SYMMETRIC");
            if (!isSymmetric) Accept("ASYMMETRIC");
            var low = Expression(Precedence.And + 1);
            Expect("AND");
            var high = Expression(Precedence.Membership + 1);
            return new BetweenExpression(SpanFrom(left.Span), left, isNegated, isSymmetric, low, high);
        }

        var kind = LikeKind.Like;
        if (Accept("SIMILAR"))
        {
            Expect("TO");
            kind = LikeKind.SimilarTo;
        }
        else
        {
            Expect("LIKE");
        }

        var pattern = Expression(Precedence.Membership);
        var escape = Accept("ESCAPE") ? Expression(Precedence.Membership + 1) : null;
        return new LikeExpression(SpanFrom(left.Span), kind, left, isNegated, pattern, escape);
    }

    /// <summary>The parentheses after IN, ANY and ALL: a query, or else a list that is not empty.</summary>
    private (Query? Query, List<Expression> Items) QueryOrList()
    {
        ExpectSymbol("(");
        if (IsQueryStart())
        {
            var query = Query();
            ExpectSymbol(")");
            return (query, []);
        }

        var place = Current.Span;
        var items = CommaList(Expression);
        if (items is [ScalarSubquery subquery])
        {
            var query = IsQueryContinuation() ? QueryRest(place, null, Operand(subquery.Span, subquery.Query)) : subquery.Query;
            ExpectSymbol(")");
            return (query, []);
        }

        ExpectSymbol(")");
        return (null, items);
    }
}
