using System.Globalization;
using System.Net;
using System.Text;
using Weir.Engine.Runtime;

namespace Weir.Cli.Running;

/// <summary>Serves the figures of the running jobs as Prometheus text on http://127.0.0.1:PORT/metrics, under Flink's names.</summary>
internal sealed class MetricsServer : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Func<IReadOnlyList<(string Name, Job Job)>> _jobs;

    public MetricsServer(int port, Func<IReadOnlyList<(string Name, Job Job)>> jobs)
    {
        _jobs = jobs;
        _listener.Prefixes.Add($"http://127.0.0.1:{port}/");
        _listener.Start();
        _ = ServeAsync();
    }

    public void Dispose() => _listener.Close();

    /// <summary>The figures as text.</summary>
    public static string Text(IReadOnlyList<(string Name, IReadOnlyList<OperatorFigures> Figures)> jobs)
    {
        StringBuilder text = new();
        foreach ((string metric, string type, Func<OperatorFigures, double?> value) in s_metrics)
        {
            text.Append(CultureInfo.InvariantCulture, $"# TYPE {metric} {type}\n");
            foreach ((string name, IReadOnlyList<OperatorFigures> figures) in jobs)
            {
                foreach (OperatorFigures op in figures)
                {
                    if (value(op) is { } v)
                    {
                        text.Append(CultureInfo.InvariantCulture, $"{metric}{{job_name=\"{Escape(name)}\",operator_id=\"{op.Id}\",operator_name=\"{Escape(op.Name)}\"}} {v}\n");
                    }
                }
            }
        }

        return text.ToString();
    }

    private static readonly (string Metric, string Type, Func<OperatorFigures, double?> Value)[] s_metrics =
    [
        ("flink_taskmanager_job_task_operator_numRecordsIn", "counter", f => f.RowsIn),
        ("flink_taskmanager_job_task_operator_numRecordsOut", "counter", f => f.RowsOut),
        ("flink_taskmanager_job_task_operator_numBytesIn", "counter", f => f.BytesIn),
        ("flink_taskmanager_job_task_operator_numBytesOut", "counter", f => f.BytesOut),
        ("flink_taskmanager_job_task_operator_numLateRecordsDropped", "counter", f => f.LateRows),
        ("flink_taskmanager_job_task_operator_pendingRecords", "gauge", f => f.PendingRows),
        ("flink_taskmanager_job_task_operator_currentOutputWatermark", "gauge", f => f.Watermark),
        ("flink_taskmanager_job_task_operator_stateSizeBytes", "gauge", f => f.StateBytes),
        ("flink_taskmanager_job_task_busyTimeMs", "counter", f => f.BusyMs),
        ("flink_taskmanager_job_task_backPressuredTimeMs", "counter", f => f.BackpressuredMs),
    ];

    private static string Escape(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                HttpListenerContext context = await _listener.GetContextAsync();
                bool found = context.Request.Url?.AbsolutePath == "/metrics";
                byte[] body = Encoding.UTF8.GetBytes(found ? Text([.. _jobs().Select(j => (j.Name, j.Job.Figures()))]) : "There is only /metrics.\n");
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
