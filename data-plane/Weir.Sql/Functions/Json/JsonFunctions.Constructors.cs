using Weir.Engine.Expressions;
using Weir.Engine.Functions.Json;
using Weir.Engine.Types;
using Weir.Sql.Expressions;

namespace Weir.Sql.Functions.Json;

internal static partial class JsonFunctions
{
    private static void AddConstructors(FunctionRegistry registry)
    {
        registry.Add(
            Family, "JSON", "JSON(string)", "A text that is JSON, to go into JSON_OBJECT or JSON_ARRAY as it is; an error when it is none.", [Parameter.String],
            _ => DataType.String, JsonConstructKernels.Normalize);
        registry.Add(new FunctionDefinition
        {
            Name = "JSON_STRING",
            Family = Family,
            Usage = ["JSON_STRING(value)"],
            Summary = "A value as JSON; NULL gives NULL.",
            Resolve = ResolveString,
        });
        registry.Add(new FunctionDefinition
        {
            Name = "JSON_OBJECT",
            Family = Family,
            Usage = ["JSON_OBJECT([[KEY] key VALUE value]* [{ NULL | ABSENT } ON NULL])"],
            Summary = "A JSON object of keys and values.",
            Resolve = ResolveObject,
        });
        registry.Add(new FunctionDefinition
        {
            Name = "JSON_ARRAY",
            Family = Family,
            Usage = ["JSON_ARRAY([value]* [{ NULL | ABSENT } ON NULL])"],
            Summary = "A JSON array of values.",
            Resolve = ResolveArray,
        });
    }

    private static ResolvedFunction? ResolveString(FunctionCall call)
    {
        if (call.Count != 1)
        {
            return null;
        }

        DataType type = Convertible(call, 0);
        bool isRaw = IsJson(call.Arguments[0]);
        return new ResolvedFunction
        {
            ArgumentTypes = [null],
            ReturnType = DataType.String.WithNullable(type.IsNullable),
            Kernel = () => JsonConstructKernels.String(type, isRaw),
        };
    }

    private static ResolvedFunction? ResolveObject(FunctionCall call)
    {
        if (call.Count % 2 != 0)
        {
            return null;
        }

        int members = call.Count / 2;
        DataType[] types = new DataType[members];
        bool[] isRaw = new bool[members];
        for (int m = 0; m < members; m++)
        {
            if (!call.TypeOf(2 * m).IsCharacterString)
            {
                return null;
            }

            if (call.TypeOf(2 * m).IsNullable)
            {
                throw new FunctionCallException("A key of JSON_OBJECT must not be NULL.", 2 * m);
            }

            types[m] = Convertible(call, (2 * m) + 1);
            isRaw[m] = IsJson(call.Arguments[(2 * m) + 1]);
        }

        bool absent = Modifier(call, "ON_NULL", "NULL") == "ABSENT";
        return new ResolvedFunction
        {
            ArgumentTypes = new DataType?[call.Count],
            ReturnType = DataType.String.NotNull(),
            Kernel = () => new JsonObjectKernel(types, isRaw, absent).Run,
            Nulls = NullHandling.Custom,
        };
    }

    private static ResolvedFunction ResolveArray(FunctionCall call)
    {
        DataType[] types = new DataType[call.Count];
        bool[] isRaw = new bool[call.Count];
        for (int a = 0; a < call.Count; a++)
        {
            types[a] = Convertible(call, a);
            isRaw[a] = IsJson(call.Arguments[a]);
        }

        bool absent = Modifier(call, "ON_NULL", "ABSENT") == "ABSENT";
        return new ResolvedFunction
        {
            ArgumentTypes = new DataType?[call.Count],
            ReturnType = DataType.String.NotNull(),
            Kernel = () => JsonConstructKernels.Array(types, isRaw, absent),
            Nulls = NullHandling.Custom,
        };
    }

    private static DataType Convertible(FunctionCall call, int argument)
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
