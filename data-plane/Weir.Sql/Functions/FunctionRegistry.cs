using Weir.Engine.Expressions;
using Weir.Engine.Types;

namespace Weir.Sql.Functions;

/// <summary>The built-in scalar functions by name. Filled once; thread-safe to read.</summary>
public sealed partial class FunctionRegistry
{
    private readonly Dictionary<string, FunctionDefinition> _byName = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<FunctionDefinition> _all = [];

    /// <summary>Every function, in the order of the reference.</summary>
    public IReadOnlyList<FunctionDefinition> All => _all;

    /// <summary>All names, aliases among them.</summary>
    public IEnumerable<string> Names => _byName.Keys;

    /// <summary>The function of that name, or null.</summary>
    public FunctionDefinition? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>Adds a function. A name may be there once.</summary>
    public void Add(FunctionDefinition definition)
    {
        _byName.Add(definition.Name, definition);
        foreach (string alias in definition.Aliases)
        {
            _byName.Add(alias, definition);
        }

        _all.Add(definition);
    }

    /// <summary>
    /// Adds a function of one form: parameters, a result type (nullable just when an argument is; when <paramref name="nulls"/>
    /// is custom, as <paramref name="returns"/> says), a kernel. A strict function that gives NULL for some values that are not NULL says so by a definition of its own.
    /// </summary>
    public void Add(
        string family,
        string name,
        string usage,
        string summary,
        Parameter[] parameters,
        Func<FunctionCall, DataType> returns,
        Func<ScalarKernel> kernel,
        NullHandling nulls = NullHandling.Strict,
        int optional = 0,
        bool variadic = false,
        params string[] aliases) => Add(new FunctionDefinition
        {
            Family = family,
            Name = name,
            Aliases = aliases,
            Usage = usage.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
            Summary = summary,
            Resolve = call => Signature.Match(call, parameters, optional, variadic) is { } types
                ? new ResolvedFunction
                {
                    ArgumentTypes = types,
                    ReturnType = nulls == NullHandling.Custom ? returns(call) : returns(call).WithNullable(call.AnyNullable),
                    Kernel = kernel,
                    Nulls = nulls,
                }
                : null,
        });

    /// <summary>The built-in functions of Flink's documentation.</summary>
    public static FunctionRegistry CreateBuiltIn()
    {
        FunctionRegistry registry = new();
        Strings.StringFunctions.AddTo(registry);
        Hashes.HashFunctions.AddTo(registry);
        Regexes.RegexFunctions.AddTo(registry);
        Json.JsonFunctions.AddTo(registry);
        Collections.CollectionFunctions.AddTo(registry);
        Values.ValueFunctions.AddTo(registry);
        Temporal.TemporalFunctions.AddTo(registry);
        Arithmetic.ArithmeticFunctions.AddTo(registry);
        Comparison.ComparisonFunctions.AddTo(registry);
        Logic.LogicFunctions.AddTo(registry);
        Conditional.ConditionalFunctions.AddTo(registry);
        return registry;
    }
}
