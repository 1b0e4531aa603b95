namespace Weir.Connectors.Tests.Log;

/// <summary>A folder that is gone at the end of a test.</summary>
public sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("weir-test-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
