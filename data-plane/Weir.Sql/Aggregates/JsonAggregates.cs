using Weir.Engine.Aggregates;
using Weir.Engine.Functions.Json;
using Weir.Engine.Types;
using Weir.Sql.Expressions;
using Weir.Sql.Functions;

namespace Weir.Sql.Aggregates;

/// <summary>JSON_OBJECTAGG and JSON_ARRAYAGG.</summary>
internal static class JsonAggregates
{
    /// <summary>What Flink declares JSON aggregates to be; their text may be longer.</summary>
    private const int DeclaredLength = 2000;

    internal static void AddTo(AggregateRegistry registry)
    {
        registry.Add(new AggregateDefinition
        {
            Name = "JSON_OBJECTAGG",
            Usage = ["JSON_OBJECTAGG([KEY] key VALUE value [{ NULL | ABSENT } ON NULL])"],
            Summary = "A JSON object of the keys and values, which must not come twice; a value that is NULL as null unless ABSENT ON NULL is written.",
            Resolve = ResolveObject,
        });
        registry.Add(new AggregateDefinition
        {
            Name = "JSON_ARRAYAGG",
            Usage = ["JSON_ARRAYAGG(value [{ NULL | ABSENT } ON NULL])"],
            Summary = "A JSON array of the values in the order in which they came; NULL is left out unless NULL ON NULL is written.",
            Resolve = ResolveArray,
        });
    }

    private static ResolvedAggregate? ResolveObject(AggregateCallSyntax call)
    {
        if (call.Count != 2 || !call.TypeOf(0).IsCharacterString)
        {
            return null;
        }

        RefuseDistinct(call);
        DataType type = Convertible(call, 1);
        bool isRaw = IsJson(call.Arguments[1]);
        bool absent = OnNull(call, "NULL") == "ABSENT";
        return Of(call, _ => new JsonObjectAggState(type, isRaw, absent));
    }

    private static ResolvedAggregate? ResolveArray(AggregateCallSyntax call)
    {
        if (call.Count != 1)
        {
            return null;
        }

        RefuseDistinct(call);
        DataType type = Convertible(call, 0);
        bool isRaw = IsJson(call.Arguments[0]);
        bool absent = OnNull(call, "ABSENT") == "ABSENT";
        return Of(call, retracts => new JsonArrayAggState(type, isRaw, absent, retracts));
    }

    private static ResolvedAggregate Of(AggregateCallSyntax call, Func<bool, AggregateState> create) => new()
    {
        Aggregate = new SimpleAggregate(DataType.VarChar(DeclaredLength).NotNull(), create),
        ArgumentTypes = new DataType?[call.Count],
        ColumnArguments = [.. Enumerable.Range(0, call.Count)],
    };

    private static void RefuseDistinct(AggregateCallSyntax call)
    {
        if (call.IsDistinct)
        {
            throw new FunctionCallException($"{call.Name} does not take DISTINCT.");
        }
    }

    private static string OnNull(AggregateCallSyntax call, string otherwise) => call.Modifiers.GetValueOrDefault("ON_NULL", otherwise);

    private static DataType Convertible(AggregateCallSyntax call, int argument)
    {
        DataType type = call.TypeOf(argument);
        return JsonWriter.WhyNot(type) is not { } reason ? type
            : throw new FunctionCallException(reason, argument, type.IsTemporal || type.IsInterval ? "CAST it to STRING." : null);
    }

    /// <summary>Whether an argument is JSON that another function made, to be put in as it is and not as a string.</summary>
    private static bool IsJson(BoundExpression argument) => argument switch
    {
        BoundCall { Function.Name: "JSON_OBJECT" or "JSON_ARRAY" or "JSON" } => true,
        BoundCast { Operand: var operand, Type: var type } => type.SameAs(operand.Type) && IsJson(operand),
        _ => false,
    };
}
