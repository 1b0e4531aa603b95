using System.Diagnostics;

namespace Weir.Faults.Tests.Tools;

/// <summary>A real broker of the tests' own: started at first use, taken down with its folder at the end.</summary>
public sealed class KafkaBroker : IDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"weir-kafka-{Environment.ProcessId}-{Guid.NewGuid():N}");
    private readonly Lazy<string> _address;

    public KafkaBroker() => _address = new(Start);

    internal string Address => _address.Value;

    public void Dispose()
    {
        if (_address.IsValueCreated)
        {
            Run("down");
        }
    }

    /// <summary>Runs one of the tool's verbs (restart, pause, …) on this broker.</summary>
    internal string Run(params string[] arguments)
    {
        ProcessStartInfo start = new(ToolFactAttribute.Find("kafka/kafka")!, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["KAFKA_DIR"] = _folder;
        using Process process = Process.Start(start)!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"kafka {string.Join(' ', arguments)} ended with {process.ExitCode}: {output}");
    }

    private string Start()
    {
        Run("up");
        return Run("env").Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line["export ".Length..].Split('=', 2))
            .First(parts => parts[0] == "KAFKA_BOOTSTRAP")[1];
    }
}
