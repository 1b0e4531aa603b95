using Weir.Engine.Expressions;
using Weir.Engine.Functions.Arithmetic;
using Weir.Engine.Types;

namespace Weir.Sql.Functions.Arithmetic;

/// <summary>Resolves <c>+ -</c> over points in time and intervals, and an interval times a number.</summary>
internal static class TemporalOperators
{
    private static readonly DataType s_ms = DataType.Interval(false, "SECOND(3)").NotNull();
    private static readonly DataType s_months = DataType.Interval(true, "MONTH").NotNull();

    /// <summary>The interval type that arithmetic gives, of the kind of an interval; Flink has one resolution for each kind.</summary>
    public static DataType IntervalLike(DataType interval) => interval.Root == TypeRoot.IntervalYearMonth ? s_months : s_ms;

    /// <summary>Chooses types and kernel, or answers null when the operands are none of these.</summary>
    public static ResolvedFunction? Resolve(FunctionCall call)
    {
        DataType left = call.TypeOf(0);
        DataType right = call.TypeOf(1);
        switch (call.Name)
        {
            case "+" when left.IsInterval && right.IsTemporal:
                return Move<Plus>(call, 1, 0);
            case "+" when left.IsTemporal && right.IsInterval:
                return Move<Plus>(call, 0, 1);
            case "-" when left.IsTemporal && right.IsInterval:
                return Move<Minus>(call, 0, 1);
            case "+" or "-" when left.IsInterval && left.Root == right.Root:
                return Combine(call, left, call.Name == "+");
            case "*" when left.IsInterval && right.IsInteger:
                return Multiply(call, 0, 1);
            case "*" when left.IsInteger && right.IsInterval:
                return Multiply(call, 1, 0);
            case "-" when left.IsTemporal && right.IsTemporal:
                throw new FunctionCallException($"{left} - {right}: the difference of two points in time needs a unit.", hint: "Write TIMESTAMPDIFF(unit, from, to), or (a - b) DAY TO SECOND.");
            default:
                return null;
        }
    }

    private static ResolvedFunction? Move<TDirection>(FunctionCall call, int time, int interval)
        where TDirection : struct, IDirection
    {
        DataType type = call.TypeOf(time);
        bool months = call.TypeOf(interval).Root == TypeRoot.IntervalYearMonth;
        return (type.Root, type.Physical, months) switch
        {
            (TypeRoot.Date, _, false) => Of<int, long, int, DateAndMs<TDirection>>(call, time, NullHandling.Strict),
            (TypeRoot.Date, _, true) => Of<int, int, int, DateAndMonths<TDirection>>(call, time),
            (TypeRoot.Time, _, false) => Of<int, long, int, TimeAndMs<TDirection>>(call, time),
            (TypeRoot.Time, _, true) => Of<int, int, int, TimeAndMonths>(call, time),
            (_, PhysicalType.Int64, false) when TDirection.Sign > 0 => Vector<Add<long>>(call, type),
            (_, PhysicalType.Int64, false) => Vector<Subtract<long>>(call, type),
            (_, PhysicalType.Int64, true) => Of<long, int, long, MsAndMonths<TDirection>>(call, time),
            (_, _, false) => Of<Int128, long, Int128, NsAndMs<TDirection>>(call, time),
            _ => Of<Int128, int, Int128, NsAndMonths<TDirection>>(call, time),
        };
    }

    private static ResolvedFunction Of<TTime, TInterval, TResult, TOp>(FunctionCall call, int time, NullHandling nulls = NullHandling.StrictTotal)
        where TTime : unmanaged
        where TInterval : unmanaged
        where TResult : unmanaged
        where TOp : struct, IBinaryOp<TTime, TInterval, TResult>
    {
        DataType type = call.TypeOf(time);
        TTime? point = Constants.Get<TTime>(call, time, type);
        TInterval? interval = Constants.Get<TInterval>(call, 1 - time, call.TypeOf(1 - time));
        return new ResolvedFunction
        {
            ReturnType = type.WithNullable(call.AnyNullable),
            ArgumentTypes = [null, null],
            Kernel = time == 0
                ? Numbers.Binary<TTime, TInterval, TResult, TOp>(point, interval)
                : Numbers.Binary<TInterval, TTime, TResult, Swapped<TTime, TInterval, TResult, TOp>>(interval, point),
            Nulls = nulls,
        };
    }

    private static ResolvedFunction Vector<TOp>(FunctionCall call, DataType type)
        where TOp : struct, IVectorOp<long> => new()
        {
            ReturnType = type.WithNullable(call.AnyNullable),
            ArgumentTypes = [null, null],
            Kernel = Numbers.Vector<long, TOp>(Constants.Get<long>(call, 0, call.TypeOf(0)), Constants.Get<long>(call, 1, call.TypeOf(1))),
            Nulls = NullHandling.StrictTotal,
        };

    private static ResolvedFunction Combine(FunctionCall call, DataType interval, bool plus)
    {
        DataType type = IntervalLike(interval);
        if (interval.Root == TypeRoot.IntervalDayTime)
        {
            return plus ? Vector<Add<long>>(call, type) : Vector<Subtract<long>>(call, type);
        }

        int? left = Constants.Get<int>(call, 0, call.TypeOf(0));
        int? right = Constants.Get<int>(call, 1, call.TypeOf(1));
        return new ResolvedFunction
        {
            ReturnType = type.WithNullable(call.AnyNullable),
            ArgumentTypes = [null, null],
            Kernel = plus ? Numbers.Vector<int, Add<int>>(left, right) : Numbers.Vector<int, Subtract<int>>(left, right),
            Nulls = NullHandling.StrictTotal,
        };
    }

    private static ResolvedFunction Multiply(FunctionCall call, int interval, int number)
    {
        DataType own = call.TypeOf(interval);
        DataType type = IntervalLike(own);
        DataType?[] types = new DataType?[2];
        types[number] = Numbers.ArgumentType(call, number, DataType.BigInt);
        long? factor = Constants.Get<long>(call, number, DataType.BigInt);
        return new ResolvedFunction
        {
            ReturnType = type.WithNullable(call.AnyNullable),
            ArgumentTypes = types,
            Kernel = (type.Root == TypeRoot.IntervalYearMonth, interval == 0) switch
            {
                (true, true) => Numbers.Binary<int, long, int, MonthsTimes>(Constants.Get<int>(call, interval, own), factor),
                (true, false) => Numbers.Binary<long, int, int, Swapped<int, long, int, MonthsTimes>>(factor, Constants.Get<int>(call, interval, own)),
                (false, true) => Numbers.Vector<long, Multiply<long>>(Constants.Get<long>(call, interval, own), factor),
                _ => Numbers.Vector<long, Multiply<long>>(factor, Constants.Get<long>(call, interval, own)),
            },
            Nulls = NullHandling.StrictTotal,
        };
    }
}
