namespace Weir.Connectors;

/// <summary>What connectors use of the process that they run in; replaced by tests.</summary>
public sealed record ConnectorServices
{
    /// <summary>Where <c>print</c> writes.</summary>
    public Stream StandardOutput { get; init; } = Stream.Null;

    /// <summary>Where <c>print</c> writes with <c>standard-error</c>.</summary>
    public Stream StandardError { get; init; } = Stream.Null;

    /// <summary>Opens a file that a sink writes.</summary>
    public Func<string, Stream> CreateFile { get; init; } =
        path => new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);

    /// <summary>Chance, for the jitter of retries.</summary>
    public Func<Random> Chance { get; init; } = () => Random.Shared;

    /// <summary>The services of this process: its console, its file system.</summary>
    public static ConnectorServices OfThisProcess() =>
        new() { StandardOutput = Console.OpenStandardOutput(), StandardError = Console.OpenStandardError() };
}
