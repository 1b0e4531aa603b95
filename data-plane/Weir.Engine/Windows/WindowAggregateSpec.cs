using Weir.Engine.Aggregates;
using Weir.Engine.Types;

namespace Weir.Engine.Windows;

/// <summary>What a window aggregation is made of.</summary>
public sealed record WindowAggregateSpec
{
    /// <summary>How rows are put into slices.</summary>
    public required SliceAssignment Slices { get; init; }

    /// <summary>Positions of the key columns.</summary>
    public required IReadOnlyList<int> Keys { get; init; }

    /// <summary>Their types.</summary>
    public required IReadOnlyList<DataType> KeyTypes { get; init; }

    /// <summary>The aggregates.</summary>
    public required IReadOnlyList<AggregateCall> Calls { get; init; }

    /// <summary>Whether input rows may take back.</summary>
    public required bool Retracts { get; init; }
}
