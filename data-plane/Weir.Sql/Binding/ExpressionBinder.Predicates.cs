using Weir.Engine.Types;
using Weir.Sql.Expressions;
using Weir.Sql.Syntax;
using Weir.Sql.Syntax.Ast;
using Weir.Sql.Types;
using Ast = Weir.Sql.Syntax.Ast;

namespace Weir.Sql.Binding;

internal sealed partial class ExpressionBinder
{
    private BoundExpression Is(IsExpression i)
    {
        string test = i.Test switch
        {
            IsTest.Null => "NULL",
            IsTest.True => "TRUE",
            IsTest.False => "FALSE",
            IsTest.Unknown => "UNKNOWN",
            IsTest.JsonValue => "JSON VALUE",
            IsTest.JsonObject => "JSON OBJECT",
            IsTest.JsonArray => "JSON ARRAY",
            IsTest.JsonScalar => "JSON SCALAR",
            _ => throw Unsupported(i.Span, $"IS {i.Test}", "Compare CARDINALITY with a number."),
        };
        BoundExpression operand = Bind(i.Operand);
        if (i.Test == IsTest.Null && !operand.Type.IsNullable && !IsConstantCall(operand))
        {
            return new BoundLiteral(i.IsNegated, DataType.Boolean.NotNull());
        }

        return Call(i.IsNegated ? $"IS NOT {test}" : $"IS {test}", [operand], i.Span);
    }

    // A call over constants that the folding left in place, e.g. LPAD('a', -1, 'x'): NULL in spite of its type, which IS NULL then tells, as in Flink.
    private static bool IsConstantCall(BoundExpression expression) => expression is BoundCall && expression.Children.All(c => c is BoundLiteral);

    private BoundExpression Between(BetweenExpression b)
    {
        BoundExpression value = Bind(b.Operand);
        BoundExpression low = Bind(b.Low);
        BoundExpression high = Bind(b.High);
        BoundExpression within = Range(low, high);
        if (b.IsSymmetric)
        {
            within = Logical(LogicalOperator.Or, [within, Range(high, low)]);
        }

        return b.IsNegated ? Not(within, b.Span) : within;

        BoundExpression Range(BoundExpression from, BoundExpression to) =>
            Logical(LogicalOperator.And, [Call(">=", [value, from], b.Span), Call("<=", [value, to], b.Span)]);
    }

    private BoundExpression Like(LikeExpression l)
    {
        List<BoundExpression> arguments = [Bind(l.Operand), Bind(l.Pattern)];
        if (l.Escape is not null)
        {
            arguments.Add(Bind(l.Escape));
        }

        BoundExpression like = Call(l.Kind == LikeKind.Like ? "LIKE" : "SIMILAR TO", arguments, l.Span);
        return l.IsNegated ? Not(like, l.Span) : like;
    }

    private BoundExpression InList(InListExpression i)
    {
        BoundExpression value = Bind(i.Operand);
        BoundExpression[] given = [.. i.Items.Select(Bind)];
        if (given.Any(t => t.Type.IsCharacterString) && given.Any(t => t.Type.Root != TypeRoot.Null && !t.Type.IsCharacterString))
        {
            throw new SqlException("Values in expression list must have compatible types.", i.Span, "CAST them to one type.");
        }

        BoundExpression[] items = [.. given.Select(t => OfKind(t, value.Type))];
        BoundExpression result = items.Length > 1 && value.Type.Root != TypeRoot.Null && items.All(t => t is BoundLiteral)
            ? Call("IN", [value, .. items], i.Span)
            : Logical(LogicalOperator.Or, [.. items.Select(t => Call("=", [value, t], i.Span))]);

        return i.IsNegated ? Not(result, i.Span) : result;
    }

    // A number or string in a list becomes what it is looked up as, as in Flink (3 IN (1, 3.5) holds); what cannot become that is for = to refuse.
    private BoundExpression OfKind(BoundExpression item, DataType wanted) =>
        item.Type.Root != wanted.Root && ((item.Type.IsNumeric && (wanted.IsNumeric || wanted.IsCharacterString)) || (item.Type.IsCharacterString && (wanted.IsNumeric || wanted.IsTemporal)))
            ? Coerce(item, wanted)
            : item;

    private BoundExpression Quantified(QuantifiedComparison q)
    {
        if (q.Query is not null)
        {
            throw Unsupported(q.Span, "A comparison with ANY or ALL of a subquery", "Join with the query instead.");
        }

        BoundExpression value = Bind(q.Left);
        string name = OperatorName(q.Operator)!;
        return Logical(q.IsAll ? LogicalOperator.And : LogicalOperator.Or, [.. q.Items.Select(t => Call(name, [value, Bind(t)], q.Span))]);
    }

    private BoundExpression Case(Ast.CaseExpression c)
    {
        List<BoundExpression> conditions = [];
        List<BoundExpression> results = [];
        BoundExpression? operand = c.Operand is null ? null : Bind(c.Operand);
        foreach (WhenClause when in c.Whens)
        {
            conditions.Add(operand is null
                ? BindCondition(when.Conditions[0], "WHEN")
                : Logical(LogicalOperator.Or, [.. when.Conditions.Select(w => Call("=", [operand, Bind(w)], w.Span))]));
            results.Add(Bind(when.Result));
        }

        BoundExpression otherwise = c.Else is null ? new BoundLiteral(null, DataType.Null) : Bind(c.Else);
        return Choice(conditions, results, otherwise, c.Span);
    }

    /// <summary>CASE over bound parts: results get their common type, conditions that are constant are settled.</summary>
    public BoundExpression Choice(IReadOnlyList<BoundExpression> conditions, IReadOnlyList<BoundExpression> results, BoundExpression otherwise, SourceSpan span)
    {
        DataType[] types = [.. results.Select(r => r.Type), otherwise.Type];
        DataType common = CommonType.Of(types)
            ?? DateOfDays(types)
            ?? throw new SqlException($"The results of CASE have no common type: {string.Join(", ", results.Append(otherwise).Select(r => r.Type))}.", span, "CAST them to one type.");
        return common.Root == TypeRoot.Null
            ? throw new SqlException("ELSE clause or at least one THEN clause must be non-NULL.", span, "CAST one NULL to the type that is meant.")
            : Choice(conditions, results, otherwise, common);
    }

    // Where the old casts are on, an INT beside a DATE counts the days since 1970-01-01, as in Flink.
    private DataType? DateOfDays(DataType[] types) =>
        session.IsLegacyCast && types.Any(t => t.Root == TypeRoot.Date) && types.All(t => t.Root is TypeRoot.Date or TypeRoot.Integer or TypeRoot.Null)
            ? DataType.Date.WithNullable(types.Any(t => t.IsNullable))
            : null;

    private BoundExpression Choice(IReadOnlyList<BoundExpression> conditions, IReadOnlyList<BoundExpression> results, BoundExpression otherwise, DataType type)
    {
        List<BoundExpression> keptConditions = [];
        List<BoundExpression> keptResults = [];
        for (int i = 0; i < conditions.Count; i++)
        {
            if (conditions[i] is BoundLiteral { Value: null or false })
            {
                continue;
            }

            if (conditions[i] is BoundLiteral { Value: true })
            {
                otherwise = results[i];
                break;
            }

            keptConditions.Add(conditions[i]);
            keptResults.Add(Coerce(results[i], type));
        }

        otherwise = Coerce(otherwise, type);
        return keptConditions.Count == 0 ? otherwise : new BoundCase(keptConditions, keptResults, otherwise, type);
    }
}
