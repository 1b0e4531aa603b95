namespace Weir.Storage.Tests;

/// <summary>How long tests wait for other processes and servers: far longer than it takes, so that only a fault and never a busy machine ends the wait.</summary>
internal static class Patience
{
    internal static TimeSpan Long { get; } = TimeSpan.FromSeconds(120);
}
