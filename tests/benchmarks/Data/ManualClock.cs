namespace Weir.Benchmarks.Data;

/// <summary>Processing time as a function of the chunks read: a whole input takes four and a half windows of ten seconds, whatever its size.</summary>
internal sealed class ManualClock(int chunks) : TimeProvider
{
    private const long StartMs = 1_767_225_600_000;
    private const long WholeMs = 45_000;
    private long _nowMs = StartMs;

    /// <summary>The time at which a chunk is read, in milliseconds.</summary>
    public static long TimeOf(int chunk, int chunks) => StartMs + (chunk * WholeMs / chunks);

    /// <summary>Makes it the time at which a chunk is read.</summary>
    public void At(int chunk) => _nowMs = TimeOf(chunk, chunks);

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeMilliseconds(_nowMs);
}
