using Weir.Engine.Expressions;
using Weir.Engine.Functions.Temporal;
using Weir.Engine.Types;
using Weir.Sql.Functions.Arithmetic;

namespace Weir.Sql.Functions.Temporal;

/// <summary>The functions that read dates and times from text and numbers.</summary>
internal static class ParseFunctions
{
    public static void AddTo(FunctionRegistry registry)
    {
        registry.Add(new FunctionDefinition
        {
            Name = "TO_DATE",
            Usage = ["TO_DATE(text STRING)", "TO_DATE(text STRING, pattern STRING)"],
            Summary = "A text as DATE, yyyy-MM-dd or by a pattern; NULL if it is none.",
            Family = TemporalFunctions.Family,
            Resolve = call => Match(call) is { } types
                ? Function(DataType.Date, types, call.Count == 1 ? ParseDate.Default : Checked(call, pattern => ParseDate.ByPattern(pattern)))
                : null,
        });
        registry.Add(new FunctionDefinition
        {
            Name = "TO_TIMESTAMP",
            Usage = ["TO_TIMESTAMP(text STRING)", "TO_TIMESTAMP(text STRING, pattern STRING)"],
            Summary = "A text as TIMESTAMP(3), yyyy-MM-dd HH:mm:ss or by a pattern; NULL if it is none.",
            Family = TemporalFunctions.Family,
            Resolve = call => Match(call) is { } types
                ? Function(DataType.Timestamp(3), types, Checked(call, pattern => ParseTimestamp.ToTimestamp(call.Count > 1, pattern)))
                : null,
        });
        registry.Add(new FunctionDefinition
        {
            Name = "TO_TIMESTAMP_LTZ",
            Usage =
            [
                "TO_TIMESTAMP_LTZ(epoch NUMERIC)", "TO_TIMESTAMP_LTZ(epoch NUMERIC, precision INT)", "TO_TIMESTAMP_LTZ(text STRING)", "TO_TIMESTAMP_LTZ(text STRING, pattern STRING)",
                "TO_TIMESTAMP_LTZ(text STRING, pattern STRING, zone STRING)",
            ],
            Summary = "Seconds (precision 0) or milliseconds (3) since 1970-01-01, or a text, as TIMESTAMP_LTZ.",
            Family = TemporalFunctions.Family,
            Resolve = ResolveTimestampLtz,
        });
        registry.Add(new FunctionDefinition
        {
            Name = "UNIX_TIMESTAMP",
            Usage = ["UNIX_TIMESTAMP()", "UNIX_TIMESTAMP(text STRING)", "UNIX_TIMESTAMP(text STRING, pattern STRING)"],
            Summary = "Seconds since 1970-01-01 00:00:00 UTC: now, or of a text in the session's time zone.",
            Family = TemporalFunctions.Family,
            IsDeterministic = false,
            Resolve = ResolveUnixTimestamp,
        });
    }

    private static ResolvedFunction? ResolveUnixTimestamp(FunctionCall call)
    {
        if (call.Count == 0)
        {
            return new ResolvedFunction { ReturnType = DataType.BigInt.NotNull(), ArgumentTypes = [], Kernel = CurrentTime.UnixSeconds, Nulls = NullHandling.Custom };
        }

        return Match(call) is { } types
            ? Function(DataType.BigInt.WithNullable(call.AnyNullable), types, Checked(call, pattern => UnixTime.Parse(call.Count == 1 ? UnixTime.DefaultPattern : pattern)))
            : null;
    }

    private static ResolvedFunction? ResolveTimestampLtz(FunctionCall call)
    {
        if (call.Count is 1 or 2 && call.TypeOf(0).IsNumeric)
        {
            return ResolveEpoch(call);
        }

        if (Signature.Match(call, [Parameter.String, Parameter.String, Parameter.String], optional: 2) is not { } types)
        {
            return null;
        }

        string? pattern = TemporalFunctions.ConstantText(call, 1);
        string? zone = TemporalFunctions.ConstantText(call, 2);
        int digits = pattern is null ? 3 : Math.Clamp(pattern.Length - pattern.AsSpan().TrimEnd('S').Length, 3, 9);
        int count = call.Count;
        return Function(DataType.TimestampLtz(digits), types, TemporalFunctions.Checked(call, 1, () => ParseTimestamp.ToTimestampLtz(count, pattern, zone, digits)));
    }

    private static ResolvedFunction? ResolveEpoch(FunctionCall call)
    {
        DataType number = call.TypeOf(0);
        if (call.Count == 2 && call.TypeOf(1).Root is not (TypeRoot.Integer or TypeRoot.Null))
        {
            return null;
        }

        DataType? taken = (number.IsInteger ? DataType.BigInt : number.IsApproximate ? DataType.Double : number).WithNullable(number.IsNullable);
        bool hasPrecision = call.Count == 2;
        return Function(
            DataType.TimestampLtz(3),
            hasPrecision ? [taken, DataType.Int.WithNullable(call.TypeOf(1).IsNullable)] : [taken],
            () => EpochTime.Kernel(number, hasPrecision));
    }

    private static DataType?[]? Match(FunctionCall call) => Signature.Match(UntypedNull.Refused(call), [Parameter.String, Parameter.String], optional: 1);

    private static Func<ScalarKernel> Checked(FunctionCall call, Func<string?, ScalarKernel> make)
    {
        string? pattern = TemporalFunctions.ConstantText(call, 1);
        return TemporalFunctions.Checked(call, 1, () => make(pattern));
    }

    private static ResolvedFunction Function(DataType result, DataType?[] types, Func<ScalarKernel> kernel) =>
        new() { ReturnType = result, ArgumentTypes = types, Kernel = kernel };
}
