using Weir.Engine.Expressions;
using Weir.Engine.Functions.Temporal;
using Weir.Engine.Types;

namespace Weir.Sql.Functions.Temporal;

/// <summary>The functions of the current time and of watermarks.</summary>
internal static class ClockFunctions
{
    public static void AddTo(FunctionRegistry registry)
    {
        DataType ltz = DataType.TimestampLtz(3).NotNull();
        Add(registry, "CURRENT_DATE", "CURRENT_DATE", "Today in the session's time zone.", DataType.Date.NotNull(), CurrentTime.Date);
        Add(registry, "CURRENT_TIME", "CURRENT_TIME", "The time of the day in the session's time zone.", DataType.Time(0).NotNull(), CurrentTime.Time);
        Add(registry, "LOCALTIME", "LOCALTIME", "The time of the day in the session's time zone.", DataType.Time(0).NotNull(), CurrentTime.Time);
        Add(registry, "LOCALTIMESTAMP", "LOCALTIMESTAMP", "Date and time in the session's time zone.", DataType.Timestamp(3).NotNull(), CurrentTime.LocalTimestamp);
        Add(registry, "CURRENT_TIMESTAMP", "CURRENT_TIMESTAMP", "The current moment.", ltz, CurrentTime.Timestamp);
        Add(registry, "NOW", "NOW()", "The current moment.", ltz, CurrentTime.Timestamp);
        Add(registry, "CURRENT_ROW_TIMESTAMP", "CURRENT_ROW_TIMESTAMP()", "The moment at which the row is worked on.", ltz, _ => CurrentTime.Timestamp(false));
        Add(registry, "PROCTIME", "PROCTIME()", "The moment at which the row is worked on, as a time attribute.", ltz, _ => CurrentTime.Timestamp(false));
        registry.Add(new FunctionDefinition
        {
            Name = "PROCTIME_MATERIALIZE",
            Usage = ["PROCTIME_MATERIALIZE(proctime TIMESTAMP_LTZ)"],
            Summary = "Internal: the value of a processing time attribute.",
            Family = TemporalFunctions.Family,
            IsDeterministic = false,
            Resolve = call => call.Count == 1 && call.TypeOf(0).Root == TypeRoot.TimestampLtz
                ? new ResolvedFunction
                {
                    ReturnType = DataType.TimestampLtz(3).WithNullable(call.TypeOf(0).IsNullable),
                    ArgumentTypes = [TemporalFunctions.AsIs],
                    Kernel = () => CurrentTime.Timestamp(false),
                    Nulls = NullHandling.Custom,
                }
                : null,
        });
        registry.Add(new FunctionDefinition
        {
            Name = "CURRENT_WATERMARK",
            Usage = ["CURRENT_WATERMARK(rowtime TIMESTAMP | TIMESTAMP_LTZ)"],
            Summary = "The watermark of the operator, or NULL before the first.",
            Family = TemporalFunctions.Family,
            IsDeterministic = false,
            Resolve = call => call.Count == 1 && call.TypeOf(0).IsTimestamp
                ? new ResolvedFunction
                {
                    ReturnType = call.TypeOf(0).Root == TypeRoot.Timestamp ? DataType.Timestamp(3) : DataType.TimestampLtz(3),
                    ArgumentTypes = [TemporalFunctions.AsIs],
                    Kernel = CurrentTime.Watermark,
                    Nulls = NullHandling.Custom,
                }
                : null,
        });
        registry.Add(new FunctionDefinition
        {
            Name = "SOURCE_WATERMARK",
            Usage = ["SOURCE_WATERMARK()"],
            Summary = "In WATERMARK FOR … AS SOURCE_WATERMARK(): the source's own watermarks.",
            Family = TemporalFunctions.Family,
            IsDeterministic = false,
            Resolve = _ => throw new FunctionCallException(
                "SOURCE_WATERMARK() has no value of its own; it can only stand alone in the WATERMARK FOR clause of CREATE TABLE.",
                hint: "WATERMARK FOR c AS SOURCE_WATERMARK()"),
        });
    }

    // In batch mode a query sees one time, that of its start; the functions that differ in that ignore the argument.
    private static void Add(FunctionRegistry registry, string name, string usage, string summary, DataType type, Func<bool, ScalarKernel> kernel) => registry.Add(new FunctionDefinition
    {
        Name = name,
        Usage = [usage],
        Summary = summary,
        Family = TemporalFunctions.Family,
        IsDeterministic = false,
        Resolve = call =>
        {
            if (call.Count != 0)
            {
                return null;
            }

            bool isBatch = call.Session.Settings.TryGetValue("execution.runtime-mode", out string? mode) && mode.Equals("batch", StringComparison.OrdinalIgnoreCase);
            return new ResolvedFunction { ReturnType = type, ArgumentTypes = [], Kernel = () => kernel(isBatch), Nulls = NullHandling.Custom };
        },
    });
}
