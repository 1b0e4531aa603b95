using Weir.Engine.Expressions;
using Weir.Engine.Functions.Collections;
using Weir.Engine.Types;
using Weir.Sql.Types;

namespace Weir.Sql.Functions.Collections;

/// <summary>The functions that the documentation lists under Collection, but for those that make them of strings.</summary>
internal static partial class CollectionFunctions
{
    private const string Family = "Collection";

    internal static void AddTo(FunctionRegistry registry)
    {
        Add(registry, "CARDINALITY", "CARDINALITY(array)\nCARDINALITY(map)", "How many elements an array, or entries a map, has.", ResolveCardinality);
        Add(registry, "ITEM", "array[index INT]\nmap[key]\nrow['field']", "An element of an array (the first is 1), the value of a key of a map, or a field of a row; NULL where there is none.", ResolveItem);
        Add(registry, "ELEMENT", "ELEMENT(array)", "The only element of an array; NULL of an empty array.", ResolveElement);
        AddWithElement(registry);
        AddOfArrays(registry);
        AddMaps(registry);
    }

    private static void Add(FunctionRegistry registry, string name, string usage, string summary, Func<FunctionCall, ResolvedFunction?> resolve) => registry.Add(new FunctionDefinition
    {
        Name = name,
        Family = Family,
        Usage = usage.Split('\n'),
        Summary = summary,
        Resolve = resolve,
    });

    private static bool IsArray(FunctionCall call, int argument) => argument < call.Count && call.TypeOf(argument).Root == TypeRoot.Array;

    private static ResolvedFunction? ResolveCardinality(FunctionCall call) =>
        call.Count == 1 && call.TypeOf(0).Root is (TypeRoot.Array or TypeRoot.Map)
            ? new ResolvedFunction
            {
                ArgumentTypes = [null],
                ReturnType = DataType.Int.WithNullable(call.AnyNullable),
                Kernel = () => ArrayKernels.Cardinality,
                Nulls = NullHandling.StrictTotal,
            }
            : null;

    // The type is the element's, as in Flink, even where the array may be NULL or empty.
    private static ResolvedFunction? ResolveElement(FunctionCall call) =>
        call.Count == 1 && IsArray(call, 0)
            ? new ResolvedFunction { ArgumentTypes = [null], ReturnType = call.TypeOf(0).Element, Kernel = () => ArrayKernels.Element }
            : null;

    /// <summary>The type that an argument is given to be compared with, or added to, the elements of the array; null when it does not suit.</summary>
    private static DataType? ElementType(FunctionCall call, int argument)
    {
        DataType element = call.TypeOf(0).Element;
        DataType given = call.TypeOf(argument);
        return CastRules.CanCastImplicitly(given, element) ? element.WithNullable(given.IsNullable) : null;
    }

    /// <summary>The type that all arguments have in common, each of the root; null when there is none.</summary>
    private static DataType? CommonTypeOf(FunctionCall call, TypeRoot root) =>
        call.Arguments.All(a => a.Type.Root == root) ? CommonType.Merge(call.Arguments.Select(a => a.Type)) : null;

    private static DataType?[] AllOf(FunctionCall call, DataType common) => [.. call.Arguments.Select(a => common.WithNullable(a.Type.IsNullable))];
}
