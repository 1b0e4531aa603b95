namespace Weir.Sql.Aggregates;

/// <summary>The built-in aggregate functions by name. Filled once; thread-safe to read.</summary>
public sealed class AggregateRegistry
{
    private readonly Dictionary<string, AggregateDefinition> _byName = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<AggregateDefinition> _all = [];

    /// <summary>Every function, in the order of the reference.</summary>
    public IReadOnlyList<AggregateDefinition> All => _all;

    /// <summary>All names, aliases among them.</summary>
    public IEnumerable<string> Names => _byName.Keys;

    /// <summary>The function of that name, or null.</summary>
    public AggregateDefinition? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>Adds a function. A name may be there once.</summary>
    public void Add(AggregateDefinition definition)
    {
        _byName.Add(definition.Name, definition);
        foreach (string alias in definition.Aliases)
        {
            _byName.Add(alias, definition);
        }

        _all.Add(definition);
    }

    /// <summary>The built-in aggregate functions of Flink's documentation that a stream can have.</summary>
    public static AggregateRegistry CreateBuiltIn()
    {
        AggregateRegistry registry = new();
        CountAggregates.AddTo(registry);
        NumberAggregates.AddTo(registry);
        ValueAggregates.AddTo(registry);
        ListAggregates.AddTo(registry);
        JsonAggregates.AddTo(registry);
        PercentileAggregate.AddTo(registry);
        return registry;
    }
}
