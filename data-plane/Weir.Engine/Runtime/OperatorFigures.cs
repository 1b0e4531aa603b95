using System.Diagnostics;
using Weir.Engine.Plans;

namespace Weir.Engine.Runtime;

/// <summary>The figures of one operator over all lanes at one moment, under Flink's names.</summary>
public sealed record OperatorFigures
{
    /// <summary>The plan's number.</summary>
    public required int Id { get; init; }

    /// <summary>The operator that heads the chain of which this one is a part: time is measured for the chain as a whole, and told by its head.</summary>
    public required int TaskId { get; init; }

    /// <summary>The operator's name.</summary>
    public required string Name { get; init; }

    /// <summary>Whether it reads from outside.</summary>
    public required bool IsSource { get; init; }

    /// <summary>Whether it writes to the outside.</summary>
    public required bool IsSink { get; init; }

    /// <summary>numRecordsIn.</summary>
    public required long RowsIn { get; init; }

    /// <summary>numRecordsOut.</summary>
    public required long RowsOut { get; init; }

    /// <summary>numBytesIn.</summary>
    public required long BytesIn { get; init; }

    /// <summary>numBytesOut.</summary>
    public required long BytesOut { get; init; }

    /// <summary>numLateRecordsDropped.</summary>
    public required long LateRows { get; init; }

    /// <summary>pendingRecords; null where unknown.</summary>
    public required long? PendingRows { get; init; }

    /// <summary>currentOutputWatermark in milliseconds, the lowest of all lanes; null before the first.</summary>
    public required long? Watermark { get; init; }

    /// <summary>Bytes of state held.</summary>
    public required long StateBytes { get; init; }

    /// <summary>Milliseconds spent at work since the start, the mean of the lanes.</summary>
    public required double BusyMs { get; init; }

    /// <summary>Milliseconds that this operator alone has spent at work since the start, the mean of the lanes.</summary>
    public double OwnBusyMs { get; init; }

    /// <summary>Milliseconds held up by what comes after, the mean of the lanes.</summary>
    public required double BackpressuredMs { get; init; }

    /// <summary>What stands in the way, or null.</summary>
    public required string? Trouble { get; init; }

    internal static OperatorFigures Sum(PlanOperator op, int taskId, IReadOnlyList<OperatorMetrics> lanes)
    {
        long watermark = lanes.Min(m => m.Watermark);
        return new OperatorFigures
        {
            Id = op.Id,
            TaskId = taskId,
            Name = op.Name,
            IsSource = op.Inputs.Count == 0,
            IsSink = op.OutputTypes.Count == 0,
            RowsIn = lanes.Sum(m => m.RowsIn),
            RowsOut = lanes.Sum(m => m.RowsOut),
            BytesIn = lanes.Sum(m => m.BytesIn),
            BytesOut = lanes.Sum(m => m.BytesOut),
            LateRows = lanes.Sum(m => m.LateRows),
            PendingRows = lanes.Any(m => m.PendingRows >= 0) ? lanes.Sum(m => Math.Max(0, m.PendingRows)) : null,
            Watermark = watermark == long.MinValue ? null : watermark,
            StateBytes = lanes.Sum(m => m.StateBytes),
            BusyMs = lanes.Average(m => m.BusyTicks * 1000.0 / Stopwatch.Frequency),
            OwnBusyMs = lanes.Average(m => m.OwnTicks * 1000.0 / Stopwatch.Frequency),
            BackpressuredMs = lanes.Average(m => m.BackpressuredTicks * 1000.0 / Stopwatch.Frequency),
            Trouble = lanes.Select(m => m.Trouble).FirstOrDefault(t => t is not null),
        };
    }
}
