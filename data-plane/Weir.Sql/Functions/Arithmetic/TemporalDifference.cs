using Weir.Engine.Expressions;
using Weir.Engine.Functions.Arithmetic;
using Weir.Engine.Types;

namespace Weir.Sql.Functions.Arithmetic;

/// <summary>Resolves <c>(left - right) qualifier</c>, e.g. <c>DAY TO SECOND</c> or <c>MONTH</c> (modifier UNIT): the time between two points in time of one kind.</summary>
internal static class TemporalDifference
{
    /// <summary>Chooses types and kernel.</summary>
    public static ResolvedFunction? Resolve(FunctionCall call)
    {
        if (call.Count != 2 || !call.TypeOf(0).IsTemporal || !call.Modifiers.TryGetValue("UNIT", out string? unit))
        {
            return null;
        }

        DataType left = call.TypeOf(0);
        DataType right = call.TypeOf(1);
        if (left.Root != right.Root)
        {
            throw new FunctionCallException($"The difference of {left} and {right} is not defined: both must be of one kind.", 1, "CAST one of them.");
        }

        bool months = unit.StartsWith("YEAR", StringComparison.Ordinal) || unit.StartsWith("MONTH", StringComparison.Ordinal);
        DataType wanted = left.IsTimestamp ? (left.Precision >= right.Precision ? left : right) : left;
        return (wanted.Root, wanted.Physical, months) switch
        {
            (TypeRoot.Date, _, false) => Of<int, long, DaysBetween>(call, wanted),
            (TypeRoot.Date, _, true) => Of<int, int, MonthsBetweenDates>(call, wanted),
            (TypeRoot.Time, _, false) => Of<int, long, TimeBetween>(call, wanted),
            (TypeRoot.Time, _, true) => null,
            (_, PhysicalType.Int64, false) => Of<long, long, Subtract<long>>(call, wanted),
            (_, PhysicalType.Int64, true) => Of<long, int, MonthsBetweenMs>(call, wanted),
            (_, _, false) => Of<Int128, long, MsBetweenNs>(call, wanted),
            _ => Of<Int128, int, MonthsBetweenNs>(call, wanted),
        };
    }

    private static ResolvedFunction Of<T, TResult, TOp>(FunctionCall call, DataType wanted)
        where T : unmanaged
        where TResult : unmanaged
        where TOp : struct, IBinaryOp<T, T, TResult> =>
        Numbers.Resolved(
            call,
            TemporalOperators.IntervalLike(typeof(TResult) == typeof(int) ? DataType.IntervalYearMonth : DataType.IntervalDayTime),
            wanted,
            Numbers.Binary<T, T, TResult, TOp>(Constants.Get<T>(call, 0, wanted), Constants.Get<T>(call, 1, wanted)),
            NullHandling.StrictTotal);
}
