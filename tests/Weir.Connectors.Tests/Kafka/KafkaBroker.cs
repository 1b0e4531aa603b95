using System.Diagnostics;

namespace Weir.Connectors.Tests.Kafka;

/// <summary>
/// A real broker of the tests' own, with a plain and a secured listener: started at first use, taken down with its folder at the end.
/// </summary>
public sealed class KafkaBroker : IDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"weir-kafka-{Environment.ProcessId}-{Guid.NewGuid():N}");
    private readonly Lazy<Dictionary<string, string>> _settings;

    private readonly string[] _more;

    public KafkaBroker() : this([])
    {
    }

    /// <summary>A broker with settings of its own.</summary>
    internal KafkaBroker(params string[] settings)
    {
        _more = [.. settings.SelectMany(s => new[] { "--set", s })];
        _settings = new(Start);
    }

    /// <summary>The script that starts brokers; null where there is none.</summary>
    internal static string? Tool
    {
        get
        {
            string? tools = Environment.GetEnvironmentVariable("WEIR_TOOLS");
            string? tool = string.IsNullOrEmpty(tools) ? null : Path.Combine(tools, "kafka", "kafka");
            return File.Exists(tool) ? tool : null;
        }
    }

    internal string Address => _settings.Value["KAFKA_BOOTSTRAP"];

    internal string SecureAddress => _settings.Value["KAFKA_SECURE_BOOTSTRAP"];

    internal string AuthorityCertificate => _settings.Value["KAFKA_CA"];

    public void Dispose()
    {
        if (Tool is not null)
            Run("down");
    }

    /// <summary>Runs one of the tool's verbs (restart, pause, …) on this broker.</summary>
    internal string Run(params string[] arguments)
    {
        var start = new ProcessStartInfo(Tool!, arguments) { RedirectStandardOutput = true };
        start.Environment["KAFKA_DIR"] = _folder;
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException($"kafka {string.Join(' ', arguments)} ended with {process.ExitCode}: {output}");
    }

    private Dictionary<string, string> Start()
    {
        Run(["up", "--secure", .. _more]);
        return Run("env").Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line["export ".Length..].Split('=', 2))
            .ToDictionary(parts => parts[0], parts => parts[1]);
    }
}
