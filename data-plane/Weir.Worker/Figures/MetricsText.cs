using System.Globalization;
using System.Text;
using Weir.Engine.Checkpoints;

namespace Weir.Worker.Figures;

/// <summary>Figures of jobs as Prometheus text, under Flink's names.</summary>
internal static class MetricsText
{
    private const string OfJob = "flink_jobmanager_job_";

    /// <summary>The figures as text.</summary>
    public static string Of(IReadOnlyList<(string Name, IReadOnlyList<OperatorRates> Operators)> jobs)
    {
        StringBuilder text = new();
        foreach ((string metric, string type, Func<OperatorRates, double?> value) in s_metrics)
        {
            text.Append(CultureInfo.InvariantCulture, $"# TYPE {metric} {type}\n");
            string level = metric.StartsWith(Operator, StringComparison.Ordinal) ? "operator" : "task";
            foreach ((string name, IReadOnlyList<OperatorRates> operators) in jobs)
            {
                foreach (OperatorRates op in operators)
                {
                    if (value(op) is { } v)
                    {
                        text.Append(CultureInfo.InvariantCulture, $"{metric}{{job_name=\"{Escape(name)}\",{level}_id=\"{op.Figures.Id}\",{level}_name=\"{Escape(op.Figures.Name)}\"}} {v}\n");
                    }
                }
            }
        }

        return text.ToString();
    }

    private const string OfTask = "flink_taskmanager_job_task_";
    private const string Operator = OfTask + "operator_";

    private static readonly (string Metric, string Type, Func<OperatorRates, double?> Value)[] s_metrics =
    [
        (Operator + "numRecordsIn", "counter", o => o.Figures.RowsIn),
        (Operator + "numRecordsOut", "counter", o => o.Figures.RowsOut),
        (Operator + "numRecordsInPerSecond", "gauge", o => o.RowsInPerSecond),
        (Operator + "numRecordsOutPerSecond", "gauge", o => o.RowsOutPerSecond),
        (Operator + "numBytesIn", "counter", o => o.Figures.BytesIn),
        (Operator + "numBytesOut", "counter", o => o.Figures.BytesOut),
        (Operator + "numLateRecordsDropped", "counter", o => o.Figures.LateRows),
        (Operator + "pendingRecords", "gauge", o => o.Figures.PendingRows),
        (Operator + "currentOutputWatermark", "gauge", o => o.Figures.Watermark),
        (Operator + "stateSizeBytes", "gauge", o => o.Figures.StateBytes),
        (OfTask + "busyTimeMsPerSecond", "gauge", o => o.BusyMsPerSecond),
        (OfTask + "backPressuredTimeMsPerSecond", "gauge", o => o.BackpressuredMsPerSecond),
        (OfTask + "idleTimeMsPerSecond", "gauge", o => o.IdleMsPerSecond),
    ];

    private static string Escape(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    /// <summary>The figures of a job as a whole: its restarts, and its checkpoints where it makes any.</summary>
    public static string OfWhole(string name, int restarts, CheckpointFigures? checkpoints)
    {
        StringBuilder text = new();
        Put("numRestarts", "gauge", restarts);
        if (checkpoints is not null)
        {
            Put("numberOfCompletedCheckpoints", "gauge", checkpoints.Completed);
            Put("numberOfFailedCheckpoints", "gauge", checkpoints.Failed);
            Put("lastCompletedCheckpointId", "gauge", checkpoints.LastNumber);
            Put("lastCheckpointDuration", "gauge", checkpoints.LastDuration.TotalMilliseconds);
            Put("lastCheckpointPause", "gauge", checkpoints.LastPause.TotalMilliseconds);
            Put("lastCheckpointSize", "gauge", checkpoints.LastBytes);
            Put("lastCheckpointFullSize", "gauge", checkpoints.StateBytes);
        }

        return text.ToString();

        void Put(string metric, string type, double value) =>
            text.Append(CultureInfo.InvariantCulture, $"# TYPE {OfJob}{metric} {type}\n{OfJob}{metric}{{job_name=\"{Escape(name)}\"}} {value}\n");
    }
}
