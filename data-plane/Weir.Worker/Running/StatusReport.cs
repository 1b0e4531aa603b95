using System.Text.Json.Nodes;
using Weir.Engine.Checkpoints;
using Weir.Engine.Runtime;
using Weir.Sql.Compilation;
using Weir.Worker.Figures;

namespace Weir.Worker.Running;

/// <summary>How a worker's job stands, as JSON. Thread-safe.</summary>
internal sealed class StatusReport
{
    private const double HeldUpMsPerSecond = 100;
    private static readonly string[] s_guarantees = ["none", "at-least-once", "exactly-once"]; // the weakest first

    private readonly WorkerJob _job;
    private readonly long _startedAt;
    private readonly Lock _lock = new();
    private Job? _ratedRun;
    private JobRates? _rates;

    public StatusReport(WorkerJob job)
    {
        _job = job;
        _startedAt = job.Clock.GetTimestamp();
    }

    /// <summary>The operators' figures with their rates; none before the job has begun.</summary>
    public IReadOnlyList<OperatorRates> Rates()
    {
        lock (_lock)
        {
            if (_job.Host.Run is not { } run)
            {
                return [];
            }

            if (_rates is null || _ratedRun != run)
            {
                // Figures begin at zero with each run.
                _ratedRun = run;
                _rates = new JobRates(run.Figures, _job.Clock, _job.Clock.GetTimestamp());
            }

            return _rates.Take();
        }
    }

    /// <summary>The whole report.</summary>
    public JsonObject Write()
    {
        Job? run = _job.Host.Run;
        IReadOnlyList<OperatorRates> rates = Rates();
        JsonArray sinks = [.. Sinks(_job.Job.Explain).Select(s => new JsonObject { ["sink"] = s.Name, ["guarantee"] = s.Guarantee })];
        return new JsonObject
        {
            ["job"] = _job.Job.Name,
            ["state"] = State(run),
            ["uptimeMs"] = (long)_job.Clock.GetElapsedTime(_startedAt).TotalMilliseconds,
            ["restarts"] = _job.Host.Restarts,
            ["lastFailure"] = _job.Host.Failure?.Message,
            ["guarantee"] = Sinks(_job.Job.Explain).Select(s => s.Guarantee).MinBy(g => Array.IndexOf(s_guarantees, g)),
            ["sinks"] = sinks,
            ["deadLetters"] = _job.DeadLetters.Count,
            ["checkpoints"] = run?.Checkpoints is { } checkpoints ? Checkpoints(checkpoints) : null,
            ["backpressure"] = Backpressure(rates),
            ["operators"] = new JsonArray([.. rates.Select(Operator)]),
            ["troubles"] = new JsonArray([.. rates.Select(r => r.Figures.Trouble).OfType<string>().Distinct().Select(t => JsonValue.Create(t))]),
        };
    }

    private static string State(Job? run) => run?.State switch
    {
        null or JobState.Created => "starting",
        JobState.Running => "running",
        JobState.Finished => "ended",
        JobState.Failed => "failed",
        _ => "stopped",
    };

    private static IEnumerable<(string Name, string Guarantee)> Sinks(ExplainNode node)
    {
        if (node.Name == "Sink")
        {
            return [(Detail(node.Details, "table"), Detail(node.Details, "guarantee"))];
        }

        return node.Id < 0 ? node.Inputs.SelectMany(Sinks) : [];
    }

    private static string Detail(string details, string key)
    {
        int start = details.IndexOf($"{key}=[", StringComparison.Ordinal) + key.Length + 2;
        return details[start..details.IndexOf(']', start)];
    }

    private static JsonObject Checkpoints(CheckpointFigures figures) => new()
    {
        ["completed"] = figures.Completed,
        ["failed"] = figures.Failed,
        ["last"] = figures.LastNumber,
        ["lastTime"] = figures.LastNumber == 0 ? null : figures.LastTime,
        ["lastDurationMs"] = figures.LastDuration.TotalMilliseconds,
        ["lastPauseMs"] = figures.LastPause.TotalMilliseconds,
        ["lastBytes"] = figures.LastBytes,
        ["stateBytes"] = figures.StateBytes,
        ["lastPath"] = figures.LastPath,
        ["trouble"] = figures.Trouble,
    };

    private static JsonObject Operator(OperatorRates rates) => new()
    {
        ["id"] = rates.Figures.Id,
        ["name"] = rates.Figures.Name,
        ["rowsIn"] = rates.Figures.RowsIn,
        ["rowsOut"] = rates.Figures.RowsOut,
        ["rowsInPerSecond"] = Math.Round(rates.RowsInPerSecond, 1),
        ["rowsOutPerSecond"] = Math.Round(rates.RowsOutPerSecond, 1),
        ["watermarkMs"] = rates.Figures.Watermark,
        ["lateRows"] = rates.Figures.LateRows,
        ["pendingRows"] = rates.Figures.PendingRows,
        ["stateBytes"] = rates.Figures.StateBytes,
        ["busyMsPerSecond"] = rates.BusyMsPerSecond,
        ["backpressuredMsPerSecond"] = rates.BackpressuredMsPerSecond,
        ["trouble"] = rates.Figures.Trouble,
    };

    /// <summary>Who is held up, and who causes it: of the tasks that come after the last that is held up, the busiest; a task held up that writes itself is held up by its sink.</summary>
    private static JsonObject? Backpressure(IReadOnlyList<OperatorRates> rates)
    {
        OperatorRates[] heads = [.. rates.Where(r => r.BackpressuredMsPerSecond is not null)];
        int last = Array.FindLastIndex(heads, h => h.BackpressuredMsPerSecond > HeldUpMsPerSecond);
        if (last < 0)
        {
            return null;
        }

        OperatorRates held = heads[last];
        OperatorRates cause = rates.FirstOrDefault(r => r.Figures.TaskId == held.Figures.Id && r.Figures.IsSink) ?? heads[(last + 1)..].MaxBy(h => h.BusyMsPerSecond) ?? held;
        return new JsonObject { ["heldUp"] = held.Figures.Name, ["msPerSecond"] = held.BackpressuredMsPerSecond, ["cause"] = cause.Figures.Name };
    }
}
