using Weir.Engine.Functions.Temporal;
using Weir.Engine.Functions.Temporal.Patterns;
using Weir.Engine.Types;

namespace Weir.Sql.Functions.Temporal;

/// <summary>The functions that Flink's documentation lists under "Temporal functions", and the internal ones of processing time.</summary>
internal static class TemporalFunctions
{
    /// <summary>The family in the reference.</summary>
    public const string Family = "Temporal";

    /// <summary>Adds them to a registry. FLOOR and CEIL are added with the arithmetic ones; their temporal form is <see cref="FloorCeil"/>.</summary>
    internal static void AddTo(FunctionRegistry registry)
    {
        ClockFunctions.AddTo(registry);
        ExtractFunctions.AddTo(registry);
        TimestampFunctions.AddTo(registry);
        FormatFunctions.AddTo(registry);
        ParseFunctions.AddTo(registry);
    }

    /// <summary>A type that the binder's cast leaves alone: the argument's own.</summary>
    internal static DataType? AsIs => null;

    /// <summary>The constant text of an argument, or null when it is a column.</summary>
    internal static string? ConstantText(FunctionCall call, int argument) => call.TryGetLiteral(argument, out string text) ? text : null;

    /// <summary>Makes a kernel once to see that its constant arguments can be used; a pattern that cannot is refused now and not at the first row.</summary>
    /// <exception cref="FunctionCallException">A constant cannot be used.</exception>
    internal static Func<Weir.Engine.Expressions.ScalarKernel> Checked(FunctionCall call, int argument, Func<Weir.Engine.Expressions.ScalarKernel> make)
    {
        try
        {
            make();
            return make;
        }
        catch (PatternException e)
        {
            throw new FunctionCallException($"{call.Name}: {e.Message}", argument);
        }
    }

    /// <summary>The unit that the call's syntax names; SQL_TSI_ names are the same units.</summary>
    internal static bool TryUnit(FunctionCall call, out TemporalUnit unit)
    {
        unit = default;
        if (!call.Modifiers.TryGetValue("UNIT", out string? name))
        {
            return false;
        }

        if (name.StartsWith("SQL_TSI_", StringComparison.OrdinalIgnoreCase))
        {
            name = name["SQL_TSI_".Length..];
        }

        return !char.IsAsciiDigit(name[0]) && Enum.TryParse(name, ignoreCase: true, out unit);
    }

    /// <summary>The unit, or an error that lists those there are.</summary>
    /// <exception cref="FunctionCallException">The word is no unit.</exception>
    internal static TemporalUnit Unit(FunctionCall call) => TryUnit(call, out TemporalUnit unit)
        ? unit
        : throw new FunctionCallException(
            $"{call.Name}: '{call.Modifiers.GetValueOrDefault("UNIT")}' is no unit of time.",
            hint: "Write one of YEAR, QUARTER, MONTH, WEEK, DAY, HOUR, MINUTE, SECOND.");
}
