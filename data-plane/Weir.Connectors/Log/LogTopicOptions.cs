namespace Weir.Connectors.Log;

/// <summary>How a topic is kept. The segment that is written to is never dropped.</summary>
public sealed record LogTopicOptions
{
    public static LogTopicOptions Default { get; } = new();

    /// <summary>How large a segment file may grow before the next one is begun.</summary>
    public long SegmentBytes { get; init; } = 64 << 20;

    /// <summary>The oldest segments of a partition are dropped while the others hold at least this much; 0: never.</summary>
    public long RetentionBytes { get; init; }

    /// <summary>A segment whose newest record is older than this is dropped; 0: never.</summary>
    public long RetentionMs { get; init; }
}
