using Weir.Engine.Aggregates;
using Weir.Engine.Types;

namespace Weir.Engine.Windows;

/// <summary>What an aggregation by sessions is made of.</summary>
public sealed record SessionAggregateSpec
{
    /// <summary>How long a key must be silent for its session to end.</summary>
    public required long GapMs { get; init; }

    /// <summary>Position of the time column (TIMESTAMP(3) or TIMESTAMP_LTZ(3)); null for processing time.</summary>
    public required int? TimeColumn { get; init; }

    /// <summary>Whether the bounds are wall time of the session's zone (TIMESTAMP_LTZ).</summary>
    public required bool IsLocalTime { get; init; }

    /// <summary>Positions of the key columns.</summary>
    public required IReadOnlyList<int> Keys { get; init; }

    /// <summary>Their types.</summary>
    public required IReadOnlyList<DataType> KeyTypes { get; init; }

    /// <summary>The aggregates.</summary>
    public required IReadOnlyList<AggregateCall> Calls { get; init; }

    /// <summary>Whether input rows may take back.</summary>
    public required bool Retracts { get; init; }
}
