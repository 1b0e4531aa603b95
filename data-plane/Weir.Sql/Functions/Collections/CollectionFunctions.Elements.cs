using Weir.Engine.Expressions;
using Weir.Engine.Functions.Collections;
using Weir.Engine.Types;

namespace Weir.Sql.Functions.Collections;

internal static partial class CollectionFunctions
{
    private static void AddWithElement(FunctionRegistry registry)
    {
        AddWithElement(registry, "ARRAY_CONTAINS", "haystack, needle", "Whether an array has an element; NULL may be looked for.", ArrayKernels.Contains, call => DataType.Boolean.WithNullable(call.TypeOf(0).IsNullable), NullHandling.Custom);
        AddWithElement(registry, "ARRAY_POSITION", "haystack, needle", "Where an element first comes in an array, counted from 1; 0 where it does not.", ArrayKernels.Position, call => DataType.Int.WithNullable(call.AnyNullable), NullHandling.Strict);
        AddWithElement(registry, "ARRAY_REMOVE", "haystack, needle", "An array without the elements that equal a value.", ArrayKernels.Remove, call => call.TypeOf(0), NullHandling.Custom);
        AddWithElement(registry, "ARRAY_APPEND", "array, element", "An array with one more element at its end.", ArrayKernels.Append, Extended, NullHandling.Custom);
        AddWithElement(registry, "ARRAY_PREPEND", "array, element", "An array with one more element at its start.", ArrayKernels.Prepend, Extended, NullHandling.Custom);
    }

    private static void AddWithElement(FunctionRegistry registry, string name, string parameters, string summary, ScalarKernel kernel, Func<FunctionCall, DataType> returns, NullHandling nulls) =>
        Add(registry, name, $"{name}({parameters})", summary, call => call.Count == 2 && IsArray(call, 0) && ElementType(call, 1) is { } element
            ? new ResolvedFunction { ArgumentTypes = [null, element], ReturnType = returns(call), Kernel = () => kernel, Nulls = nulls }
            : null);

    // Flink makes the array itself nullable too when the element is.
    private static DataType Extended(FunctionCall call)
    {
        DataType array = call.TypeOf(0);
        bool nullableElement = call.TypeOf(1).IsNullable || call.TypeOf(1).Root == TypeRoot.Null;
        return (nullableElement ? DataType.Array(array.Element.Nullable()) : array).WithNullable(array.IsNullable || nullableElement);
    }
}
