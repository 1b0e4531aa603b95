using Weir.Sql.Expressions;
using Weir.Sql.Logical;

namespace Weir.Sql.Planning;

/// <summary>Projections and filters one after another as one step: conditions, then outputs, over the relation below.</summary>
internal sealed record Calc(LogicalNode Input, IReadOnlyList<BoundExpression> Conditions, IReadOnlyList<BoundExpression> Outputs)
{
    /// <summary>The longest chain from the node down that one step can do without computing anything twice.</summary>
    public static Calc Of(LogicalNode node)
    {
        Calc calc = new(node, [], [.. node.Columns.Select((c, i) => new BoundColumn(i, c.Type, c.Name))]);
        while (calc.TryAbsorb() is { } deeper)
        {
            calc = deeper;
        }

        return calc;
    }

    /// <summary>Whether it does nothing.</summary>
    public bool IsIdentity => Conditions.Count == 0 && Outputs.Count == Input.Columns.Count && Outputs.Select((o, i) => o is BoundColumn c && c.Index == i).All(same => same);

    private Calc? TryAbsorb()
    {
        switch (Input)
        {
            case LogicalFilter filter:
                return this with { Input = filter.Input, Conditions = [.. Conjuncts(filter.Condition), .. Conditions] };
            case LogicalProject project when MayInline(project):
                return new Calc(project.Input, [.. Conditions.Select(c => Inline(c, project))], [.. Outputs.Select(o => Inline(o, project))]);
            default:
                return null;
        }
    }

    private static BoundExpression Inline(BoundExpression expression, LogicalProject project) => BoundRewriter.Replace(expression, c => project.Expressions[c.Index]);

    /// <summary>Plain columns and constants may be read often; anything else only once, and not if it differs from call to call.</summary>
    private bool MayInline(LogicalProject project)
    {
        int[] uses = new int[project.Expressions.Count];
        foreach (BoundExpression expression in Conditions.Concat(Outputs))
        {
            Count(expression, uses);
        }

        for (int i = 0; i < uses.Length; i++)
        {
            if (uses[i] > 1 && project.Expressions[i] is not (BoundColumn or BoundLiteral))
            {
                return false;
            }

            if (uses[i] > 0 && Conditions.Count > 0 && !BoundRewriter.IsDeterministic(project.Expressions[i]))
            {
                return false;
            }
        }

        return true;
    }

    private static void Count(BoundExpression expression, int[] uses)
    {
        if (expression is BoundColumn c)
        {
            uses[c.Index]++;
        }

        foreach (BoundExpression child in expression.Children)
        {
            Count(child, uses);
        }
    }

    private static IEnumerable<BoundExpression> Conjuncts(BoundExpression condition) =>
        condition is BoundLogical { Operator: LogicalOperator.And } and ? and.Operands.SelectMany(Conjuncts) : [condition];
}
