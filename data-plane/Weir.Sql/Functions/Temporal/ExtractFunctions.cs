using Weir.Engine.Expressions;
using Weir.Engine.Functions.Temporal;
using Weir.Engine.Types;

namespace Weir.Sql.Functions.Temporal;

/// <summary>EXTRACT and its short forms.</summary>
internal static class ExtractFunctions
{
    public static void AddTo(FunctionRegistry registry)
    {
        registry.Add(new FunctionDefinition
        {
            Name = "EXTRACT",
            Usage = ["EXTRACT(unit FROM temporal DATE | TIME | TIMESTAMP | TIMESTAMP_LTZ | INTERVAL)"],
            Summary = "A field of a date, time, timestamp or interval as BIGINT.",
            Family = TemporalFunctions.Family,
            Resolve = call => Resolve(call, TemporalFunctions.Unit(call)),
        });
        Add(registry, "YEAR", TemporalUnit.Year, "The year.");
        Add(registry, "QUARTER", TemporalUnit.Quarter, "The quarter of the year, 1 to 4.");
        Add(registry, "MONTH", TemporalUnit.Month, "The month, 1 to 12.");
        Add(registry, "WEEK", TemporalUnit.Week, "The week of ISO 8601, 1 to 53.");
        Add(registry, "DAYOFYEAR", TemporalUnit.Doy, "The day of the year, 1 to 366.");
        Add(registry, "DAYOFMONTH", TemporalUnit.Day, "The day of the month, 1 to 31.");
        Add(registry, "DAYOFWEEK", TemporalUnit.Dow, "The day of the week, 1 for Sunday to 7.");
        Add(registry, "HOUR", TemporalUnit.Hour, "The hour of the day, 0 to 23.");
        Add(registry, "MINUTE", TemporalUnit.Minute, "The minute of the hour, 0 to 59.");
        Add(registry, "SECOND", TemporalUnit.Second, "The second of the minute, 0 to 59.");
    }

    private static void Add(FunctionRegistry registry, string name, TemporalUnit unit, string summary) => registry.Add(new FunctionDefinition
    {
        Name = name,
        Usage = [$"{name}(temporal)"],
        Summary = summary,
        Family = TemporalFunctions.Family,
        Resolve = call => Resolve(call, unit),
    });

    private static ResolvedFunction? Resolve(FunctionCall call, TemporalUnit unit)
    {
        if (call.Count != 1 || !(call.TypeOf(0).IsTemporal || call.TypeOf(0).IsInterval))
        {
            return null;
        }

        DataType type = call.TypeOf(0);
        if (!Extraction.Has(type.Root, unit))
        {
            throw new FunctionCallException($"{call.Name}: unit {unit.ToString().ToUpperInvariant()} can not be applied to {type}.", 0);
        }

        return new ResolvedFunction
        {
            ReturnType = DataType.BigInt.WithNullable(type.IsNullable),
            ArgumentTypes = [TemporalFunctions.AsIs],
            Kernel = () => Extraction.Kernel(type, unit),
            Nulls = NullHandling.StrictTotal,
        };
    }
}
