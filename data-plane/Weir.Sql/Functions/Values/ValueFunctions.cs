using System.Globalization;
using System.Text;
using Weir.Engine.Expressions;
using Weir.Engine.Functions.Values;
using Weir.Engine.Types;
using Weir.Sql.Types;

namespace Weir.Sql.Functions.Values;

/// <summary>Value construction, value access, and TYPEOF.</summary>
internal static class ValueFunctions
{
    internal static void AddTo(FunctionRegistry registry)
    {
        Add(registry, "Value construction", "ARRAY", "ARRAY[value1, ...]", "An array of values, which take on their common type.", ResolveArray);
        Add(registry, "Value construction", "MAP", "MAP[key1, value1, ...]", "A map of keys and values, each of which take on their common type.", ResolveMap);
        Add(registry, "Value construction", "ROW", "ROW(value1, ...)\n(value1, value2, ...)", "A row of values.", ResolveRow);
        Add(registry, "Value construction", "MULTISET", "MULTISET[value1, ...]", "A multiset of values, which take on their common type.", ResolveMultiset);
        Add(registry, "Value access", "FIELD", "row.field", "A field of a row.", ResolveField);
        Add(registry, "Conversion", "TYPEOF", "TYPEOF(value)\nTYPEOF(value, force_serializable BOOLEAN)", "The type of a value as text.", ResolveTypeOf);
    }

    private static void Add(FunctionRegistry registry, string family, string name, string usage, string summary, Func<FunctionCall, ResolvedFunction?> resolve) => registry.Add(new FunctionDefinition
    {
        Name = name,
        Family = family,
        Usage = usage.Split('\n'),
        Summary = summary,
        Resolve = resolve,
    });

    private static ResolvedFunction ResolveArray(FunctionCall call) => OfElements(call, "ARRAY", DataType.Array, () => ConstructKernels.Array);

    private static ResolvedFunction ResolveMultiset(FunctionCall call) => OfElements(call, "MULTISET", DataType.Multiset, () => ConstructKernels.Multiset);

    private static ResolvedFunction OfElements(FunctionCall call, string name, Func<DataType, DataType> returns, Func<ScalarKernel> kernel)
    {
        if (call.Count == 0)
        {
            throw new FunctionCallException($"{name} requires at least 1 argument.");
        }

        DataType element = Common(call, 0, 1, name);
        return new ResolvedFunction
        {
            ArgumentTypes = [.. call.Arguments.Select(a => element.WithNullable(a.Type.IsNullable))],
            ReturnType = returns(element).NotNull(),
            Kernel = kernel,
            Nulls = NullHandling.Custom,
        };
    }

    private static ResolvedFunction ResolveMap(FunctionCall call)
    {
        if (call.Count == 0 || call.Count % 2 != 0)
        {
            throw new FunctionCallException(call.Count == 0 ? "MAP requires at least 2 arguments." : "Map requires an even number of arguments.");
        }

        DataType key = Common(call, 0, 2, "MAP");
        DataType value = Common(call, 1, 2, "MAP");
        return new ResolvedFunction
        {
            ArgumentTypes = [.. call.Arguments.Select((a, i) => (i % 2 == 0 ? key : value).WithNullable(a.Type.IsNullable))],
            ReturnType = DataType.Map(key, value).NotNull(),
            Kernel = () => ConstructKernels.Map,
            Nulls = NullHandling.Custom,
        };
    }

    /// <summary>The common type of every <paramref name="step"/>-th argument.</summary>
    private static DataType Common(FunctionCall call, int first, int step, string name)
    {
        List<DataType> types = [];
        for (int a = first; a < call.Count; a += step)
        {
            types.Add(call.TypeOf(a));
        }

        DataType? common = CommonType.Of(types);
        return common is { Root: not TypeRoot.Null } ? common
            : throw new FunctionCallException(
                common is null ? $"{name}: the values must be of one type, but {string.Join(", ", types.Distinct())} have none in common." : $"{name}: NULL alone has no type.",
                hint: "CAST the values to the type that is meant.");
    }

    private static ResolvedFunction? ResolveRow(FunctionCall call)
    {
        if (call.Count == 0)
        {
            return null;
        }

        RowField[] fields = new RowField[call.Count];
        for (int f = 0; f < fields.Length; f++)
        {
            if (call.TypeOf(f).Root == TypeRoot.Null)
            {
                throw new FunctionCallException("Illegal use of 'NULL': as a field of a row it has no type.", f, "CAST(NULL AS …)");
            }

            fields[f] = new RowField("EXPR$" + f.ToString(CultureInfo.InvariantCulture), call.TypeOf(f));
        }

        return new ResolvedFunction
        {
            ArgumentTypes = new DataType?[call.Count],
            ReturnType = DataType.Row(fields).NotNull(),
            Kernel = () => ConstructKernels.Row,
            Nulls = NullHandling.Custom,
        };
    }

    private static ResolvedFunction? ResolveField(FunctionCall call)
    {
        if (call.Count != 2 || call.TypeOf(0).Root != TypeRoot.Row || !call.TryGetLiteral(1, out int index) || index < 0 || index >= call.TypeOf(0).Fields.Count)
        {
            return null;
        }

        DataType type = call.TypeOf(0).Fields[index].Type;
        return new ResolvedFunction
        {
            ArgumentTypes = [null, null],
            ReturnType = type.WithNullable(type.IsNullable || call.TypeOf(0).IsNullable),
            Kernel = () => ConstructKernels.Field(index),
        };
    }

    private static ResolvedFunction? ResolveTypeOf(FunctionCall call)
    {
        bool serializable = false;
        if (call.Count is not (1 or 2) || (call.Count == 2 && !call.TryGetLiteral(1, out serializable)))
        {
            return null;
        }

        DataType type = call.TypeOf(0);
        string? text = !serializable ? type.ToString() : SerializableType.TextOf(type);
        byte[]? utf8 = text is null ? null : Encoding.UTF8.GetBytes(text);
        return new ResolvedFunction
        {
            ArgumentTypes = new DataType?[call.Count],
            ReturnType = DataType.String,
            Kernel = () => ConstructKernels.Constant(utf8),
            Nulls = NullHandling.Custom,
        };
    }
}
