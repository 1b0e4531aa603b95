using Weir.Engine.Expressions;
using Weir.Engine.Functions.Temporal;
using Weir.Engine.Types;
using Weir.Sql.Functions.Arithmetic;

namespace Weir.Sql.Functions.Temporal;

/// <summary>TIMESTAMPADD, TIMESTAMPDIFF and OVERLAPS.</summary>
internal static class TimestampFunctions
{
    public static void AddTo(FunctionRegistry registry)
    {
        registry.Add(new FunctionDefinition
        {
            Name = "TIMESTAMPADD",
            Usage = ["TIMESTAMPADD(unit, amount INTEGER NUMERIC, timepoint DATE | TIME | TIMESTAMP | TIMESTAMP_LTZ)"],
            Summary = "The time point so many units later, or earlier if the amount is negative.",
            Family = TemporalFunctions.Family,
            Resolve = ResolveAdd,
        });
        registry.Add(new FunctionDefinition
        {
            Name = "TIMESTAMPDIFF",
            Usage = ["TIMESTAMPDIFF(unit, from DATE | TIME | TIMESTAMP | TIMESTAMP_LTZ, to DATE | TIME | TIMESTAMP | TIMESTAMP_LTZ)"],
            Summary = "The whole units from one time point to another, negative if the second is the earlier one.",
            Family = TemporalFunctions.Family,
            Resolve = ResolveDifference,
        });
        registry.Add(new FunctionDefinition
        {
            Name = "OVERLAPS",
            Usage = ["(timepoint, timepoint | interval) OVERLAPS (timepoint, timepoint | interval)"],
            Summary = "Whether two spans of time have a moment in common.",
            Family = TemporalFunctions.Family,
            Resolve = ResolveOverlaps,
        });
    }

    private static ResolvedFunction? ResolveAdd(FunctionCall call)
    {
        if (call.Count != 2 || !UntypedNull.Refused(call).TypeOf(0).IsInteger || !call.TypeOf(1).IsTemporal)
        {
            return null;
        }

        TemporalUnit unit = TemporalFunctions.Unit(call);
        DataType type = call.TypeOf(1);
        bool ofClock = unit is TemporalUnit.Hour or TemporalUnit.Minute or TemporalUnit.Second or TemporalUnit.Millisecond;
        if ((TimestampArithmetic.MonthsOf(unit) == 0 && TimestampArithmetic.MsOf(unit) == 0) || (unit == TemporalUnit.Millisecond && type.Root == TypeRoot.Date))
        {
            throw new FunctionCallException($"TIMESTAMPADD: unit {Name(unit)} can not be applied to {type}.", 1);
        }

        int precision = unit == TemporalUnit.Millisecond ? Math.Max(3, type.Precision) : type.Precision;
        DataType result = type.Root switch
        {
            TypeRoot.Date => ofClock ? DataType.Timestamp(6) : DataType.Date,
            TypeRoot.Time => DataType.Time(precision),
            TypeRoot.Timestamp => DataType.Timestamp(precision),
            _ => DataType.TimestampLtz(precision),
        };
        return new ResolvedFunction
        {
            ReturnType = result.WithNullable(call.AnyNullable),
            ArgumentTypes = [DataType.BigInt.WithNullable(call.TypeOf(0).IsNullable), TemporalFunctions.AsIs],
            Kernel = () => TimestampArithmetic.Add(type, unit),
        };
    }

    private static ResolvedFunction? ResolveDifference(FunctionCall call)
    {
        if (call.Count != 2 || !call.TypeOf(0).IsTemporal || !call.TypeOf(1).IsTemporal)
        {
            return null;
        }

        DataType from = call.TypeOf(0);
        DataType to = call.TypeOf(1);
        TemporalUnit unit = TemporalFunctions.Unit(call);
        if (from.Root != to.Root && (from.Root == TypeRoot.TimestampLtz || to.Root == TypeRoot.TimestampLtz))
        {
            throw new FunctionCallException("TIMESTAMPDIFF: TIMESTAMP_LTZ only supports diff between the same type.", hint: "CAST one of them to the type of the other.");
        }

        if (unit is not (TemporalUnit.Year or TemporalUnit.Quarter or TemporalUnit.Month or TemporalUnit.Week or TemporalUnit.Day or TemporalUnit.Hour or TemporalUnit.Minute or TemporalUnit.Second))
        {
            throw new FunctionCallException($"TIMESTAMPDIFF: unit {Name(unit)} is not supported.", hint: "Write one of YEAR, QUARTER, MONTH, WEEK, DAY, HOUR, MINUTE, SECOND.");
        }

        if (TimestampArithmetic.MonthsOf(unit) == 0 && from.Root != to.Root && (from.Root == TypeRoot.Time || to.Root == TypeRoot.Time))
        {
            throw new FunctionCallException($"TIMESTAMPDIFF: {Name(unit)} between {from} and {to} is not supported.", hint: "CAST one of them to the type of the other.");
        }

        return new ResolvedFunction
        {
            ReturnType = DataType.Int.WithNullable(call.AnyNullable),
            ArgumentTypes = [TemporalFunctions.AsIs, TemporalFunctions.AsIs],
            Kernel = () => TimestampArithmetic.Difference(from, to, unit),
        };
    }

    private static ResolvedFunction? ResolveOverlaps(FunctionCall call)
    {
        if (call.Count != 4 || !IsSpan(call.TypeOf(0), call.TypeOf(1)) || !IsSpan(call.TypeOf(2), call.TypeOf(3)) || call.TypeOf(0).Root != call.TypeOf(2).Root)
        {
            return null;
        }

        DataType[] types = [call.TypeOf(0), call.TypeOf(1), call.TypeOf(2), call.TypeOf(3)];
        return new ResolvedFunction
        {
            ReturnType = DataType.Boolean.WithNullable(call.AnyNullable),
            ArgumentTypes = [TemporalFunctions.AsIs, TemporalFunctions.AsIs, TemporalFunctions.AsIs, TemporalFunctions.AsIs],
            Kernel = () => Overlaps.Kernel(types[0], types[1], types[2], types[3]),
            Nulls = NullHandling.Custom,
        };
    }

    private static bool IsSpan(DataType first, DataType second) => first.IsTemporal && (second.IsInterval || second.Root == first.Root);

    private static string Name(TemporalUnit unit) => unit.ToString().ToUpperInvariant();
}
