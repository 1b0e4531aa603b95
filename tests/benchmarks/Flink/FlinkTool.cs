using System.Globalization;
using System.Text.Json;
using Weir.Benchmarks.Processes;

namespace Weir.Benchmarks.Flink;

/// <summary>Apache Flink in one process, by the script <c>flink/run</c> of the tools.</summary>
internal sealed class FlinkTool
{
    private readonly string _script;

    private FlinkTool(string script) => _script = script;

    /// <summary>The tool where WEIR_TOOLS says; null, with the reason, if it is not there.</summary>
    public static FlinkTool? Find(out string reason)
    {
        string? tools = Environment.GetEnvironmentVariable("WEIR_TOOLS");
        string script = Path.Combine(tools ?? string.Empty, "flink", "run");
        reason = tools is null ? "WEIR_TOOLS is not set" : !File.Exists(script) ? $"there is no {script}" : string.Empty;
        return reason.Length == 0 ? new FlinkTool(script) : null;
    }

    /// <summary>Events per second of processor time.</summary>
    public double Measure(int core, NexmarkQuery query, bool miniBatch)
    {
        string line = PinnedProcess.LastLine(core, _script, Arguments(query.Path, query.Events, query.WarmUpEvents, miniBatch, ["--cores", Text(core)]));
        using JsonDocument result = JsonDocument.Parse(line);
        return result.RootElement.GetProperty("events").GetInt64() / result.RootElement.GetProperty("cpu_seconds").GetDouble();
    }

    /// <summary>Runs a script over so many events of event time at a rate; its tables print.</summary>
    public void Print(string path, long events, long rate, bool miniBatch, Action<string> onLine) =>
        PinnedProcess.Run(null, _script, Arguments(path, events, 0, miniBatch, ["--rate", Text(rate)]), onLine);

    private static string[] Arguments(string path, long events, long warmUp, bool miniBatch, string[] more) =>
        [path, "--events", Text(events), "--warmup", Text(warmUp), "--minibatch", miniBatch ? "on" : "off", .. more];

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
