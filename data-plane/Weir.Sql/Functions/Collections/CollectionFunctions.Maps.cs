using Weir.Engine.Expressions;
using Weir.Engine.Functions.Collections;
using Weir.Engine.Types;

namespace Weir.Sql.Functions.Collections;

internal static partial class CollectionFunctions
{
    private static void AddMaps(FunctionRegistry registry)
    {
        AddOfOneMap(registry, "MAP_KEYS", "The keys of a map.", map => DataType.Array(map.Key), MapKernels.Keys);
        AddOfOneMap(registry, "MAP_VALUES", "The values of a map.", map => DataType.Array(map.Value), MapKernels.Values);
        AddOfOneMap(
            registry, "MAP_ENTRIES", "The entries of a map as rows of key and value.",
            map => DataType.Array(DataType.Row(new RowField("key", map.Key), new RowField("value", map.Value))), MapKernels.Entries);
        Add(
            registry, "MAP_FROM_ARRAYS", "MAP_FROM_ARRAYS(keys, values)", "A map of an array of keys and one of values of the same length.",
            call => call.Count == 2 && IsArray(call, 0) && IsArray(call, 1)
                ? new ResolvedFunction
                {
                    ArgumentTypes = [null, null],
                    ReturnType = DataType.Map(call.TypeOf(0).Element, call.TypeOf(1).Element).WithNullable(call.AnyNullable),
                    Kernel = () => MapKernels.FromArrays,
                }
                : null);
        Add(
            registry, "MAP_UNION", "MAP_UNION(map1, ...)", "The entries of all maps; of a key that several have, the value of the last.",
            call => call.Count > 0 && CommonTypeOf(call, TypeRoot.Map) is { } common
                ? new ResolvedFunction { ArgumentTypes = AllOf(call, common), ReturnType = common.WithNullable(call.AnyNullable), Kernel = () => MapKernels.Union }
                : null);
    }

    private static void AddOfOneMap(FunctionRegistry registry, string name, string summary, Func<DataType, DataType> returns, ScalarKernel kernel) =>
        Add(registry, name, $"{name}(map)", summary, call => call.Count == 1 && call.TypeOf(0).Root == TypeRoot.Map
            ? new ResolvedFunction { ArgumentTypes = [null], ReturnType = returns(call.TypeOf(0)).WithNullable(call.AnyNullable), Kernel = () => kernel }
            : null);
}
