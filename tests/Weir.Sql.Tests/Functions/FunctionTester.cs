using Weir.Engine.Batches;
using Weir.Engine.Expressions;
using Weir.Engine.Types;
using Weir.Sql.Expressions;
using Weir.Sql.Functions;

namespace Weir.Sql.Tests.Functions;

/// <summary>Calls a built-in function over columns, without parser or binder.</summary>
internal sealed class FunctionTester
{
    private static readonly FunctionRegistry s_registry = FunctionRegistry.CreateBuiltIn();

    public Session Session { get; } = new();

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Resolves a call over literals of the types and evaluates it for one row. The argument types must be the ones that the function asks for.</summary>
    public (DataType Type, object? Value) Call(string name, params (DataType Type, object? Value)[] arguments) =>
        Call(name, null, arguments);

    public (DataType Type, object? Value) Call(string name, IReadOnlyDictionary<string, string>? modifiers, params (DataType Type, object? Value)[] arguments)
    {
        FunctionCall call = new(name, [.. arguments.Select(a => new BoundLiteral(a.Value, a.Type))], Session)
        {
            Modifiers = modifiers ?? new Dictionary<string, string>(),
        };
        ResolvedFunction resolved = Resolve(call);
        return (resolved.ReturnType, Rows(resolved, 1, [.. arguments.Select(a => (a.Type, (object?[])[a.Value]))])[0]);
    }

    /// <summary>Resolves a call over columns (no literals) and evaluates it for all rows, through a selection of every second row as well.</summary>
    public object?[] Column(string name, params (DataType Type, object?[] Values)[] arguments)
    {
        FunctionCall call = new(name, [.. arguments.Select((a, i) => new BoundColumn(i, a.Type, $"c{i}"))], Session);
        return Rows(Resolve(call), arguments[0].Values.Length, arguments);
    }

    public static ResolvedFunction Resolve(FunctionCall call)
    {
        FunctionDefinition definition = s_registry.Find(call.Name) ?? throw new InvalidOperationException($"There is no function {call.Name}.");
        ResolvedFunction resolved = definition.Resolve(call) ?? throw new InvalidOperationException($"{call.Name} does not take ({string.Join(", ", call.Arguments.Select(a => a.Type))}).");
        for (int i = 0; i < call.Count; i++)
        {
            if (resolved.ArgumentTypes[i] is { } wanted && wanted.Physical != call.TypeOf(i).Physical)
            {
                throw new InvalidOperationException($"Argument {i} of {call.Name} must be given as {wanted} here, not {call.TypeOf(i)}.");
            }
        }

        return resolved;
    }

    private object?[] Rows(ResolvedFunction resolved, int count, (DataType Type, object?[] Values)[] arguments)
    {
        EvaluationContext context = new(new BatchPool(), Clock, Session.TimeZone);
        Column[] columns = new Column[arguments.Length];
        for (int a = 0; a < arguments.Length; a++)
        {
            columns[a] = ColumnFactory.Create(arguments[a].Type, Math.Max(1, count));
            for (int row = 0; row < count; row++)
            {
                ColumnValues.Set(columns[a], arguments[a].Type, row, arguments[a].Values[row]);
            }
        }

        Batch batch = new(columns, count);
        Expression[] inputs = [.. arguments.Select((a, i) => (Expression)new ColumnExpression(i, resolved.ArgumentTypes[i] ?? a.Type))];
        CallExpression call = new(resolved.ReturnType, inputs, resolved.Kernel(), resolved.Nulls);
        object?[] dense = Values(call.Evaluate(context, batch, new Selection(count)), resolved.ReturnType, Enumerable.Range(0, count));
        int[] even = [.. Enumerable.Range(0, count).Where(i => i % 2 == 0)];
        object?[] sparse = Values(call.Evaluate(context, batch, new Selection(even)), resolved.ReturnType, even);
        Assert.Equal(even.Select(i => dense[i]), sparse);
        return dense;
    }

    private static object?[] Values(Column column, DataType type, IEnumerable<int> rows)
    {
        object?[] values = [.. rows.Select(row => ColumnValues.Get(column, type, row))];
        column.Release();
        return values;
    }
}
