using System.Globalization;
using Weir.Engine.Connectors;

namespace Weir.Sql;

/// <summary>How a job goes on after a fault.</summary>
public enum RestartKind
{
    /// <summary>It does not.</summary>
    None,

    /// <summary>A number of times, after the same pause.</summary>
    FixedDelay,

    /// <summary>After a pause that doubles with each failure that follows another, up to a bound.</summary>
    ExponentialDelay,
}

/// <summary>What the settings say of checkpoints, savepoints and restarts. The keys are Flink's.</summary>
public sealed record CheckpointSettings
{
    internal const string IntervalKey = "execution.checkpointing.interval";
    internal const string DirectoryKey = "execution.checkpointing.dir";
    internal const string OldDirectoryKey = "state.checkpoints.dir";
    internal const string TimeoutKey = "execution.checkpointing.timeout";
    internal const string MinPauseKey = "execution.checkpointing.min-pause";
    internal const string RetainedKey = "execution.checkpointing.num-retained";
    internal const string TolerableKey = "execution.checkpointing.tolerable-failed-checkpoints";
    internal const string SavepointDirectoryKey = "execution.checkpointing.savepoint-dir";
    internal const string OldSavepointDirectoryKey = "state.savepoints.dir";
    internal const string RecoveryPathKey = "execution.state-recovery.path";
    internal const string OldRecoveryPathKey = "execution.savepoint.path";
    internal const string RestartKey = "restart-strategy.type";
    internal const string FixedAttemptsKey = "restart-strategy.fixed-delay.attempts";
    internal const string FixedDelayKey = "restart-strategy.fixed-delay.delay";
    internal const string FirstBackoffKey = "restart-strategy.exponential-delay.initial-backoff";
    internal const string LongestBackoffKey = "restart-strategy.exponential-delay.max-backoff";

    private static readonly string[] s_durations = [IntervalKey, TimeoutKey, MinPauseKey, FixedDelayKey, FirstBackoffKey, LongestBackoffKey];
    private static readonly string[] s_numbers = [RetainedKey, TolerableKey, FixedAttemptsKey];

    /// <summary>The keys that are heeded.</summary>
    public static IReadOnlyList<string> Keys { get; } =
    [
        IntervalKey, DirectoryKey, OldDirectoryKey, TimeoutKey, MinPauseKey, RetainedKey, TolerableKey, SavepointDirectoryKey, OldSavepointDirectoryKey, RecoveryPathKey, OldRecoveryPathKey,
        RestartKey, FixedAttemptsKey, FixedDelayKey, FirstBackoffKey, LongestBackoffKey,
    ];

    /// <summary>Keys of Flink's that ask for what is so anyway, or make no difference here: accepted without a word.</summary>
    public static IReadOnlyList<string> NeedNothing { get; } =
    [
        "execution.checkpointing.mode", "execution.checkpointing.unaligned.enabled", "execution.checkpointing.unaligned", "execution.checkpointing.aligned-checkpoint-timeout", "execution.checkpointing.incremental",
        "execution.checkpointing.max-concurrent-checkpoints", "execution.checkpointing.externalized-checkpoint-retention", "execution.checkpointing.storage",
    ];

    /// <summary>From the start of one checkpoint to the start of the next; zero when none are made.</summary>
    public TimeSpan Interval { get; init; }

    /// <summary>Where they are kept: an address of storage; null where none is set.</summary>
    public string? Directory { get; init; }

    /// <summary>How long one may take.</summary>
    public TimeSpan Timeout { get; init; }

    /// <summary>From the end of one to the start of the next.</summary>
    public TimeSpan MinPause { get; init; }

    /// <summary>How many are kept.</summary>
    public int Retained { get; init; }

    /// <summary>How many tries to write one may fail in a row before the job says so.</summary>
    public int TolerableFailures { get; init; }

    /// <summary>Where savepoints go that name no place; null where none is set.</summary>
    public string? SavepointDirectory { get; init; }

