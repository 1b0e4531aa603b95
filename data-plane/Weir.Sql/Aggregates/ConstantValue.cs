using Weir.Engine.Batches;
using Weir.Engine.Casts;
using Weir.Engine.Expressions;
using Weir.Engine.Types;
using Weir.Sql.Expressions;

namespace Weir.Sql.Aggregates;

/// <summary>Evaluates expressions that are the same for all rows.</summary>
internal static class ConstantValue
{
    /// <summary>The value, in the form of <see cref="ColumnValues"/>; false when it differs from row to row or from run to run.</summary>
    public static bool TryGet(BoundExpression expression, Session session, out object? value)
    {
        value = null;
        if (Compile(expression, session) is not { } compiled)
        {
            return false;
        }

        EvaluationContext context = new(new BatchPool(), TimeProvider.System, session.TimeZone);
        Column column = compiled.Evaluate(context, new Batch([], 1), new Selection(1));
        value = ColumnValues.Get(column, expression.Type, 0);
        column.Release();
        return true;
    }

    private static Expression? Compile(BoundExpression expression, Session session)
    {
        switch (expression)
        {
            case BoundLiteral literal:
                return new LiteralExpression(literal.Value, literal.Type);
            case BoundCast cast:
                return Compile(cast.Operand, session) is { } operand ? new CastExpression(operand, cast.Type, cast.IsTry, session.IsLegacyCast) : null;
            case BoundCall { Function.IsDeterministic: true } call:
                Expression?[] arguments = [.. call.Arguments.Select(a => Compile(a, session))];
                return arguments.All(a => a is not null) ? new CallExpression(call.Type, [.. arguments.Select(a => a!)], call.Resolved.Kernel(), call.Resolved.Nulls) : null;
            default:
                return null;
        }
    }
}
