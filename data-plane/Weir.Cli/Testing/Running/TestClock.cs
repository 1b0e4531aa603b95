namespace Weir.Cli.Testing.Running;

/// <summary>Processing time of a case: stands still but for the entries that set it, so that a case gives the same rows on any machine. Where the case does not say when it begins, it begins now.</summary>
internal sealed class TestClock(DateTimeOffset? start) : TimeProvider
{
    private DateTimeOffset _now = start ?? System.GetUtcNow();

    public void Set(DateTimeOffset now) => _now = now;

    public override DateTimeOffset GetUtcNow() => _now;
}