    /// <summary>The savepoint to begin from; null for none.</summary>
    public string? RecoveryPath { get; init; }

    /// <summary>How the job goes on after a fault.</summary>
    public RestartKind Restart { get; init; }

    /// <summary>How often it is restarted; null for without end.</summary>
    public int? RestartAttempts { get; init; }

    /// <summary>The first pause before a restart.</summary>
    public TimeSpan RestartPause { get; init; }

    /// <summary>The longest pause before a restart.</summary>
    public TimeSpan LongestRestartPause { get; init; }

    /// <summary>Reads the settings of a session, whose values have been checked.</summary>
    public static CheckpointSettings Read(Session session)
    {
        IReadOnlyDictionary<string, string> settings = session.Settings;
        TimeSpan interval = Duration(IntervalKey, TimeSpan.Zero);
        RestartKind restart = settings.GetValueOrDefault(RestartKey) switch
        {
            { } text => Parse(text) ?? RestartKind.None,
            null => interval > TimeSpan.Zero ? RestartKind.ExponentialDelay : RestartKind.None,
        };
        return new CheckpointSettings
        {
            Interval = interval,
            Directory = settings.GetValueOrDefault(DirectoryKey) ?? settings.GetValueOrDefault(OldDirectoryKey),
            Timeout = Duration(TimeoutKey, TimeSpan.FromMinutes(10)),
            MinPause = Duration(MinPauseKey, TimeSpan.Zero),
            Retained = Number(RetainedKey, 1),
            TolerableFailures = Number(TolerableKey, 0),
            SavepointDirectory = settings.GetValueOrDefault(SavepointDirectoryKey) ?? settings.GetValueOrDefault(OldSavepointDirectoryKey),
            RecoveryPath = settings.GetValueOrDefault(RecoveryPathKey) ?? settings.GetValueOrDefault(OldRecoveryPathKey),
            Restart = restart,
            RestartAttempts = restart == RestartKind.FixedDelay ? Number(FixedAttemptsKey, 1) : null,
            RestartPause = restart == RestartKind.FixedDelay ? Duration(FixedDelayKey, TimeSpan.FromSeconds(1)) : Duration(FirstBackoffKey, TimeSpan.FromSeconds(1)),
            LongestRestartPause = restart == RestartKind.FixedDelay ? Duration(FixedDelayKey, TimeSpan.FromSeconds(1)) : Duration(LongestBackoffKey, TimeSpan.FromMinutes(1)),
        };

        TimeSpan Duration(string key, TimeSpan otherwise) => settings.TryGetValue(key, out string? text) && OptionText.TryParseDuration(text, out TimeSpan value) ? value : otherwise;

        int Number(string key, int otherwise) => settings.TryGetValue(key, out string? text) ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
    }

    /// <summary>Checks a value that is about to be set.</summary>
    /// <exception cref="ArgumentException">It does not suit the key.</exception>
    internal static void Check(string key, string value)
    {
        if (s_durations.Contains(key) && !OptionText.TryParseDuration(value, out _))
        {
            throw new ArgumentException($"'{value}' is no duration for '{key}': write {OptionText.DurationForm}.");
        }

        if (s_numbers.Contains(key) && (!int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int number) || (number == 0 && key == RetainedKey)))
        {
            throw new ArgumentException($"'{value}' is no number for '{key}': write a whole number{(key == RetainedKey ? " above 0" : string.Empty)}.");
        }

        if (key == RestartKey && Parse(value) is null)
        {
            throw new ArgumentException($"'{value}' is no value of '{key}': write none, fixed-delay or exponential-delay.");
        }
    }

    private static RestartKind? Parse(string text) => text switch
    {
        "none" or "off" or "disable" => RestartKind.None,
        "fixed-delay" or "fixeddelay" => RestartKind.FixedDelay,
        "exponential-delay" or "exponentialdelay" => RestartKind.ExponentialDelay,
        _ => null,
    };
}
