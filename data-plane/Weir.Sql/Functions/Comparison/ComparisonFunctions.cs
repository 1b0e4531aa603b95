using Weir.Engine.Expressions;
using Weir.Engine.Functions.Comparison;
using Weir.Engine.Types;

namespace Weir.Sql.Functions.Comparison;

/// <summary>Registers comparisons.</summary>
internal static class ComparisonFunctions
{
    private const string Family = "Comparison";

    /// <summary>Adds the functions of the family.</summary>
    internal static void AddTo(FunctionRegistry registry)
    {
        foreach ((string symbol, string summary) in s_symbols)
        {
            Add(registry, symbol, $"left {symbol} right", summary, Comparisons.Resolve);
        }

        Add(registry, "IS NULL", "value IS NULL", "Whether the value is NULL.", call => NullTest(call, NullTests.IsNull));
        Add(registry, "IS NOT NULL", "value IS NOT NULL", "Whether the value is not NULL.", call => NullTest(call, NullTests.IsNotNull));
        Add(registry, "IS DISTINCT FROM", "left IS DISTINCT FROM right", "Whether two values differ, NULL being equal to NULL.", call => Distinct(call, false));
        Add(registry, "IS NOT DISTINCT FROM", "left IS NOT DISTINCT FROM right", "Whether two values are equal, NULL being equal to NULL.", call => Distinct(call, true));
        Add(registry, "BETWEEN", "value BETWEEN low AND high", "Whether the value lies between two bounds, both included.", call => RangeTests.Resolve(call, false, false));
        Add(registry, "NOT BETWEEN", "value NOT BETWEEN low AND high", "Whether the value lies outside two bounds.", call => RangeTests.Resolve(call, false, true));
        Add(registry, "BETWEEN SYMMETRIC", "value BETWEEN SYMMETRIC a AND b", "Whether the value lies between two bounds in either order.", call => RangeTests.Resolve(call, true, false));
        Add(registry, "NOT BETWEEN SYMMETRIC", "value NOT BETWEEN SYMMETRIC a AND b", "Whether the value lies outside two bounds in either order.", call => RangeTests.Resolve(call, true, true));
        Add(registry, "IN", "value IN (value, …)", "Whether the value is one of a list.", call => Membership.Resolve(call, false));
        Add(registry, "NOT IN", "value NOT IN (value, …)", "Whether the value is none of a list.", call => Membership.Resolve(call, true));
        Add(registry, "LIKE", "text LIKE pattern [ESCAPE character]", "Whether the text matches a pattern of % (any text) and _ (any character).", PatternTests.ResolveLike);
        Add(registry, "SIMILAR TO", "text SIMILAR TO pattern [ESCAPE character]", "Whether the text matches an SQL regular expression.", PatternTests.ResolveSimilar);
        Add(registry, "GREATEST", "GREATEST(value, …)", "The greatest of the values; NULL when one is NULL.", call => Extremes.Resolve(call, true));
        Add(registry, "LEAST", "LEAST(value, …)", "The least of the values; NULL when one is NULL.", call => Extremes.Resolve(call, false));
    }

    private static readonly (string Symbol, string Summary)[] s_symbols =
    [
        ("=", "Whether two values are equal."), ("<>", "Whether two values differ."), ("<", "Whether the left is less."), ("<=", "Whether the left is less or equal."),
        (">", "Whether the left is greater."), (">=", "Whether the left is greater or equal."),
    ];

    private static void Add(FunctionRegistry registry, string name, string usage, string summary, Func<FunctionCall, ResolvedFunction?> resolve) => registry.Add(new FunctionDefinition
    {
        Name = name,
        Family = Family,
        Usage = [usage],
        Summary = summary,
        Resolve = resolve,
    });

    private static ResolvedFunction? NullTest(FunctionCall call, ScalarKernel kernel) => call.Count != 1 ? null : new ResolvedFunction
    {
        ReturnType = DataType.Boolean.NotNull(),
        ArgumentTypes = [null],
        Kernel = () => kernel,
        Nulls = NullHandling.Custom,
    };

    private static ResolvedFunction? Distinct(FunctionCall call, bool negated) => Comparisons.Match(call, 0, 1, ComparisonOperator.Equal) is { } equal
        ? new ResolvedFunction
        {
            ReturnType = DataType.Boolean.NotNull(),
            ArgumentTypes = [equal.Left, equal.Right],
            FailedCastsAreNull = equal.FailedCastsAreNull,
            Kernel = () => DistinctFrom.Create(equal.Kernel(), negated),
            Nulls = NullHandling.Custom,
        }
        : null;
}
