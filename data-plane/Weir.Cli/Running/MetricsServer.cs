using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text;

namespace Weir.Cli.Running;

/// <summary>Serves the figures of the running jobs as Prometheus text on http://127.0.0.1:PORT/metrics, under Flink's names.</summary>
internal sealed class MetricsServer : IDisposable
{
    private readonly HttpListener _listener;
    private readonly Func<IReadOnlyList<RunningJob>> _jobs;
    private readonly ConditionalWeakTable<RunningJob, JobRates> _rates = [];

    /// <summary>Starts to listen; at a free port when the port is 0.</summary>
    /// <exception cref="HttpListenerException">The port is taken, or not allowed to this user.</exception>
    public MetricsServer(int port, Func<IReadOnlyList<RunningJob>> jobs)
    {
        _jobs = jobs;
        _listener = LocalHttp.Listen(port, out string url);
        Url = $"{url}metrics";
        _ = ServeAsync();
    }

    /// <summary>Where the figures are.</summary>
    public string Url { get; }

    public void Dispose() => _listener.Close();

    /// <summary>The figures as text.</summary>
    public static string Text(IReadOnlyList<(string Name, IReadOnlyList<OperatorRates> Operators)> jobs)
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

    private static JobRates NewRates(RunningJob job) => new(() => job.Job.Figures(), TimeProvider.System, job.StartedAt);

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                HttpListenerContext context = await _listener.GetContextAsync();
                bool found = context.Request.Url?.AbsolutePath == "/metrics";
                byte[] body = Encoding.UTF8.GetBytes(found ? Text([.. _jobs().Select(j => (j.Name, _rates.GetValue(j, NewRates).Take()))]) : "There is only /metrics.\n");
                context.Response.StatusCode = found ? 200 : 404;
                context.Response.ContentType = "text/plain; version=0.0.4; charset=utf-8";
                await context.Response.OutputStream.WriteAsync(body);
                context.Response.Close();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or InvalidOperationException or IOException)
            {
                // A client that went away, or the listener closed: the loop's condition tells which.
            }
        }
    }
}
