namespace Weir.Sql.Expressions;

/// <summary>Rewrites expressions column by column.</summary>
internal static class BoundRewriter
{
    /// <summary>The expression with each column replaced.</summary>
    public static BoundExpression Replace(BoundExpression expression, Func<BoundColumn, BoundExpression> column)
    {
        if (expression is BoundColumn c)
        {
            return column(c);
        }

        IReadOnlyList<BoundExpression> children = expression.Children;
        if (children.Count == 0)
        {
            return expression;
        }

        BoundExpression[] replaced = [.. children.Select(child => Replace(child, column))];
        return replaced.Zip(children).All(p => ReferenceEquals(p.First, p.Second)) ? expression : expression.WithChildren(replaced);
    }

    /// <summary>Adds the columns that the expression reads.</summary>
    public static void Collect(BoundExpression expression, ISet<int> into)
    {
        if (expression is BoundColumn c)
        {
            into.Add(c.Index);
        }

        foreach (BoundExpression child in expression.Children)
        {
            Collect(child, into);
        }
    }

    /// <summary>Whether all calls within always give the same for the same arguments.</summary>
    public static bool IsDeterministic(BoundExpression expression) =>
        (expression is not BoundCall call || call.Function.IsDeterministic) && expression.Children.All(IsDeterministic);
}
