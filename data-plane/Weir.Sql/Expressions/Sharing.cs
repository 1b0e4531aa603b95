using Weir.Engine.Expressions;

namespace Weir.Sql.Expressions;

/// <summary>What expressions of one operator have in common: each such part is compiled once and evaluated once for a batch. Only of parts that always give the same for the same row.</summary>
internal sealed class Sharing
{
    private readonly Dictionary<string, int> _uses = [];
    private readonly Dictionary<string, SharedExpression> _compiled = [];

    private Sharing()
    {
    }

    /// <summary>The shared parts compiled so far.</summary>
    public IReadOnlyCollection<SharedExpression> Compiled => _compiled.Values;

    /// <summary>Looks for what the expressions have in common.</summary>
    public static Sharing Of(IEnumerable<BoundExpression> expressions)
    {
        Sharing sharing = new();
        foreach (BoundExpression expression in expressions)
        {
            sharing.Count(expression);
        }

        return sharing;
    }

    /// <summary>The expression, by way of the shared one where it is a common part.</summary>
    public Expression Compile(BoundExpression expression, Func<BoundExpression, Expression> compile)
    {
        if (!MayBeShared(expression) || KeyOf(expression) is var key && _uses.GetValueOrDefault(key) < 2)
        {
            return compile(expression);
        }

        if (!_compiled.TryGetValue(key, out SharedExpression? shared))
        {
            _compiled[key] = shared = new SharedExpression(compile(expression));
        }

        return shared;
    }

    /// <summary>Parts of a part that was seen before are not counted again: they are evaluated with it.</summary>
    private void Count(BoundExpression expression)
    {
        if (MayBeShared(expression))
        {
            string key = KeyOf(expression);
            int uses = _uses.GetValueOrDefault(key);
            _uses[key] = uses + 1;
            if (uses > 0)
            {
                return;
            }
        }

        foreach (BoundExpression child in expression.Children)
        {
            Count(child);
        }
    }

    private static bool MayBeShared(BoundExpression expression) => expression is not (BoundColumn or BoundLiteral) && BoundRewriter.IsDeterministic(expression);

    private static string KeyOf(BoundExpression expression) => $"{BoundText.Key(expression)} {expression.Type}";
}
