using Weir.Engine.Expressions;
using Weir.Engine.Types;

namespace Weir.Engine.Operators;

/// <summary>What a <see cref="ChangelogNormalizeOperator"/> does.</summary>
public sealed record ChangelogNormalizeSpec
{
    /// <summary>Positions of the key's columns.</summary>
    public required IReadOnlyList<int> Keys { get; init; }

    /// <summary>The types of the rows.</summary>
    public required IReadOnlyList<DataType> Types { get; init; }

    /// <summary>Whether -U is told.</summary>
    public bool EmitsUpdateBefore { get; init; }

    /// <summary>Makes the conditions that a row must meet to be there at all: one that does not is as if its key had been deleted, and takes no state.</summary>
    public Func<Expression[]>? Conditions { get; init; }

    /// <summary>Rows of a bundle when changes are told together (table.exec.mini-batch.size); 0 to tell changes row by row.</summary>
    public long MiniBatchRows { get; init; }

    /// <summary>How long a bundle waits at most (table.exec.mini-batch.allow-latency).</summary>
    public long MiniBatchLatencyMs { get; init; }

    /// <summary>Whether a watermark ends a bundle: so where windows of event time come after it, as otherwise it would pass the bundle's rows; else only size and time do, as in Flink.</summary>
    public bool FollowsWatermarks { get; init; } = true;

    /// <summary>How long state is kept that is not written (table.exec.state.ttl), in processing time; 0 for ever. Changes that change nothing are told then too, as in Flink, so that state below stays as long.</summary>
    public long StateTtlMs { get; init; }
}
