using Weir.Connectors.Options;

namespace Weir.Connectors.Files;

/// <summary>When a part file is finished and the next one begun.</summary>
internal sealed record RollingPolicy
{
    public required long FileSizeBytes { get; init; }

    public required TimeSpan RolloverInterval { get; init; }

    public required TimeSpan InactivityInterval { get; init; }

    public required TimeSpan CheckInterval { get; init; }

    public static RollingPolicy Read(OptionReader options) => new()
    {
        FileSizeBytes = options.Size("sink.rolling-policy.file-size", 128 << 20),
        RolloverInterval = options.Duration("sink.rolling-policy.rollover-interval", TimeSpan.FromMinutes(30)),
        InactivityInterval = options.Duration("sink.rolling-policy.inactivity-interval", TimeSpan.FromMinutes(30)),
        CheckInterval = options.Duration("sink.rolling-policy.check-interval", TimeSpan.FromMinutes(1)),
    };
}
