using Weir.Engine.Types;

namespace Weir.Engine.Aggregates;

/// <summary>An aggregate function, resolved for its argument types: makes the accumulators of tables.</summary>
public abstract class Aggregate(DataType resultType)
{
    /// <summary>The type of its value.</summary>
    public DataType ResultType { get; } = resultType;

    /// <summary>Accumulators for a table, for rows that may take back when <paramref name="retracts"/>.</summary>
    public abstract AggregateState CreateState(bool retracts);
}

/// <summary>An aggregate whose state is made by a function; what families of simple aggregates are built from.</summary>
public sealed class SimpleAggregate(DataType resultType, Func<bool, AggregateState> create) : Aggregate(resultType)
{
    /// <inheritdoc/>
    public override AggregateState CreateState(bool retracts) => create(retracts);
}
