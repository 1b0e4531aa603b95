namespace Weir.Benchmarks.Queries;

/// <summary>Where the queries of Nexmark are: the folder that WEIR_NEXMARK names.</summary>
internal static class NexmarkFolder
{
    public const string Missing = "WEIR_NEXMARK names no folder with Nexmark's queries";

    /// <summary>The folder; null when there is none.</summary>
    public static string? Find() =>
        Environment.GetEnvironmentVariable("WEIR_NEXMARK") is { Length: > 0 } folder && File.Exists(Path.Combine(folder, "q0.sql")) ? folder : null;
}
