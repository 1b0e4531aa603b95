using Weir.Engine.Expressions;
using Weir.Engine.Functions.Arithmetic;
using Weir.Engine.Types;

namespace Weir.Sql.Functions.Arithmetic;

/// <summary>Registers RAND, RAND_INTEGER and UUID, whose calls are never folded.</summary>
internal static class RandomFunctions
{
    /// <summary>Adds them.</summary>
    internal static void AddTo(FunctionRegistry registry)
    {
        Add(registry, "RAND", ["RAND()", "RAND(seed INT)"], "A number from 0 to below 1; with a constant seed the same sequence in each run.", Rand);
        Add(registry, "RAND_INTEGER", ["RAND_INTEGER(bound INT)", "RAND_INTEGER(seed INT, bound INT)"], "A whole number from 0 to below a bound; with a constant seed the same sequence in each run.", RandInteger);
        Add(registry, "UUID", ["UUID()"], "A universally unique identifier (version 4).", Uuid);
    }

    private static void Add(FunctionRegistry registry, string name, string[] usage, string summary, Func<FunctionCall, ResolvedFunction?> resolve) => registry.Add(new FunctionDefinition
    {
        Name = name,
        Family = ArithmeticFunctions.Family,
        Usage = usage,
        Summary = summary,
        IsDeterministic = false,
        Resolve = call =>
        {
            UntypedNull.Refuse(call);
            return resolve(call);
        },
    });

    private static ResolvedFunction? Rand(FunctionCall call)
    {
        if (call.Count > 1 || !AreInts(call))
        {
            return null;
        }

        int? seed = call.Count == 1 ? Constants.Get<int>(call, 0, DataType.Int) : null;
        return Resolved(call, DataType.Double, call.Count == 0 || seed is not null ? () => RandomKernels.Doubles(seed) : () => RandomKernels.DoublesBySeed);
    }

    private static ResolvedFunction? RandInteger(FunctionCall call)
    {
        if (call.Count is not (1 or 2) || !AreInts(call))
        {
            return null;
        }

        int? seed = call.Count == 2 ? Constants.Get<int>(call, 0, DataType.Int) : null;
        return Resolved(call, DataType.Int, call.Count == 1 || seed is not null ? () => RandomKernels.Integers(seed) : () => RandomKernels.IntegersBySeed);
    }

    private static ResolvedFunction? Uuid(FunctionCall call) => call.Count == 0 ? Resolved(call, DataType.Char(36), () => RandomKernels.Uuid) : null;

    private static ResolvedFunction Resolved(FunctionCall call, DataType type, Func<ScalarKernel> kernel) => new()
    {
        ReturnType = type.WithNullable(call.AnyNullable),
        ArgumentTypes = [.. call.Arguments.Select(a => a.Type.Root == TypeRoot.Integer ? null : DataType.Int.WithNullable(a.Type.IsNullable))],
        Kernel = kernel,
    };

    private static bool AreInts(FunctionCall call) => call.Arguments.All(a => a.Type.Root is TypeRoot.TinyInt or TypeRoot.SmallInt or TypeRoot.Integer);
}
