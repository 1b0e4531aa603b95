using Weir.Engine.Expressions;
using Weir.Engine.Functions.Collections;
using Weir.Engine.Types;
using Weir.Sql.Types;

namespace Weir.Sql.Functions.Collections;

internal static partial class CollectionFunctions
{
    private static void AddOfArrays(FunctionRegistry registry)
    {
        AddOfOneArray(registry, "ARRAY_DISTINCT", "haystack", "An array with each element once.", ArraySetKernels.Union);
        AddOfOneArray(registry, "ARRAY_REVERSE", "haystack", "An array in reverse order.", () => ArrayKernels.Reverse);
        AddOfCommonArrays(registry, "ARRAY_UNION", "array1, array2", "The elements of two arrays, each once.", 2, 2, ArraySetKernels.Union);
        AddOfCommonArrays(registry, "ARRAY_INTERSECT", "array1, array2", "The elements of the first array that the second has too, each once.", 2, 2, () => ArraySetKernels.Filter(keepCommon: true));
        AddOfCommonArrays(registry, "ARRAY_EXCEPT", "array1, array2", "The elements of the first array that the second does not have, each once.", 2, 2, () => ArraySetKernels.Filter(keepCommon: false));
        AddOfCommonArrays(registry, "ARRAY_CONCAT", "array1, ...", "The elements of all arrays, one after the other.", 1, int.MaxValue, () => ArraySetKernels.Concat);
        AddExtreme(registry, "ARRAY_MAX", "greatest", greatest: true);
        AddExtreme(registry, "ARRAY_MIN", "least", greatest: false);
        Add(registry, "ARRAY_SLICE", "ARRAY_SLICE(array, start INT)\nARRAY_SLICE(array, start INT, end INT)", "The elements from one position to another, both inclusive; from the end when negative.", ResolveSlice);
        Add(registry, "ARRAY_SORT", "ARRAY_SORT(array)\nARRAY_SORT(array, ascending BOOLEAN)\nARRAY_SORT(array, ascending BOOLEAN, nulls_first BOOLEAN)", "An array in order of its elements.", ResolveSort);
        Add(registry, "ARRAY_JOIN", "ARRAY_JOIN(array, delimiter STRING)\nARRAY_JOIN(array, delimiter STRING, null_replacement STRING)", "The elements of an array of strings, with a delimiter between them; NULLs are left out or replaced.", ResolveJoin);
    }

    private static void AddOfOneArray(FunctionRegistry registry, string name, string parameters, string summary, Func<ScalarKernel> kernel) =>
        Add(registry, name, $"{name}({parameters})", summary, call => call.Count == 1 && IsArray(call, 0)
            ? new ResolvedFunction { ArgumentTypes = [null], ReturnType = call.TypeOf(0), Kernel = kernel }
            : null);

    private static void AddOfCommonArrays(FunctionRegistry registry, string name, string parameters, string summary, int least, int most, Func<ScalarKernel> kernel) =>
        Add(registry, name, $"{name}({parameters})", summary, call => call.Count >= least && call.Count <= most && CommonTypeOf(call, TypeRoot.Array) is { } common
            ? new ResolvedFunction { ArgumentTypes = AllOf(call, common), ReturnType = common.WithNullable(call.AnyNullable), Kernel = kernel }
            : null);

    private static void AddExtreme(FunctionRegistry registry, string name, string word, bool greatest) =>
        Add(registry, name, $"{name}(array)", $"The {word} element of an array, NULLs left out.", call => call.Count == 1 && IsArray(call, 0) && IsComparable(call.TypeOf(0).Element)
            ? new ResolvedFunction { ArgumentTypes = [null], ReturnType = call.TypeOf(0).Element.Nullable(), Kernel = () => ArrayOrderKernels.Extreme(greatest) }
            : null);

    // Flink's rule for these functions: no booleans, intervals or nested values.
    private static bool IsComparable(DataType type) => type.IsNumeric || type.IsTemporal || type.IsCharacterString || type.IsBinaryString || type.Root == TypeRoot.Null;

    private static ResolvedFunction? ResolveSlice(FunctionCall call)
    {
        if (call.Count is not (2 or 3) || !IsArray(call, 0))
        {
            return null;
        }

        DataType?[] types = new DataType?[call.Count];
        for (int a = 1; a < call.Count; a++)
        {
            DataType given = call.TypeOf(a);
            if (!CastRules.CanCastImplicitly(given, DataType.Int))
            {
                return null;
            }

            types[a] = DataType.Int.WithNullable(given.IsNullable);
        }

        return new ResolvedFunction { ArgumentTypes = types, ReturnType = call.TypeOf(0).WithNullable(call.AnyNullable), Kernel = () => ArrayKernels.Slice };
    }

    private static ResolvedFunction? ResolveSort(FunctionCall call)
    {
        if (call.Count is not (1 or 2 or 3) || !IsArray(call, 0) || !IsComparable(call.TypeOf(0).Element))
        {
            return null;
        }

        DataType?[] types = new DataType?[call.Count];
        for (int a = 1; a < call.Count; a++)
        {
            if (!CastRules.CanCastImplicitly(call.TypeOf(a), DataType.Boolean))
            {
                return null;
            }

            types[a] = DataType.Boolean.WithNullable(call.TypeOf(a).IsNullable);
        }

        return new ResolvedFunction { ArgumentTypes = types, ReturnType = call.TypeOf(0).WithNullable(call.AnyNullable), Kernel = ArrayOrderKernels.Sort };
    }

    private static ResolvedFunction? ResolveJoin(FunctionCall call)
    {
        if (call.Count is not (2 or 3) || !IsArray(call, 0) || !call.TypeOf(0).Element.IsCharacterString)
        {
            return null;
        }

        DataType?[] types = new DataType?[call.Count];
        for (int a = 1; a < call.Count; a++)
        {
            DataType given = call.TypeOf(a);
            if (!given.IsCharacterString && given.Root != TypeRoot.Null)
            {
                return null;
            }

            types[a] = given.IsCharacterString ? given : DataType.String;
        }

        return new ResolvedFunction { ArgumentTypes = types, ReturnType = DataType.String.WithNullable(call.AnyNullable), Kernel = () => ArrayKernels.Join };
    }
}
