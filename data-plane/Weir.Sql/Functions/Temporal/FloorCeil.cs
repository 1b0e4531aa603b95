using Weir.Engine.Expressions;
using Weir.Engine.Functions.Temporal;
using Weir.Engine.Types;

namespace Weir.Sql.Functions.Temporal;

/// <summary>FLOOR(temporal TO unit) and CEIL(temporal TO unit), for the definitions of FLOOR and CEIL to hand calls with a UNIT to.</summary>
internal static class FloorCeil
{
    /// <summary>Resolves a call of FLOOR, CEIL or CEILING that names a unit; null when the argument is no DATE, TIME, TIMESTAMP or TIMESTAMP_LTZ.</summary>
    /// <exception cref="FunctionCallException">The unit is none, or not one of the argument's type.</exception>
    public static ResolvedFunction? Resolve(FunctionCall call)
    {
        if (call.Count != 1 || !call.TypeOf(0).IsTemporal)
        {
            return null;
        }

        DataType type = call.TypeOf(0);
        TemporalUnit unit = TemporalFunctions.Unit(call);
        if (!Rounding.Supports(type.Root, unit))
        {
            throw new FunctionCallException($"{call.Name}: a value of type {type} cannot be rounded to {unit.ToString().ToUpperInvariant()}.", 0);
        }

        bool ceil = call.Name is "CEIL" or "CEILING";
        return new ResolvedFunction
        {
            ReturnType = type,
            ArgumentTypes = [TemporalFunctions.AsIs],
            Kernel = () => Rounding.Kernel(type, unit, ceil),
            Nulls = NullHandling.StrictTotal,
        };
    }
}
