using Weir.Benchmarks.Processes;

namespace Weir.Benchmarks.KafkaJson;

/// <summary>A Kafka broker of this benchmark's own, by the script <c>kafka/kafka</c> of the tools; gone when disposed of.</summary>
internal sealed class KafkaTool : IDisposable
{
    private const string Setting = "export KAFKA_BOOTSTRAP=";

    private readonly string _script;
    private readonly string _folder = Directory.CreateTempSubdirectory("weir-bench-kafka-").FullName;

    private KafkaTool(string script)
    {
        _script = script;
        try
        {
            Run("up");
            PinnedProcess.Run(null, "env", [$"KAFKA_DIR={_folder}", _script, "env"], line => Bootstrap = line.StartsWith(Setting, StringComparison.Ordinal) ? line[Setting.Length..] : Bootstrap);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The broker's address.</summary>
    public string Bootstrap { get; private set; } = string.Empty;

    /// <summary>Starts a broker where WEIR_TOOLS says; null, with the reason, if that is not there.</summary>
    public static KafkaTool? Start(out string reason)
    {
        string? tools = Environment.GetEnvironmentVariable("WEIR_TOOLS");
        string script = Path.Combine(tools ?? string.Empty, "kafka", "kafka");
        reason = tools is null ? "WEIR_TOOLS is not set" : !File.Exists(script) ? $"there is no {script}" : string.Empty;
        return reason.Length == 0 ? new KafkaTool(script) : null;
    }

    public void CreateTopic(string topic, int partitions) => Run("topics", "--create", "--topic", topic, "--partitions", $"{partitions}");

    public void Dispose()
    {
        Run("down");
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private void Run(string verb, params string[] arguments) => PinnedProcess.Run(null, "env", [$"KAFKA_DIR={_folder}", _script, verb, .. arguments], _ => { });
}
