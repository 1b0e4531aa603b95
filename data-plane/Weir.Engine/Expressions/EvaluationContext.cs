using Weir.Engine.Batches;

namespace Weir.Engine.Expressions;

/// <summary>What expressions need beside their batch: memory, time, the session's time zone. One for each task; not thread-safe.</summary>
public sealed class EvaluationContext(BatchPool pool, TimeProvider clock, TimeZoneInfo sessionTimeZone)
{
    /// <summary>Where columns come from.</summary>
    public BatchPool Pool { get; } = pool;

    /// <summary>Processing time.</summary>
    public TimeProvider Clock { get; } = clock;

    /// <summary>The zone of <c>table.local-time-zone</c>.</summary>
    public TimeZoneInfo SessionTimeZone { get; } = sessionTimeZone;

    /// <summary>Processing time in milliseconds since 1970-01-01 UTC.</summary>
    public long NowMs => Clock.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>The instant at which the job (for a bounded query) began, in milliseconds; Flink's batch functions keep to it.</summary>
    public long StartedMs { get; } = clock.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>The watermark of the operator that evaluates, in milliseconds (as <c>TIMESTAMP(3)</c> and <c>TIMESTAMP_LTZ(3)</c> hold them); <see cref="long.MinValue"/> before the first. Kept by the operator.</summary>
    public long CurrentWatermarkMs { get; set; } = long.MinValue;
}
