namespace Weir.Engine.Windows;

/// <summary>When a group window tells what it has so far, beside when it ends. Source: Flink's WindowEmitStrategy (<c>table.exec.emit.*</c>).</summary>
public sealed record WindowEmit
{
    /// <summary>How often in processing time a group tells before its window's end, from its first row on; 0 with each row; null not at all.</summary>
    public long? EarlyDelayMs { get; init; }

    /// <summary>The same for rows that come after the end and are allowed; with null and with 0 each of them is told at once.</summary>
    public long? LateDelayMs { get; init; }

    /// <summary>How long in event time after its end a window still takes rows.</summary>
    public long AllowedLatenessMs { get; init; }

    /// <inheritdoc/>
    public override string ToString() => string.Join(", ", new[] { Text("early", EarlyDelayMs), Text("late", LateDelayMs) }.Where(t => t is not null));

    private static string? Text(string what, long? delayMs) => delayMs switch
    {
        null => null,
        0 => $"{what} no delay",
        _ => $"{what} delay {delayMs} millisecond",
    };
}
