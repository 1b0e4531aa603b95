using Weir.Engine.Batches;
using Weir.Engine.Casts;
using Weir.Engine.Expressions;

namespace Weir.Sql.Expressions;

/// <summary>From bound expressions to kernels. Each call makes new kernels, for one task.</summary>
internal static class ExpressionCompiler
{
    public static Expression Compile(BoundExpression expression, Session session) => expression switch
    {
        BoundColumn c => new ColumnExpression(c.Index, c.Type),
        BoundLiteral l => new LiteralExpression(l.Value, l.Type),
        BoundCast c => new CastExpression(Compile(c.Operand, session), c.Type, c.IsTry, session.IsLegacyCast),
        BoundLogical l => new LogicalExpression(CompileAll(l.Operands, session), l.Operator == LogicalOperator.And, l.Type),
        BoundCase c => new CaseExpression(CompileAll(c.Conditions, session), CompileAll(c.Results, session), Compile(c.Else, session), c.Type),
        BoundCall c => FusedCalls.TryCompile(c, session) ?? new CallExpression(c.Type, CompileAll(c.Arguments, session), c.Resolved.Kernel(), c.Resolved.Nulls),
        _ => throw new ArgumentOutOfRangeException(nameof(expression)),
    };

    public static Expression[] CompileAll(IEnumerable<BoundExpression> expressions, Session session) => [.. expressions.Select(e => Compile(e, session))];

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
