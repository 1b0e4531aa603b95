using Weir.Sql.Descriptors;

namespace Weir.Sql.Compilation;

/// <summary>What is wrong with a key of SET.</summary>
internal sealed record SettingProblem(bool IsError, string Message, string? Hint);

/// <summary>The keys of SET: those that Weir heeds, and prefixes of Flink's that it passes over with a warning.</summary>
internal static class SettingCatalog
{
    /// <summary>The keys that Weir heeds.</summary>
    public static IReadOnlyList<string> Known => s_known;

    /// <summary>Names the table that late rows are written to.</summary>
    public const string LateRowsTable = "pipeline.late-rows.table";

    private static readonly string[] s_known =
    [
        "table.local-time-zone", "table.exec.legacy-cast-behaviour", "table.optimizer.agg-phase-strategy", "table.optimizer.distinct-agg.split.enabled", "table.exec.mini-batch.enabled", "table.exec.mini-batch.size", "table.exec.mini-batch.allow-latency",
        "table.exec.source.idle-timeout", "table.exec.state.ttl", "table.exec.sink.not-null-enforcer", "table.exec.sink.type-length-enforcer", "table.exec.sink.nested-constraint-enforcer",
        "table.exec.sink.upsert-materialize", "table.exec.sink.keyed-shuffle", "table.exec.source.cdc-events-duplicate", "table.optimizer.reuse-sub-plan-enabled", "table.optimizer.reuse-source-enabled",
        "pipeline.name", "pipeline.max-parallelism", "parallelism.default", "pipeline.dead-letters.mode", LateRowsTable,
        Binding.WindowEmitSettings.EarlyEnabled, Binding.WindowEmitSettings.EarlyDelay, Binding.WindowEmitSettings.LateEnabled, Binding.WindowEmitSettings.LateDelay, Binding.WindowEmitSettings.AllowedLateness,
        "execution.runtime-mode", "sql-client.execution.result-mode", Session.MemoryLimitKey, .. CheckpointSettings.Keys,
    ];

    private static readonly string[] s_flinkPrefixes =
    [
        "table.", "pipeline.", "execution.", "state.", "restart-strategy", "taskmanager.", "jobmanager.", "parallelism.", "sql-client.", "metrics.", "rest.", "high-availability", "env.", "cluster.", "s3.", "fs.",
    ];

    public static SettingProblem? Problem(string key)
    {
        if (s_known.Contains(key) || CheckpointSettings.NeedNothing.Contains(key))
        {
            return null;
        }

        string? near = NearestName.Find(key, s_known);
        if (s_flinkPrefixes.Any(p => key.StartsWith(p, StringComparison.Ordinal)))
        {
            return new SettingProblem(false, $"The setting '{key}' is passed over.", near is null ? null : $"Did you mean '{near}'?");
        }

        return new SettingProblem(true, $"There is no setting '{key}'.", near is null ? null : $"Did you mean '{near}'?");
    }
}
