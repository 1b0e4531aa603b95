using Weir.Engine.Batches;
using Weir.Engine.Connectors;
using Weir.Engine.Expressions;

namespace Weir.Engine.Runtime;

/// <summary>What an operator works with.</summary>
public sealed record OperatorContext
{
    /// <summary>Memory, time and zone for expressions.</summary>
    public required EvaluationContext Evaluation { get; init; }

    /// <summary>Which lane this is, from 0.</summary>
    public required int Lane { get; init; }

    /// <summary>How many lanes there are.</summary>
    public required int LaneCount { get; init; }

    /// <summary>Wakes the lane. Callable from any thread.</summary>
    public required Action Wake { get; init; }

    /// <summary>Where rows go that do not parse.</summary>
    public required IDeadLetterOutput DeadLetters { get; init; }

    /// <summary>Sources and sinks.</summary>
    public required IConnectorProvider Connectors { get; init; }

    /// <summary>What the job's tasks share: watermark alignment.</summary>
    public required JobShared Shared { get; init; }

    /// <summary>Batches and columns.</summary>
    public BatchPool Pool => Evaluation.Pool;

    /// <summary>Processing time.</summary>
    public TimeProvider Clock => Evaluation.Clock;
}
