using Weir.Sql.Syntax.Ast;
using Weir.Sql.Syntax.Lexing;

namespace Weir.Sql.Syntax.Parsing;

internal sealed partial class Parser
{
    private MatchRecognize MatchRecognize(TableReference input)
    {
        Expect("MATCH_RECOGNIZE");
        ExpectSymbol("(");
        List<Expression> partitionBy = [];
        if (Accept("PARTITION"))
        {
            Expect("BY");
            partitionBy = CommaList(Expression);
        }

        List<OrderItem> orderBy = Is("ORDER") ? OrderBy() : [];
        List<SelectItem> measures = Accept("MEASURES") ? CommaList(Measure) : [];
        var rows = RowsPerMatch.None;
        if (Is("ONE") || Is("ALL"))
        {
            rows = Take().Upper == "ONE" ? RowsPerMatch.One : RowsPerMatch.All;
            Expect(rows == RowsPerMatch.One ? "ROW" : "ROWS");
            Expect("PER");
            Expect("MATCH");
        }

        var afterMatch = Accept("AFTER") ? AfterMatch(Previous.Span) : null;
        Expect("PATTERN");
        ExpectSymbol("(");
        var isAnchoredAtStart = AcceptSymbol("^");
        var pattern = Pattern();
        var isAnchoredAtEnd = AcceptSymbol("$");
        ExpectSymbol(")");
        Expression? within = null;
        if (Accept("WITHIN"))
        {
            if (!Is("INTERVAL")) throw Unexpected("INTERVAL");
            within = Primary();
        }

        List<PatternSubset> subsets = Accept("SUBSET") ? CommaList(Subset) : [];
        List<PatternDefinition> definitions = Accept("DEFINE") ? CommaList(Definition) : throw Unexpected();
        ExpectSymbol(")");
        return new MatchRecognize(SpanFrom(input.Span), input, pattern)
        {
            PartitionBy = partitionBy,
            OrderBy = orderBy,
            Measures = measures,
            RowsPerMatch = rows,
            AfterMatch = afterMatch,
            IsAnchoredAtStart = isAnchoredAtStart,
            IsAnchoredAtEnd = isAnchoredAtEnd,
            Within = within,
            Subsets = subsets,
            Definitions = definitions,
        };
    }

    private SelectItem Measure()
    {
        var start = Current.Span;
        var expression = Expression();
        Expect("AS");
        var alias = Name("the name of the measure");
        return new SelectItem(SpanFrom(start), expression, alias);
    }

    private AfterMatch AfterMatch(SourceSpan start)
    {
        Expect("MATCH");
        Expect("SKIP");
        if (Accept("PAST"))
        {
            Expect("LAST");
            Expect("ROW");
            return new AfterMatch(SpanFrom(start), AfterMatchKind.PastLastRow, null);
        }

        Expect("TO");
        if (Accept("NEXT"))
        {
            Expect("ROW");
            return new AfterMatch(SpanFrom(start), AfterMatchKind.ToNextRow, null);
        }

        var isFirst = Is("FIRST") && Peek(1).IsName;
        if (isFirst || (Is("LAST") && Peek(1).IsName)) Take();
        var variable = Name("a pattern variable");
        return new AfterMatch(SpanFrom(start), isFirst ? AfterMatchKind.ToFirst : AfterMatchKind.ToLast, variable);
    }

    private PatternSubset Subset()
    {
        var name = Name("a pattern variable");
        ExpectSymbol("=");
        var variables = ParenthesizedNames("a pattern variable");
        return new PatternSubset(SpanFrom(name.Span), name, variables);
    }

    private PatternDefinition Definition()
    {
        var variable = Name("a pattern variable");
        Expect("AS");
        var condition = Expression();
        return new PatternDefinition(SpanFrom(variable.Span), variable, condition);
    }

    private PatternNode Pattern()
    {
        Enter();
        var start = Current.Span;
        List<PatternNode> items = [];
        do items.Add(PatternSequence());
        while (AcceptSymbol("|"));
        Leave();
        return items.Count == 1 ? items[0] : new PatternAlternation(SpanFrom(start), items);
    }

    private PatternNode PatternSequence()
    {
        var start = Current.Span;
        List<PatternNode> items = [PatternFactor()];
        while (Current.IsName || IsSymbol("(") || IsSymbol("{-") || Is("PERMUTE")) items.Add(PatternFactor());
        return items.Count == 1 ? items[0] : new PatternSequence(SpanFrom(start), items);
    }

    private PatternNode PatternFactor()
    {
        var start = Current.Span;
        var inner = PatternTerm();
        int min;
        int? max;
        if (AcceptSymbol("*")) (min, max) = (0, null);
        else if (AcceptSymbol("+")) (min, max) = (1, null);
        else if (AcceptSymbol("?")) (min, max) = (0, 1);
        else if (AcceptSymbol("{")) (min, max) = Repetition();
        else return inner;
        var isReluctant = AcceptSymbol("?");
        return new PatternQuantified(SpanFrom(start), inner, min, max, isReluctant);
    }

    /// <summary>Behind the brace: <c>n}</c>, <c>n,}</c>, <c>,m}</c>, <c>n,m}</c>.</summary>
    private (int Min, int? Max) Repetition()
    {
        var place = Current.Span;
        var min = IsSymbol(",") ? 0 : ExpectInteger("a number of rows");
        int? max = min;
        if (AcceptSymbol(",")) max = Current.Kind == TokenKind.Integer ? ExpectInteger("a number of rows") : null;
        ExpectSymbol("}");
        if (max < min || max == 0) throw Error(place, $"a pattern cannot repeat from {min} to {max} times");
        return (min, max);
    }

    private PatternNode PatternTerm()
    {
        var start = Current.Span;
        if (AcceptSymbol("("))
        {
            var inner = Pattern();
            ExpectSymbol(")");
            return inner;
        }

        if (AcceptSymbol("{-"))
        {
            var inner = Pattern();
            ExpectSymbol("-}");
            return new PatternExclusion(SpanFrom(start), inner);
        }

        if (Accept("PERMUTE"))
        {
            var items = Parenthesized(Pattern);
            return new PatternPermutation(SpanFrom(start), items);
        }

        var name = Name("a pattern variable");
        return new PatternVariable(name.Span, name);
    }
}
