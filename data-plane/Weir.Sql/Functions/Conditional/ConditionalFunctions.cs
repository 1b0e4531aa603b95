using Weir.Engine.Expressions;
using Weir.Engine.Functions.Conditional;
using Weir.Engine.Types;
using Weir.Sql.Functions.Arithmetic;
using Weir.Sql.Functions.Comparison;
using Weir.Sql.Types;

namespace Weir.Sql.Functions.Conditional;

/// <summary>
/// Registers IF, IFNULL, COALESCE and NULLIF, and the tests of text. Their kernels choose between values that are already computed; where computing one may fail, the binder makes a CASE of the call, with the types that are chosen here.
/// </summary>
internal static class ConditionalFunctions
{
    private const string Family = "Conditional";

    /// <summary>Adds the functions of the family.</summary>
    internal static void AddTo(FunctionRegistry registry)
    {
        Add(registry, "IF", "IF(condition BOOLEAN, then ANY, else ANY)", "One value where the condition is TRUE, another where it is FALSE or NULL.", If);
        Add(registry, "IFNULL", "IFNULL(value ANY, replacement ANY)", "The value, or the replacement where it is NULL.", IfNull);
        Add(registry, "COALESCE", "COALESCE(value ANY, …)", "The first value that is not NULL.", Coalesce);
        Add(registry, "NULLIF", "NULLIF(value ANY, other ANY)", "The value, or NULL where it equals the other.", NullIf);
        Add(registry, "IS_ALPHA", "IS_ALPHA(text STRING)", "Whether the text is all letters.", call => TextTest(call, TextTests.IsAlpha, _ => false));
        Add(registry, "IS_DIGIT", "IS_DIGIT(text STRING)", "Whether the text is all digits, or the value an integer.", call => TextTest(call, TextTests.IsDigit, t => t.IsInteger));
        Add(registry, "IS_DECIMAL", "IS_DECIMAL(text STRING)", "Whether the text is a number, or the value one other than a DECIMAL.", call => TextTest(call, TextTests.IsDecimal, t => t.Root != TypeRoot.Decimal));
    }

    private static void Add(FunctionRegistry registry, string name, string usage, string summary, Func<FunctionCall, ResolvedFunction?> resolve) => registry.Add(new FunctionDefinition
    {
        Name = name,
        Family = Family,
        Usage = [usage],
        Summary = summary,
        Resolve = resolve,
    });

    // Numbers and strings meet in their common type; of times the first one's type is the result's.
    private static ResolvedFunction? If(FunctionCall call)
    {
        UntypedNull.Refuse(call);
        if (call.Count != 3 || call.TypeOf(0).Root != TypeRoot.Boolean)
        {
            return null;
        }

        DataType then = call.TypeOf(1);
        DataType other = call.TypeOf(2);
        bool common = (then.IsNumeric && other.IsNumeric) || (then.IsCharacterString && other.IsCharacterString) || (then.IsBinaryString && other.IsBinaryString);
        bool alike = (then.Root == other.Root && (then.Root == TypeRoot.Boolean || then.IsTemporal)) || (then.IsTimestamp && other.IsTimestamp);
        DataType? type = common ? CommonType.Of(then, other) : alike ? then : null;
        return type is null ? null : Choice(call, type.WithNullable(call.AnyNullable), () => SelectKernels.If, 1);
    }

    private static ResolvedFunction? IfNull(FunctionCall call)
    {
        if (call.Count != 2 || CommonType.Merge([call.TypeOf(0), call.TypeOf(1)]) is not { } common)
        {
            return null;
        }

        if (!call.TypeOf(0).IsNullable && (common.IsCharacterString || common.IsBinaryString))
        {
            // Never NULL: the replacement is not looked at, and strings of other lengths need no cast to their common type.
            return new ResolvedFunction { ReturnType = call.TypeOf(0), ArgumentTypes = [null, null], Kernel = () => SelectKernels.FirstNotNull, Nulls = NullHandling.Custom };
        }

        return common.Root == TypeRoot.Null ? null : Choice(call, common.WithNullable(call.TypeOf(0).IsNullable && call.TypeOf(1).IsNullable), () => SelectKernels.FirstNotNull, 0);
    }

    private static ResolvedFunction? Coalesce(FunctionCall call) =>
        call.Count == 0 || CommonType.Merge(call.Arguments.Select(a => a.Type)) is not { } common || common.Root == TypeRoot.Null
            ? null
            : Choice(call, common.WithNullable(call.Arguments.All(a => a.Type.IsNullable)), () => SelectKernels.FirstNotNull, 0);

    private static ResolvedFunction? NullIf(FunctionCall call)
    {
        if (call.Count != 2 || call.TypeOf(0).Root == TypeRoot.Null || Comparisons.Match(call, 0, 1, Engine.Functions.Comparison.ComparisonOperator.Equal) is not { } equal)
        {
            return null;
        }

        // The result keeps the type of the value, so the value cannot be cast for the comparison on the way.
        return equal.Left is { } left
            ? throw new FunctionCallException($"NULLIF of {call.TypeOf(0)} and {call.TypeOf(1)} compares as {left}.", hint: "Write CASE WHEN value = other THEN NULL ELSE value END.")
            : new ResolvedFunction
            {
                ReturnType = call.TypeOf(0).Nullable(),
                ArgumentTypes = [null, equal.Right],
                FailedCastsAreNull = equal.FailedCastsAreNull,
                Kernel = () => SelectKernels.NullIf(equal.Kernel()),
                Nulls = NullHandling.Custom,
            };
    }

    private static ResolvedFunction Choice(FunctionCall call, DataType type, Func<ScalarKernel> kernel, int firstChoice) => new()
    {
        ReturnType = type,
        ArgumentTypes = [.. call.Arguments.Select((a, i) => i < firstChoice || a.Type.SameAs(type) ? null : type.WithNullable(a.Type.IsNullable))],
        Kernel = kernel,
        Nulls = NullHandling.Custom,
    };

    private static ResolvedFunction? TextTest(FunctionCall call, ScalarKernel ofText, Func<DataType, bool> ofNumber)
    {
        UntypedNull.Refuse(call);
        if (call.Count != 1 || !(call.TypeOf(0).IsCharacterString || call.TypeOf(0).IsNumeric))
        {
            return null;
        }

        DataType type = call.TypeOf(0);
        return new ResolvedFunction
        {
            ReturnType = DataType.Boolean.NotNull(),
            ArgumentTypes = [null],
            Kernel = () => type.IsCharacterString ? ofText : TextTests.Always(ofNumber(type)),
            Nulls = NullHandling.Custom,
        };
    }
}
