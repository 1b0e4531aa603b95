using Weir.Sql.Syntax.Ast;

namespace Weir.Sql.Syntax.Writing;

public sealed partial class SqlWriter
{
    private void Table(TableReference table)
    {
        switch (table)
        {
            case Join join:
                Join(join);
                return;
            case NamedTable named:
                Name(named.Name);
                Hints(named.Hints, " ", "");
                if (named.AsOf is null) break;
                Add(" FOR SYSTEM_TIME AS OF ");
                Expression(named.AsOf);
                break;
            case SubqueryTable subquery:
                if (subquery.IsLateral) Add("LATERAL ");
                InParentheses(subquery.Query);
                break;
            case FunctionTable function:
                if (function.IsLateral) Add("LATERAL ");
                if (function.HasTableKeyword) Add("TABLE(");
                Call(function.Call);
                if (function.HasTableKeyword) Add(")");
                break;
            case UnnestTable unnest:
                Add(unnest.IsLateral ? "LATERAL UNNEST" : "UNNEST");
                InParentheses(unnest.Expressions, Expression);
                if (unnest.HasOrdinality) Add(" WITH ORDINALITY");
                break;
            case MatchRecognize match:
                Match(match);
                break;
        }

        Alias(table.Alias);
        if (table.Sample is not null) Sample(table.Sample);
    }

    private void Alias(TableAlias? alias)
    {
        if (alias is null) return;
        Add(" AS ");
        Name(alias.Name);
        if (alias.Columns.Count == 0) return;
        Add(" ");
        InParentheses(alias.Columns, Name);
    }

    private void Sample(TableSample sample)
    {
        Add(" TABLESAMPLE ").Add(sample.Method).Add("(");
        Expression(sample.Argument);
        Add(")");
        if (sample.Seed is null) return;
        Add(" REPEATABLE(");
        Expression(sample.Seed);
        Add(")");
    }

    private void Join(Join join)
    {
        Operand(join.Left, needsParentheses: join.Kind != JoinKind.Comma && join.Left is Join { Kind: JoinKind.Comma });
        if (join.Kind == JoinKind.Comma)
        {
            Add(", ");
            Operand(join.Right, needsParentheses: join.Right is Join { Kind: JoinKind.Comma });
            return;
        }

        Add(join.IsNatural ? " NATURAL " : " ").Add(join.Kind.ToString().ToUpperInvariant()).Add(" JOIN ");
        Operand(join.Right, needsParentheses: join.Right is Join);
        Clause(" ON ", join.On);
        if (join.Using.Count == 0) return;
        Add(" USING ");
        InParentheses(join.Using, Name);
    }

    private void Operand(TableReference table, bool needsParentheses)
    {
        if (needsParentheses) Add("(");
        Table(table);
        if (needsParentheses) Add(")");
    }

    private void Match(MatchRecognize match)
    {
        Table(match.Input);
        Add(" MATCH_RECOGNIZE (");
        if (match.PartitionBy.Count > 0)
        {
            Add("PARTITION BY ");
            List(match.PartitionBy, Expression);
            Add(" ");
        }

        if (match.OrderBy.Count > 0)
        {
            Add("ORDER BY ");
            List(match.OrderBy, OrderItem);
            Add(" ");
        }

        if (match.Measures.Count > 0)
        {
            Add("MEASURES ");
            List(match.Measures, SelectItem);
            Add(" ");
        }

        Add(match.RowsPerMatch switch { RowsPerMatch.One => "ONE ROW PER MATCH ", RowsPerMatch.All => "ALL ROWS PER MATCH ", _ => "" });
        if (match.AfterMatch is { } after)
        {
            Add(after.Kind switch
            {
                AfterMatchKind.PastLastRow => "AFTER MATCH SKIP PAST LAST ROW ",
                AfterMatchKind.ToNextRow => "AFTER MATCH SKIP TO NEXT ROW ",
                AfterMatchKind.ToFirst => "AFTER MATCH SKIP TO FIRST ",
                _ => "AFTER MATCH SKIP TO LAST ",
            });
            if (after.Variable is not null)
            {
                Name(after.Variable);
                Add(" ");
            }
        }

        Add(match.IsAnchoredAtStart ? "PATTERN (^ " : "PATTERN (");
        Pattern(match.Pattern, isFactor: false);
        Add(match.IsAnchoredAtEnd ? " $)" : ")");
        Clause(" WITHIN ", match.Within);
        if (match.Subsets.Count > 0)
        {
            Add(" SUBSET ");
            List(match.Subsets, subset =>
            {
                Name(subset.Name);
                Add(" = ");
                InParentheses(subset.Variables, Name);
            });
        }

        Add(" DEFINE ");
        List(match.Definitions, definition =>
        {
            Name(definition.Variable);
            Add(" AS ");
            Expression(definition.Condition);
        });
        Add(")");
    }

    /// <param name="isFactor">Part of a sequence or under a quantifier, where an alternation or a sequence needs parentheses.</param>
    private void Pattern(PatternNode pattern, bool isFactor)
    {
        switch (pattern)
        {
            case PatternVariable variable:
                Name(variable.Name);
                break;
            case PatternSequence or PatternAlternation when isFactor:
                Add("(");
                Pattern(pattern, isFactor: false);
                Add(")");
                break;
            case PatternSequence sequence:
                List(sequence.Items, item => Pattern(item, isFactor: true), " ");
                break;
            case PatternAlternation alternation:
                List(alternation.Items, item => Pattern(item, isFactor: item is PatternAlternation), " | ");
                break;
            case PatternExclusion exclusion:
                Add("{- ");
                Pattern(exclusion.Inner, isFactor: false);
                Add(" -}");
                break;
            case PatternPermutation permutation:
                Add("PERMUTE");
                InParentheses(permutation.Items, item => Pattern(item, isFactor: false));
                break;
            case PatternQuantified quantified:
                var isNested = quantified.Inner is PatternQuantified;
                if (isNested) Add("(");
                Pattern(quantified.Inner, isFactor: true);
                if (isNested) Add(")");
                Quantifier(quantified);
                break;
        }
    }

    private void Quantifier(PatternQuantified quantified)
    {
        Add((quantified.Min, quantified.Max) switch
        {
            (0, null) => "*",
            (1, null) => "+",
            (0, 1) => "?",
            var (min, max) when min == max => $"{{{min}}}",
            var (min, max) => $"{{{min},{max}}}",
        });
        if (quantified.IsReluctant) Add("?");
    }
}
