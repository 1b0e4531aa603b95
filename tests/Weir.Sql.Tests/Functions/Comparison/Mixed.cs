using Weir.Engine.Batches;
using Weir.Engine.Expressions;
using Weir.Engine.Types;
using Weir.Sql.Expressions;
using Weir.Sql.Functions;

namespace Weir.Sql.Tests.Functions.Comparison;

/// <summary>Calls over a column and a constant, whose column holds other values so that reading it is noticed.</summary>
internal static class Mixed
{
    public static object?[] Right(string name, DataType type, object?[] values, object? constant) => Right(name, type, values, type, constant);

    public static object?[] Right(string name, DataType type, object?[] values, DataType constantType, object? constant) =>
        Run(name, [new BoundColumn(0, type, "c"), new BoundLiteral(constant, constantType)], type, values, [0, 1]);

    public static object?[] Left(string name, DataType type, object? constant, object?[] values) =>
        Run(name, [new BoundLiteral(constant, type), new BoundColumn(0, type, "c")], type, values, [1, 0]);

    private static object?[] Run(string name, BoundExpression[] arguments, DataType type, object?[] values, int[] columns)
    {
        ResolvedFunction resolved = FunctionTester.Resolve(new FunctionCall(name, arguments, new Session()));
        Column[] filled = [ColumnFactory.Create(type, values.Length), ColumnFactory.Create(arguments[columns[1]].Type, values.Length)];
        for (int row = 0; row < values.Length; row++)
        {
            ColumnValues.Set(filled[0], type, row, values[row]);
        }

        EvaluationContext context = new(new BatchPool(), TimeProvider.System, TimeZoneInfo.Utc);
        Expression[] inputs = [.. columns.Select((c, i) => (Expression)new ColumnExpression(c, arguments[i].Type))];
        Column result = new CallExpression(resolved.ReturnType, inputs, resolved.Kernel(), resolved.Nulls).Evaluate(context, new Batch(filled, values.Length), new Selection(values.Length));
        return [.. Enumerable.Range(0, values.Length).Select(row => ColumnValues.Get(result, resolved.ReturnType, row))];
    }
}
