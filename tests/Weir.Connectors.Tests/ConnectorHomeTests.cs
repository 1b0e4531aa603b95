using Weir.Engine.Connectors;

namespace Weir.Connectors.Tests;

/// <summary>Whose home a job has.</summary>
public sealed class ConnectorHomeTests
{
    [Fact]
    public void The_first_sink_with_a_home_decides_then_the_first_source()
    {
        ConnectorRegistry registry = new();
        registry.Add("none", null, null);
        registry.Add("first", null, null, (job, sources, sinks) => new NamedHome($"first of {job}: {sources.Count} sources, {sinks.Count} sinks"));
        registry.Add("second", null, null, (job, sources, sinks) => new NamedHome($"second of {job}: {sources.Count} sources, {sinks.Count} sinks"));
        registry.Add("unwilling", null, null, (_, _, _) => null);
        Assert.Equal("second of j: 0 sources, 4 sinks", Home(["first"], ["none", "unwilling", "second", "first"]));
        Assert.Equal("first of j: 2 sources, 0 sinks", Home(["unwilling", "first"], ["none"]));
        Assert.Null(Home(["none"], ["unwilling"]));

        string? Home(string[] sources, string[] sinks) => registry.CreateHome("j", [.. sources.Select(Table)], [.. sinks.Select(Table)])?.Description;

        static TableSpec Table(string connector) => SourceReading.Table(connector, []);
    }

    private sealed class NamedHome(string name) : ICommitHome
    {
        public string Description => name;

        public string? Trouble => null;

        public Task<CommitRecord?> TakeOverAsync(CancellationToken cancellation) => throw new NotSupportedException();

        public void EndCheckpoint(long checkpoint) => throw new NotSupportedException();

        public Task CommitAsync(CommitRecord record, CancellationToken cancellation) => throw new NotSupportedException();

        public void Dispose()
        {
        }
    }
}
