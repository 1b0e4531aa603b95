using Weir.Engine.Batches;
using Weir.Engine.Expressions;
using Weir.Engine.Types;
using Weir.Sql.Expressions;
using Weir.Sql.Functions;

namespace Weir.Sql.Tests.Functions.Arithmetic;

/// <summary>Calls over constants, evaluated a single time: for functions that give something else at each evaluation.</summary>
internal static class Once
{
    public static (DataType Type, object? Value) Call(string name, params (DataType Type, object? Value)[] arguments)
    {
        ResolvedFunction resolved = FunctionTester.Resolve(new FunctionCall(name, [.. arguments.Select(a => new BoundLiteral(a.Value, a.Type))], new Session()));
        Expression[] inputs = [.. arguments.Select(a => (Expression)new LiteralExpression(a.Value, a.Type))];
        EvaluationContext context = new(new BatchPool(), TimeProvider.System, TimeZoneInfo.Utc);
        Column result = new CallExpression(resolved.ReturnType, inputs, resolved.Kernel(), resolved.Nulls).Evaluate(context, new Batch([], 1), new Selection(1));
        return (resolved.ReturnType, ColumnValues.Get(result, resolved.ReturnType, 0));
    }
}
