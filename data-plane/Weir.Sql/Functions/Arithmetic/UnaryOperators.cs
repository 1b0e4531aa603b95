using System.Numerics;
using Weir.Engine.Batches;
using Weir.Engine.Expressions;
using Weir.Engine.Functions.Arithmetic;
using Weir.Engine.Types;

namespace Weir.Sql.Functions.Arithmetic;

/// <summary>Resolves the signs before a number or an interval.</summary>
internal static class UnaryOperators
{
    /// <summary>Chooses the kernel of a minus.</summary>
    public static ResolvedFunction? ResolveMinus(FunctionCall call) => Fits(call) ? call.TypeOf(0).Physical switch
    {
        PhysicalType.Int8 => Negated<sbyte>(call),
        PhysicalType.Int16 => Negated<short>(call),
        PhysicalType.Int32 => Negated<int>(call),
        PhysicalType.Int64 => Negated<long>(call),
        PhysicalType.Float32 => Negated<float>(call),
        PhysicalType.Float64 => Negated<double>(call),
        _ => Negated<Int128>(call),
    }
    : null;

    /// <summary>Chooses the kernel of a plus.</summary>
    public static ResolvedFunction? ResolvePlus(FunctionCall call) => Fits(call) ? new ResolvedFunction
    {
        ReturnType = call.TypeOf(0),
        ArgumentTypes = [null],
        Kernel = () => CopyColumn,
        Nulls = NullHandling.Custom,
    }
    : null;

    private static bool Fits(FunctionCall call)
    {
        UntypedNull.Refuse(call);
        return call.Count == 1 && (call.TypeOf(0).IsNumeric || call.TypeOf(0).IsInterval);
    }

    private static ResolvedFunction Negated<T>(FunctionCall call)
        where T : unmanaged, INumber<T> => new()
        {
            ReturnType = call.TypeOf(0),
            ArgumentTypes = [null],
            Kernel = UnaryKernel.Create<T, T, Negate<T>>,
            Nulls = NullHandling.StrictTotal,
        };

    private static void CopyColumn(ReadOnlySpan<Column> arguments, Column result, Selection rows, EvaluationContext context)
    {
        foreach (int row in rows)
        {
            result.CopyRow(row, arguments[0], row);
        }
    }
}
