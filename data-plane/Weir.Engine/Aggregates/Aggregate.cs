using Weir.Engine.Types;

namespace Weir.Engine.Aggregates;

/// <summary>An aggregate function, resolved for its argument types: makes the accumulators of tables.</summary>
public abstract class Aggregate(DataType resultType)
{
    /// <summary>The type of its value.</summary>
    public DataType ResultType { get; } = resultType;

    /// <summary>Accumulators for a table, for rows that may take back when <paramref name="retracts"/>.</summary>
    public abstract AggregateState CreateState(bool retracts);

    /// <summary>Whether a call of the other aggregate with the same arguments may share a state with one of this, whatever their filters.</summary>
    public virtual bool SharesWith(Aggregate other) => false;

    /// <summary>One state for so many calls that share it.</summary>
    public virtual SharedState CreateShared(bool retracts, int calls) => throw new NotSupportedException("The aggregate's calls share nothing.");
}

/// <summary>An aggregate whose state is made by a function; what families of simple aggregates are built from.</summary>
public sealed class SimpleAggregate(DataType resultType, Func<bool, AggregateState> create) : Aggregate(resultType)
{
    /// <inheritdoc/>
    public override AggregateState CreateState(bool retracts) => create(retracts);
}

/// <summary>An aggregate whose state may serve several calls; the function is told how many.</summary>
/// <param name="name">The same for aggregates that may share.</param>
/// <param name="resultType">The type of the value.</param>
/// <param name="create">Makes the state.</param>
public sealed class ShareableAggregate(string name, DataType resultType, Func<bool, int, SharedState> create) : Aggregate(resultType)
{
    private readonly string _name = name;

    /// <inheritdoc/>
    public override bool SharesWith(Aggregate other) => other is ShareableAggregate same && same._name == _name;

    /// <inheritdoc/>
    public override AggregateState CreateState(bool retracts) => create(retracts, 1);

    /// <inheritdoc/>
    public override SharedState CreateShared(bool retracts, int calls) => create(retracts, calls);
}
