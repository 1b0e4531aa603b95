using Weir.Engine.Batches;
using Weir.Engine.Expressions;
using Weir.Engine.Types;
using Weir.Sql.Expressions;
using Weir.Sql.Functions;

namespace Weir.Sql.Tests.Functions.Json;

/// <summary>Calls with the syntax of the JSON functions: RETURNING, DEFAULT, and words such as ON EMPTY.</summary>
internal static class JsonCalls
{
    public static Dictionary<string, string> Words(params string[] pairs)
    {
        Dictionary<string, string> words = [];
        for (int i = 0; i < pairs.Length; i += 2)
        {
            words[pairs[i]] = pairs[i + 1];
        }

        return words;
    }

    public static FunctionCall Call(
        string name,
        IReadOnlyList<BoundExpression> arguments,
        Dictionary<string, string>? words = null,
        DataType? returning = null,
        BoundExpression? onEmpty = null,
        BoundExpression? onError = null) => new(name, arguments, new Session())
        {
            Modifiers = words ?? [],
            Returning = returning,
            DefaultOnEmpty = onEmpty,
            DefaultOnError = onError,
        };

    public static BoundLiteral Text(string? value) => new(value, value is null ? DataType.String : DataType.String.NotNull());

    public static (DataType Type, object? Value) Evaluate(FunctionCall call)
    {
        ResolvedFunction resolved = FunctionTester.Resolve(call);
        Expression[] inputs = [.. call.Arguments.Select(Compile)];
        Column column = new CallExpression(resolved.ReturnType, inputs, resolved.Kernel(), resolved.Nulls)
            .Evaluate(new EvaluationContext(new BatchPool(), TimeProvider.System, TimeZoneInfo.Utc), new Batch([], 1), new Selection(1));
        return (resolved.ReturnType, ColumnValues.Get(column, resolved.ReturnType, 0));
    }

    private static Expression Compile(BoundExpression expression) => expression switch
    {
        BoundLiteral literal => new LiteralExpression(literal.Value, literal.Type),
        BoundCall call => new CallExpression(call.Type, [.. call.Arguments.Select(Compile)], call.Resolved.Kernel(), call.Resolved.Nulls),
        _ => throw new ArgumentException("Only literals and calls are evaluated here."),
    };

    public static object? Value(string json, string path, Dictionary<string, string>? words = null, DataType? returning = null, BoundExpression? onEmpty = null, BoundExpression? onError = null) =>
        Evaluate(Call("JSON_VALUE", [Text(json), Text(path)], words, returning, onEmpty, onError)).Value;

    public static object? Query(string json, string path, Dictionary<string, string>? words = null, DataType? returning = null) =>
        Evaluate(Call("JSON_QUERY", [Text(json), Text(path)], words, returning)).Value;

    public static object? Exists(string json, string path, params string[] words) => Evaluate(Call("JSON_EXISTS", [Text(json), Text(path)], Words(words))).Value;

    /// <summary>A call as an argument of another.</summary>
    public static BoundCall Nested(string name, IReadOnlyList<BoundExpression> arguments, Dictionary<string, string>? words = null)
    {
        FunctionCall call = Call(name, arguments, words);
        return new BoundCall(FunctionRegistry.CreateBuiltIn().Find(name)!, FunctionTester.Resolve(call), arguments);
    }
}
