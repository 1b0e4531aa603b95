using System.Numerics;
using Weir.Engine.Expressions;
using Weir.Engine.Functions.Comparison;
using Weir.Engine.Types;
using Weir.Sql.Functions.Arithmetic;
using Weir.Sql.Types;

namespace Weir.Sql.Functions.Comparison;

/// <summary>Resolves GREATEST and LEAST, over values of one kind.</summary>
internal static class Extremes
{
    /// <summary>Chooses types and kernel.</summary>
    public static ResolvedFunction? Resolve(FunctionCall call, bool greatest)
    {
        if (call.Count == 0)
        {
            return null;
        }

        UntypedNull.Refuse(call);
        if (!AreOfOneKind(call) || CommonType.Merge(call.Arguments.Select(a => a.Type)) is not { } type)
        {
            throw new FunctionCallException($"{call.Name} compares values of one kind, not {string.Join(", ", call.Arguments.Select(a => a.Type))}.", hint: "CAST them to one type.");
        }

        Func<ScalarKernel>? kernel = type.Physical switch
        {
            PhysicalType.Bool => Fixed<byte>(greatest),
            PhysicalType.Int8 => Fixed<sbyte>(greatest),
            PhysicalType.Int16 => Fixed<short>(greatest),
            PhysicalType.Int32 => Fixed<int>(greatest),
            PhysicalType.Int64 => Fixed<long>(greatest),
            PhysicalType.Float32 => () => ExtremeKernels.FloatingPoint<float>(greatest),
            PhysicalType.Float64 => () => ExtremeKernels.FloatingPoint<double>(greatest),
            PhysicalType.Int128 => Fixed<Int128>(greatest),
            PhysicalType.Bytes => () => ExtremeKernels.Bytes(greatest),
            _ => null,
        };
        return kernel is null ? null : new ResolvedFunction
        {
            ReturnType = type.WithNullable(call.AnyNullable),
            ArgumentTypes = [.. call.Arguments.Select(a => a.Type.SameAs(type) ? null : type.WithNullable(a.Type.IsNullable))],
            Kernel = kernel,
            Nulls = type.Physical == PhysicalType.Bytes ? NullHandling.Strict : NullHandling.StrictTotal,
        };
    }

    private static Func<ScalarKernel> Fixed<T>(bool greatest)
        where T : unmanaged, IComparisonOperators<T, T, bool> => () => ExtremeKernels.Numbers<T>(greatest);

    private static bool AreOfOneKind(FunctionCall call)
    {
        DataType first = call.TypeOf(0);
        foreach (Expressions.BoundExpression argument in call.Arguments)
        {
            DataType type = argument.Type;
            bool alike = (first.IsNumeric && type.IsNumeric) || (first.IsCharacterString && type.IsCharacterString) || (first.IsBinaryString && type.IsBinaryString)
                || (first.IsTimestamp && type.IsTimestamp) || first.Root == type.Root;
            if (!alike)
            {
                return false;
            }
        }

        return true;
    }
}
