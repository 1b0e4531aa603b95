using System.Numerics;
using Weir.Engine.Expressions;
using Weir.Engine.Functions.Comparison;
using Weir.Engine.Types;
using Weir.Sql.Functions.Arithmetic;

namespace Weir.Sql.Functions.Comparison;

/// <summary>Resolves BETWEEN in its four forms.</summary>
internal static class RangeTests
{
    /// <summary>Chooses types and kernel.</summary>
    public static ResolvedFunction? Resolve(FunctionCall call, bool symmetric, bool negated)
    {
        if (call.Count != 3)
        {
            return null;
        }

        if (!symmetric && OfConstants(call, negated) is { } fused)
        {
            return fused;
        }

        if (Comparisons.Match(call, 0, 1, ComparisonOperator.GreaterOrEqual) is not { } aboveLow
            || Comparisons.Match(call, 0, 2, ComparisonOperator.LessOrEqual) is not { } belowHigh)
        {
            return null;
        }

        Comparison? aboveHigh = symmetric ? Comparisons.Match(call, 0, 2, ComparisonOperator.GreaterOrEqual) : null;
        Comparison? belowLow = symmetric ? Comparisons.Match(call, 0, 1, ComparisonOperator.LessOrEqual) : null;
        if (aboveLow.Left is { } first && belowHigh.Left is { } second && !first.SameAs(second))
        {
            throw new FunctionCallException($"The bounds of BETWEEN have types of their own ({call.TypeOf(1)}, {call.TypeOf(2)}).", hint: "CAST them to one type.");
        }

        if ((aboveLow.Left is null) != (belowHigh.Left is null))
        {
            throw new FunctionCallException($"The bounds of BETWEEN compare with {call.TypeOf(0)} in two ways ({call.TypeOf(1)}, {call.TypeOf(2)}).", hint: "CAST them to one type.");
        }

        return new ResolvedFunction
        {
            ReturnType = DataType.Boolean.WithNullable(call.AnyNullable),
            ArgumentTypes = [aboveLow.Left, aboveLow.Right, belowHigh.Right],
            Kernel = () => Between.Create(aboveLow.Kernel(), belowHigh.Kernel(), aboveHigh?.Kernel(), belowLow?.Kernel(), negated),
            Nulls = NullHandling.Custom,
        };
    }

    // A column of numbers between two constants that its own type holds.
    private static ResolvedFunction? OfConstants(FunctionCall call, bool negated)
    {
        DataType type = call.TypeOf(0);
        if (type.IsCharacterString || type.IsBinaryString || type.IsNested || call.TypeOf(1).IsApproximate != type.IsApproximate || call.TypeOf(2).IsApproximate != type.IsApproximate)
        {
            return null;
        }

        return type.Physical switch
        {
            PhysicalType.Int8 => OfConstants<sbyte>(call, type, negated),
            PhysicalType.Int16 => OfConstants<short>(call, type, negated),
            PhysicalType.Int32 => OfConstants<int>(call, type, negated),
            PhysicalType.Int64 => OfConstants<long>(call, type, negated),
            PhysicalType.Float32 => OfConstants<float>(call, type, negated),
            PhysicalType.Float64 => OfConstants<double>(call, type, negated),
            PhysicalType.Int128 => OfConstants<Int128>(call, type, negated),
            _ => null,
        };
    }

    private static ResolvedFunction? OfConstants<T>(FunctionCall call, DataType type, bool negated)
        where T : unmanaged, IComparisonOperators<T, T, bool> =>
        Constants.Get<T>(call, 1, type) is { } low && Constants.Get<T>(call, 2, type) is { } high
            ? new ResolvedFunction
            {
                ReturnType = DataType.Boolean.WithNullable(call.AnyNullable),
                ArgumentTypes = [null, null, null],
                Kernel = () => RangeTest.Create(low, high, negated),
                Nulls = NullHandling.StrictTotal,
            }
            : null;
}
