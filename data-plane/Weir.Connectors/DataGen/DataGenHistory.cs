namespace Weir.Connectors.DataGen;

/// <summary>The rows of <c>history</c>: given at once at the start, as if they had come at the table's rate in the time before it.</summary>
internal sealed class DataGenHistory(long rows, long rowsPerSecond, TimeProvider clock)
{
    private readonly long _startedMs = clock.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>When a row of the history would have come, in milliseconds since 1970-01-01 UTC; null for later rows.</summary>
    public long? MomentMs(long row) => row < rows ? _startedMs - ((rows - row) * 1000 / rowsPerSecond) : null;
}
