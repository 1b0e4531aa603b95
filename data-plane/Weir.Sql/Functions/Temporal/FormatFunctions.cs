using Weir.Engine.Expressions;
using Weir.Engine.Functions.Temporal;
using Weir.Engine.Types;
using Weir.Sql.Functions.Arithmetic;

namespace Weir.Sql.Functions.Temporal;

/// <summary>The functions that write dates and times as text. Their results are nullable whatever their arguments are, as in Flink.</summary>
internal static class FormatFunctions
{
    public static void AddTo(FunctionRegistry registry)
    {
        registry.Add(new FunctionDefinition
        {
            Name = "DATE_FORMAT",
            Usage = ["DATE_FORMAT(timestamp TIMESTAMP | TIMESTAMP_LTZ, pattern STRING)", "DATE_FORMAT(text STRING, pattern STRING)"],
            Summary = "A timestamp, or a text yyyy-MM-dd HH:mm:ss, written by a pattern such as 'yyyy-MM-dd'.",
            Family = TemporalFunctions.Family,
            Resolve = ResolveDateFormat,
        });
        registry.Add(new FunctionDefinition
        {
            Name = "FROM_UNIXTIME",
            Usage = ["FROM_UNIXTIME(seconds INTEGER NUMERIC)", "FROM_UNIXTIME(seconds INTEGER NUMERIC, pattern STRING)"],
            Summary = "Seconds since 1970-01-01 00:00:00 UTC as text in the session's time zone, yyyy-MM-dd HH:mm:ss or by a pattern.",
            Family = TemporalFunctions.Family,
            Resolve = ResolveFromUnixTime,
        });
        registry.Add(new FunctionDefinition
        {
            Name = "CONVERT_TZ",
            Usage = ["CONVERT_TZ(text STRING, from STRING, to STRING)"],
            Summary = "A text yyyy-MM-dd HH:mm:ss of one time zone as that of another.",
            Family = TemporalFunctions.Family,
            Resolve = ResolveConvertZone,
        });
    }

    private static ResolvedFunction? ResolveDateFormat(FunctionCall call)
    {
        UntypedNull.Refuse(call);
        DataType?[]? texts = Signature.Match(call, [Parameter.String, Parameter.String]);
        DataType?[]? times = texts is null ? Signature.Match(call, [new Parameter("TIMESTAMP", t => t.IsTimestamp ? t : null), Parameter.String]) : null;
        if ((texts ?? times) is not { } types)
        {
            return null;
        }

        string? pattern = TemporalFunctions.ConstantText(call, 1);
        DataType type = call.TypeOf(0);
        return Text(types, TemporalFunctions.Checked(call, 1, () => texts is null ? DateFormat.Timestamps(type, pattern) : DateFormat.Strings(pattern)));
    }

    private static ResolvedFunction? ResolveFromUnixTime(FunctionCall call)
    {
        if (Signature.Match(call, [Parameter.BigInt, Parameter.String], optional: 1) is not { } types)
        {
            return null;
        }

        string? pattern = call.Count == 1 ? UnixTime.DefaultPattern : TemporalFunctions.ConstantText(call, 1);
        return Text(types, TemporalFunctions.Checked(call, 1, () => UnixTime.Format(pattern)));
    }

    private static ResolvedFunction? ResolveConvertZone(FunctionCall call)
    {
        if (Signature.Match(call, [Parameter.String, Parameter.String, Parameter.String]) is not { } types)
        {
            return null;
        }

        string? from = TemporalFunctions.ConstantText(call, 1);
        string? to = TemporalFunctions.ConstantText(call, 2);
        return Text(types, TemporalFunctions.Checked(call, 1, () => UnixTime.ConvertZone(from, to)));
    }

    private static ResolvedFunction Text(DataType?[] types, Func<ScalarKernel> kernel) =>
        new() { ReturnType = DataType.String, ArgumentTypes = types, Kernel = kernel };
}
