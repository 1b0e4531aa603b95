using System.Net;
using System.Runtime.CompilerServices;
using Weir.Worker.Figures;
using Weir.Worker.Http;

namespace Weir.Cli.Running;

/// <summary>Serves the figures of the running jobs as Prometheus text on http://127.0.0.1:PORT/metrics.</summary>
internal sealed class MetricsServer : IDisposable
{
    private readonly HttpServer _server;
    private readonly Func<IReadOnlyList<RunningJob>> _jobs;
    private readonly ConditionalWeakTable<RunningJob, JobRates> _rates = [];

    /// <summary>Starts to listen; at a free port when the port is 0.</summary>
    /// <exception cref="HttpListenerException">The port is taken, or not allowed to this user.</exception>
    public MetricsServer(int port, Func<IReadOnlyList<RunningJob>> jobs)
    {
        _jobs = jobs;
        _server = new HttpServer(LocalHttp.ThisMachine, port, request => Task.FromResult(Answer(request)));
        Url = $"{_server.Url}metrics";
    }

    /// <summary>Where the figures are.</summary>
    public string Url { get; }

    public void Dispose() => _server.Dispose();

    private static JobRates NewRates(RunningJob job) => new(() => job.Job.Figures(), TimeProvider.System, job.StartedAt);

    private HttpAnswer Answer(HttpListenerRequest request)
    {
        const string Type = "text/plain; version=0.0.4; charset=utf-8";
        return request.Url?.AbsolutePath == "/metrics"
            ? new HttpAnswer(200, Type, MetricsText.Of([.. _jobs().Select(j => (j.Name, _rates.GetValue(j, NewRates).Take()))]))
            : new HttpAnswer(404, Type, "There is only /metrics.\n");
    }
}
