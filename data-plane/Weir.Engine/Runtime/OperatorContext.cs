using Weir.Engine.Batches;
using Weir.Engine.Checkpoints;
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

    /// <summary>Whether checkpoints are made, so that state is to keep track of what changes.</summary>
    public bool HasCheckpoints { get; init; }

    /// <summary>Where the job's checkpoints take effect; null without checkpoints.</summary>
    public ICommitHome? Home { get; init; }

    /// <summary>What a snapshot has for the operator, when the job goes on from one.</summary>
    public StateLoader? Restored { get; init; }

    /// <summary>Batches and columns.</summary>
    public BatchPool Pool => Evaluation.Pool;

    /// <summary>Processing time.</summary>
    public TimeProvider Clock => Evaluation.Clock;
}
