namespace Weir.Sql.Functions.Arithmetic;

/// <summary>Registers arithmetic: the operators, and what Flink's page of arithmetic functions lists.</summary>
internal static class ArithmeticFunctions
{
    /// <summary>The family in the reference.</summary>
    public const string Family = "Arithmetic";

    /// <summary>Adds the functions of the family.</summary>
    internal static void AddTo(FunctionRegistry registry)
    {
        registry.Add(Operator("+", "left + right", "The sum; of a point in time and an interval, the time moved.", BinaryOperators.Resolve));
        registry.Add(Operator("-", "left - right", "The difference; of a point in time and an interval, the time moved back.", BinaryOperators.Resolve));
        registry.Add(Operator("*", "left * right", "The product.", BinaryOperators.Resolve));
        registry.Add(Operator("/", "left / right", "The quotient; of integers, cut off towards zero.", BinaryOperators.Resolve));
        registry.Add(new FunctionDefinition
        {
            Name = "MOD",
            Aliases = ["%"],
            Family = Family,
            Usage = ["left % right", "MOD(dividend NUMERIC, divisor NUMERIC)"],
            Summary = "The remainder of a division, with the sign of the dividend.",
            Resolve = RemainderOperator.Resolve,
        });
        registry.Add(Operator("UNARY -", "- value", "The value with the other sign.", UnaryOperators.ResolveMinus));
        registry.Add(Operator("UNARY +", "+ value", "The value as it is.", UnaryOperators.ResolvePlus));
        registry.Add(Operator("MINUS_DATE", "(left - right) interval-qualifier", "The time between two points in time, as an interval.", TemporalDifference.Resolve));
        MathFunctions.AddTo(registry);
        RoundingFunctions.AddTo(registry);
        RandomFunctions.AddTo(registry);
        DigitFunctions.AddTo(registry);
    }

    private static FunctionDefinition Operator(string name, string usage, string summary, Func<FunctionCall, ResolvedFunction?> resolve) => new()
    {
        Name = name,
        Family = Family,
        Usage = [usage],
        Summary = summary,
        Resolve = resolve,
    };
}
