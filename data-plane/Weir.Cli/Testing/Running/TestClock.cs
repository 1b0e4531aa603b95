namespace Weir.Cli.Testing.Running;

/// <summary>Processing time of a case: stands still but for the entries that set it.</summary>
internal sealed class TestClock(DateTimeOffset? start) : TimeProvider
{
    private DateTimeOffset _now = start ?? TimeProvider.System.GetUtcNow();
    private readonly bool _isFixed = start is not null;

    public void Set(DateTimeOffset now) => _now = now;

    public override DateTimeOffset GetUtcNow() => _isFixed ? _now : TimeProvider.System.GetUtcNow();
}
