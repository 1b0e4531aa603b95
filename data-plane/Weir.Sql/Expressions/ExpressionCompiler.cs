using Weir.Engine.Batches;
using Weir.Engine.Casts;
using Weir.Engine.Expressions;

namespace Weir.Sql.Expressions;

/// <summary>From bound expressions to kernels. Each call makes new kernels, for one task.</summary>
internal static class ExpressionCompiler
{
    /// <summary>Compiles an expression; with a sharing, parts that others have as well are those others' own.</summary>
    public static Expression Compile(BoundExpression expression, Session session, Sharing? sharing = null) =>
        sharing is null ? CompileOwn(expression, session, null) : sharing.Compile(expression, e => CompileOwn(e, session, sharing));

    public static Expression[] CompileAll(IEnumerable<BoundExpression> expressions, Session session, Sharing? sharing = null) =>
        [.. expressions.Select(e => Compile(e, session, sharing))];

    private static Expression CompileOwn(BoundExpression expression, Session session, Sharing? sharing) => expression switch
    {
        BoundColumn c => new ColumnExpression(c.Index, c.Type),
        BoundLiteral l => new LiteralExpression(l.Value, l.Type),
        BoundCast c => new CastExpression(Compile(c.Operand, session, sharing), c.Type, c.IsTry, session.IsLegacyCast),
        BoundLogical l => new LogicalExpression(CompileAll(l.Operands, session, sharing), l.Operator == LogicalOperator.And, l.Type),
        BoundCase c => new CaseExpression(CompileAll(c.Conditions, session, sharing), CompileAll(c.Results, session, sharing), Compile(c.Else, session, sharing), c.Type),
        BoundCall c => FusedCalls.TryCompile(c, session, sharing) ?? new CallExpression(c.Type, CompileAll(c.Arguments, session, sharing), c.Resolved.Kernel(), c.Resolved.Nulls),
        _ => throw new ArgumentOutOfRangeException(nameof(expression)),
    };

    /// <summary>The value of a constant expression; false when it has none (it fails at run time, as it should).</summary>
    public static bool TryEvaluate(BoundExpression expression, Session session, out object? value)
    {
        try
        {
            EvaluationContext context = new(new BatchPool(16), TimeProvider.System, session.TimeZone);
            Batch batch = new([], 1);
            Column column = Compile(expression, session).Evaluate(context, batch, new Selection(1));
            value = ColumnValues.Get(column, expression.Type, 0);
            return true;
        }
        catch (EvaluationException)
        {
            value = null;
            return false;
        }
    }
}
