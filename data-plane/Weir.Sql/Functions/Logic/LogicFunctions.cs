using Weir.Engine.Expressions;
using Weir.Engine.Functions.Comparison;
using Weir.Engine.Functions.Logic;
using Weir.Engine.Types;
using Weir.Sql.Functions.Arithmetic;

namespace Weir.Sql.Functions.Logic;

/// <summary>Registers NOT and the tests of truth; AND and OR are expressions of their own.</summary>
internal static class LogicFunctions
{
    /// <summary>Adds the functions of the family.</summary>
    internal static void AddTo(FunctionRegistry registry)
    {
        Add(registry, "NOT", "NOT value", "The opposite; NULL of NULL.", () => TruthTests.Not, NullHandling.StrictTotal);
        Add(registry, "IS TRUE", "value IS TRUE", "Whether the value is TRUE.", () => TruthTests.Is(true, false));
        Add(registry, "IS NOT TRUE", "value IS NOT TRUE", "Whether the value is FALSE or NULL.", () => TruthTests.Is(true, true));
        Add(registry, "IS FALSE", "value IS FALSE", "Whether the value is FALSE.", () => TruthTests.Is(false, false));
        Add(registry, "IS NOT FALSE", "value IS NOT FALSE", "Whether the value is TRUE or NULL.", () => TruthTests.Is(false, true));
        Add(registry, "IS UNKNOWN", "value IS UNKNOWN", "Whether the value is NULL.", () => NullTests.IsNull);
        Add(registry, "IS NOT UNKNOWN", "value IS NOT UNKNOWN", "Whether the value is TRUE or FALSE.", () => NullTests.IsNotNull);
    }

    private static void Add(FunctionRegistry registry, string name, string usage, string summary, Func<ScalarKernel> kernel, NullHandling nulls = NullHandling.Custom) =>
        registry.Add(new FunctionDefinition
        {
            Name = name,
            Family = "Logical",
            Usage = [usage],
            Summary = summary,
            Resolve = call => call.Count == 1 && UntypedNull.Refused(call).TypeOf(0).Root == TypeRoot.Boolean
                ? new ResolvedFunction
                {
                    ReturnType = DataType.Boolean.WithNullable(nulls != NullHandling.Custom && call.AnyNullable),
                    ArgumentTypes = [null],
                    Kernel = kernel,
                    Nulls = nulls,
                }
                : null,
        });
}
