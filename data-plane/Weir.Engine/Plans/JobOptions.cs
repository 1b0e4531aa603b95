using Weir.Engine.Checkpoints;
using Weir.Engine.Connectors;

namespace Weir.Engine.Plans;

/// <summary>How a job is run.</summary>
public sealed record JobOptions
{
    /// <summary>Lanes (threads); at least 1.</summary>
    public int Lanes { get; init; } = 1;

    /// <summary>Key groups: <c>pipeline.max-parallelism</c>.</summary>
    public int KeyGroups { get; init; } = 128;

    /// <summary>Rows a batch has room for.</summary>
    public int BatchRows { get; init; } = Batches.ColumnPool.DefaultBatchRows;

    /// <summary>Batches a queue has room for.</summary>
    public int QueueBatches { get; init; } = 8;

    /// <summary>Processing time.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>The zone of <c>table.local-time-zone</c>.</summary>
    public TimeZoneInfo SessionTimeZone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>How checkpoints are made; null for none.</summary>
    public CheckpointOptions? Checkpoints { get; init; }

    /// <summary>What the job goes on from and where its checkpoints take effect; with <see cref="Checkpoints"/>, or to begin from a savepoint.</summary>
    public JobRecovery? Recovery { get; init; }

    /// <summary>Operators, by <see cref="PlanOperator.StableId"/>, whose state in the snapshot is not taken over: they are no more, or begin anew.</summary>
    public IReadOnlyCollection<string> AllowedLosses { get; init; } = [];

    /// <summary>Whether savepoints may be asked for without <see cref="Checkpoints"/>.</summary>
    public bool MakesSavepoints { get; init; }

    /// <summary>Sources and sinks.</summary>
    public required IConnectorProvider Connectors { get; init; }

    /// <summary>Where rows go that do not parse.</summary>
    public required IDeadLetterOutput DeadLetters { get; init; }
}
