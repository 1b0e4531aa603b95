namespace Weir.Engine.Connectors;

/// <summary>What a source is told when it is opened.</summary>
public sealed record SourceContext
{
    /// <summary>The columns to be filled, as positions in <see cref="TableSpec.Columns"/>; only these are read. May be empty (rows are only counted).</summary>
    public required IReadOnlyList<int> Columns { get; init; }

    /// <summary>Which lane this is, from 0.</summary>
    public int Lane { get; init; }

    /// <summary>How many lanes share the partitions; partition p (by its number, or its place in the order of names) is lane p modulo this.</summary>
    public int LaneCount { get; init; } = 1;

    /// <summary>Where partitions go on, by <see cref="PartitionReader.Partition"/>; empty at a first start.</summary>
    public IReadOnlyDictionary<string, string> Positions { get; init; } = new Dictionary<string, string>();

    /// <summary>Wakes the lane when a reader that answered <see cref="ReadStatus.Waiting"/> has rows. Callable from any thread.</summary>
    public required Action Wake { get; init; }

    /// <summary>Takes rows that do not parse. Callable on the lane.</summary>
    public required IDeadLetterOutput DeadLetters { get; init; }

    /// <summary>Processing time.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
