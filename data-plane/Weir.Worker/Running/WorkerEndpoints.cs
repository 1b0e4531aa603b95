using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Weir.Engine.Checkpoints;
using Weir.Engine.Connectors;
using Weir.Engine.Runtime;
using Weir.Engine.Storage;
using Weir.Worker.Figures;
using Weir.Worker.Http;

namespace Weir.Worker.Running;

/// <summary>What a worker answers over HTTP. Errors are JSON: what is wrong (<c>error</c>) and what to do (<c>hint</c>).</summary>
internal sealed class WorkerEndpoints
{
    private const string Json = "application/json; charset=utf-8";
    private const int LongestBody = 64 * 1024;
    private static readonly TimeSpan s_longestTurn = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_goodbye = TimeSpan.FromSeconds(2);
    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true };

    private readonly WorkerJob _job;
    private readonly StatusReport _status;
    private readonly Dictionary<string, (string Method, Func<HttpListenerRequest, Task<HttpAnswer>> Answer)> _paths;
    private int _answering;

    public WorkerEndpoints(WorkerJob job)
    {
        _job = job;
        _status = new StatusReport(job);
        _paths = new()
        {
            ["/health"] = ("GET", _ => Task.FromResult(Health())),
            ["/ready"] = ("GET", _ => Task.FromResult(Ready())),
            ["/metrics"] = ("GET", _ => Task.FromResult(Metrics())),
            ["/status"] = ("GET", _ => Task.FromResult(Ok(_status.Write()))),
            ["/threads"] = ("GET", _ => Task.FromResult(Ok(Threads()))),
            ["/checkpoint"] = ("POST", _ => CheckpointAsync()),
            ["/savepoint"] = ("POST", SavepointAsync),
            ["/drain"] = ("POST", _ => DrainAsync()),
            ["/stop"] = ("POST", _ => Task.FromResult(Stop())),
        };
    }

    /// <summary>Answers a request.</summary>
    public async Task<HttpAnswer> AnswerAsync(HttpListenerRequest request)
    {
        string path = request.Url?.AbsolutePath ?? "/";
        if (!_paths.TryGetValue(path, out (string Method, Func<HttpListenerRequest, Task<HttpAnswer>> Answer) found))
        {
            return Error(404, $"There is no '{path}'.", $"There are {string.Join(", ", _paths.Select(p => $"{p.Value.Method} {p.Key}"))}.");
        }

        if (request.HttpMethod != found.Method)
        {
            return Error(405, $"'{path}' is not for {request.HttpMethod}.", $"Use {found.Method}.");
        }

        Interlocked.Increment(ref _answering);
        try
        {
            return await found.Answer(request);
        }
        catch (Exception e) when (e is SnapshotException or StorageException or ConnectorException or CommitFencedException or OperationCanceledException or ObjectDisposedException)
        {
            return Error(409, e.Message, "See /status for how the job stands, and try again when it runs.");
        }
        finally
        {
            Interlocked.Decrement(ref _answering);
        }
    }

    /// <summary>Waits, not for long, until those have their answer who asked for the job's end.</summary>
    public async Task AnsweredAsync()
    {
        long start = _job.Clock.GetTimestamp();
        do
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), _job.Clock);
        }
        while (Volatile.Read(ref _answering) > 0 && _job.Clock.GetElapsedTime(start) < s_goodbye);
    }

    private static HttpAnswer Ok(JsonNode body) => new(200, Json, body.ToJsonString(s_indented) + "\n");

    private static HttpAnswer Error(int status, string error, string hint) => new(status, Json, new JsonObject { ["error"] = error, ["hint"] = hint }.ToJsonString(s_indented) + "\n");

    private HttpAnswer Health()
    {
        foreach (LaneFigures lane in _job.Host.Run is { State: JobState.Running } run ? run.Lanes() : [])
        {
            if (lane.SinceTurn > s_longestTurn)
            {
                return Error(503, $"Lane {lane.Lane} has not turned for {lane.SinceTurn.TotalSeconds:F0} s; it is at {lane.Task ?? "a snapshot"}.", "See /threads. A lane never waits, so this is a fault: report it, and start the worker again.");
            }
        }

        return Ok(new JsonObject { ["healthy"] = true });
    }

    private HttpAnswer Ready()
    {
        if (_job.Host.Run is not { State: JobState.Running } run)
        {
            return Error(503, "The job does not run.", _job.Host.Failure is { } failure ? $"It failed: {failure.Message}" : "It is starting, or has ended: see /status.");
        }

        return run.Figures().FirstOrDefault(o => o.IsSource && o.Trouble is not null) is { } source
            ? Error(503, $"The source '{source.Name}' is not connected.", source.Trouble!)
            : Ok(new JsonObject { ["ready"] = true });
    }

    private HttpAnswer Metrics() =>
        new(200, "text/plain; version=0.0.4; charset=utf-8", MetricsText.Of([(_job.Job.Name, _status.Rates())]) + MetricsText.OfWhole(_job.Job.Name, _job.Host.Restarts, _job.Host.Run?.Checkpoints));

    private JsonArray Threads() =>
        [.. (_job.Host.Run?.Lanes() ?? []).Select(l => new JsonObject
        {
            ["lane"] = l.Lane,
            ["state"] = l.HasEnded ? "ended" : l.Task is null ? "waiting" : "running",
            ["task"] = l.Task,
            ["operators"] = new JsonArray([.. l.Operators.Select(o => JsonValue.Create(o))]),
            ["sinceTurnMs"] = Math.Round(l.SinceTurn.TotalMilliseconds, 3),
        })];

    private Job Running() => _job.Host.Run is { State: JobState.Running } run ? run : throw new SnapshotException("The job does not run.");

    private async Task<HttpAnswer> CheckpointAsync()
    {
        Job run = Running();
        if (run.Checkpoints is null)
        {
            return Error(409, "The job makes no checkpoints.", "Set 'execution.checkpointing.interval'.");
        }

        await run.CheckpointAsync(CancellationToken.None);
        return Ok(new JsonObject { ["checkpoint"] = run.Checkpoints.LastNumber, ["path"] = run.Checkpoints.LastPath });
    }

    private async Task<HttpAnswer> SavepointAsync(HttpListenerRequest request)
    {
        Running();
        if (request.ContentLength64 > LongestBody || (request.ContentLength64 < 0 && request.HasEntityBody))
        {
            return Error(413, "The body is too long, or of unknown length.", $"Send at most {LongestBody} bytes, with Content-Length.");
        }

        using StreamReader reader = new(request.InputStream);
        string body = await reader.ReadToEndAsync();
        string? path;
        bool stops;
        try
        {
            JsonObject asked = body.Length == 0 ? [] : JsonNode.Parse(body) as JsonObject ?? throw new JsonException("the body is no object");
            if (asked.Select(k => k.Key).FirstOrDefault(k => k is not ("path" or "stop" or "drain")) is { } unknown)
            {
                return Error(400, $"There is no key '{unknown}'.", Sql.Descriptors.NearestName.Hint(unknown, ["path", "stop", "drain"]) ?? "The keys are path, stop, drain.");
            }

            path = (string?)asked["path"];
            stops = (bool?)asked["stop"] ?? false;
            if ((bool?)asked["drain"] ?? false)
            {
                return Error(400, "A savepoint with 'drain' is not made: event time would have to go to its end first.", "Leave 'drain' out; or POST /drain, which ends what is under way and stops, without moving event time.");
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            return Error(400, $"The body is not understood: {e.Message}", "Send JSON: {\"path\": \"/savepoints/one\", \"stop\": false}.");
        }

        return Ok(new JsonObject { ["savepoint"] = await _job.Host.SavepointAsync(path, stops, CancellationToken.None), ["stopped"] = stops });
    }

    private async Task<HttpAnswer> DrainAsync()
    {
        await Running().DrainAsync(CancellationToken.None);
        return Ok(new JsonObject { ["drained"] = true });
    }

    private HttpAnswer Stop()
    {
        _job.Cancellation.Cancel();
        return new HttpAnswer(202, Json, new JsonObject { ["stopping"] = true }.ToJsonString(s_indented) + "\n");
    }
}
