using Weir.Engine.Functions.Json;
using Weir.Engine.Types;
using Weir.Sql.Functions.Arithmetic;

namespace Weir.Sql.Functions.Json;

internal static partial class JsonFunctions
{
    private static void AddReaders(FunctionRegistry registry)
    {
        registry.Add(new FunctionDefinition
        {
            Name = "JSON_EXISTS",
            Family = Family,
            Usage = ["JSON_EXISTS(json, path [{ TRUE | FALSE | UNKNOWN | ERROR } ON ERROR])"],
            Summary = "Whether a path leads to a value in a JSON text.",
            Resolve = ResolveExists,
        });
        registry.Add(new FunctionDefinition
        {
            Name = "JSON_VALUE",
            Family = Family,
            Usage = ["JSON_VALUE(json, path [RETURNING { STRING | BOOLEAN | INT | DOUBLE }] [{ NULL | ERROR | DEFAULT literal } ON EMPTY] [{ NULL | ERROR | DEFAULT literal } ON ERROR])"],
            Summary = "The scalar that a path leads to in a JSON text.",
            Resolve = ResolveValue,
        });
        registry.Add(new FunctionDefinition
        {
            Name = "JSON_QUERY",
            Family = Family,
            Usage =
            [
                "JSON_QUERY(json, path [RETURNING { STRING | ARRAY<STRING> }] [{ WITHOUT | WITH CONDITIONAL | WITH UNCONDITIONAL } [ARRAY] WRAPPER] "
                + "[{ NULL | EMPTY ARRAY | EMPTY OBJECT | ERROR } ON EMPTY] [{ NULL | EMPTY ARRAY | EMPTY OBJECT | ERROR } ON ERROR])",
            ],
            Summary = "The array or object that a path leads to in a JSON text, as JSON.",
            Resolve = ResolveQuery,
        });
    }

    private static ResolvedFunction? ResolveExists(FunctionCall call)
    {
        if (Signature.Match(UntypedNull.Refused(call), [Parameter.String, Parameter.String]) is not { } types)
        {
            return null;
        }

        JsonBehavior onError = Modifier(call, "ON_ERROR", "FALSE") switch
        {
            "TRUE" => JsonBehavior.True,
            "FALSE" => JsonBehavior.False,
            "UNKNOWN" => JsonBehavior.Null,
            "ERROR" => JsonBehavior.Error,
            string word => throw new FunctionCallException($"JSON_EXISTS has no {word} ON ERROR.", hint: "Write TRUE, FALSE, UNKNOWN or ERROR."),
        };
        return new ResolvedFunction { ArgumentTypes = types, ReturnType = DataType.Boolean, Kernel = () => JsonReadKernels.Exists(onError) };
    }

    private static ResolvedFunction? ResolveValue(FunctionCall call)
    {
        if (Signature.Match(UntypedNull.Refused(call), [Parameter.String, Parameter.String]) is not { } types)
        {
            return null;
        }

        DataType type = (call.Returning ?? DataType.String).Nullable();
        if (type.Root is not (TypeRoot.VarChar or TypeRoot.Boolean or TypeRoot.Integer or TypeRoot.Double))
        {
            throw new FunctionCallException($"JSON_VALUE cannot return {type}.", hint: "Use RETURNING STRING, BOOLEAN, INT or DOUBLE, and CAST the result where another type is wanted.");
        }

        JsonBehavior onEmpty = ValueBehavior(call, "ON_EMPTY");
        JsonBehavior onError = ValueBehavior(call, "ON_ERROR");
        object? defaultOnEmpty = onEmpty == JsonBehavior.Default ? JsonDefaults.Of(call.DefaultOnEmpty, type, "EMPTY") : null;
        object? defaultOnError = onError == JsonBehavior.Default ? JsonDefaults.Of(call.DefaultOnError, type, "ERROR") : null;
        return new ResolvedFunction
        {
            ArgumentTypes = types,
            ReturnType = type,
            Kernel = () => JsonReadKernels.Value(type, onEmpty, defaultOnEmpty, onError, defaultOnError),
        };
    }

    private static JsonBehavior ValueBehavior(FunctionCall call, string clause) => Modifier(call, clause, "NULL") switch
    {
        "NULL" => JsonBehavior.Null,
        "ERROR" => JsonBehavior.Error,
        "DEFAULT" => JsonBehavior.Default,
        string word => throw new FunctionCallException($"JSON_VALUE has no {word} {clause.Replace('_', ' ')}.", hint: "Write NULL, ERROR or DEFAULT with a literal."),
    };

    private static ResolvedFunction? ResolveQuery(FunctionCall call)
    {
        if (Signature.Match(UntypedNull.Refused(call), [Parameter.String, Parameter.String]) is not { } types)
        {
            return null;
        }

        DataType type = (call.Returning ?? DataType.String).Nullable();
        if (type.Root != TypeRoot.VarChar && !(type.Root == TypeRoot.Array && type.Element.Root == TypeRoot.VarChar))
        {
            throw new FunctionCallException($"JSON_QUERY cannot return {type}.", hint: "Use RETURNING STRING or ARRAY<STRING>, and CAST the result where another type is wanted.");
        }

        JsonWrapper wrapper = Modifier(call, "WRAPPER", "WITHOUT") switch
        {
            "CONDITIONAL" => JsonWrapper.Conditional,
            "UNCONDITIONAL" => JsonWrapper.Unconditional,
            _ => JsonWrapper.Without,
        };
        JsonBehavior onEmpty = QueryBehavior(call, "ON_EMPTY", type);
        JsonBehavior onError = QueryBehavior(call, "ON_ERROR", type);
        return new ResolvedFunction { ArgumentTypes = types, ReturnType = type, Kernel = () => new JsonQueryKernel(type, wrapper, onEmpty, onError).Run };
    }

    private static JsonBehavior QueryBehavior(FunctionCall call, string clause, DataType type)
    {
        string word = Modifier(call, clause, "NULL");
        if (word == "EMPTY OBJECT" && type.Root == TypeRoot.Array)
        {
            throw new FunctionCallException($"Illegal {clause.Replace('_', ' ').ToLowerInvariant()} behavior 'EMPTY OBJECT' for return type: {type}.", hint: "Write NULL, EMPTY ARRAY or ERROR.");
        }

        return word switch
        {
            "NULL" => JsonBehavior.Null,
            "ERROR" => JsonBehavior.Error,
            "EMPTY ARRAY" => JsonBehavior.EmptyArray,
            "EMPTY OBJECT" => JsonBehavior.EmptyObject,
            _ => throw new FunctionCallException($"JSON_QUERY has no {word} {clause.Replace('_', ' ')}.", hint: "Write NULL, EMPTY ARRAY, EMPTY OBJECT or ERROR."),
        };
    }
}
