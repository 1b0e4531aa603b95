using Weir.Engine.Connectors;
using Weir.Engine.Windows;
using Weir.Sql.Syntax;

namespace Weir.Sql.Binding;

/// <summary>The settings <c>table.exec.emit.*</c>, for windows that tell more than once. Source: Flink's WindowEmitStrategy and WindowUtil.</summary>
internal static class WindowEmitSettings
{
    public const string EarlyEnabled = "table.exec.emit.early-fire.enabled";
    public const string EarlyDelay = "table.exec.emit.early-fire.delay";
    public const string LateEnabled = "table.exec.emit.late-fire.enabled";
    public const string LateDelay = "table.exec.emit.late-fire.delay";
    public const string AllowedLateness = "table.exec.emit.allow-lateness";

    /// <summary>When a group window tells; null when only at its end.</summary>
    public static WindowEmit? Of(Session session, GroupWindow window, SourceSpan span)
    {
        bool isEarly = IsEnabled(session, EarlyEnabled);
        bool isLate = IsEnabled(session, LateEnabled);
        if (!isEarly && !isLate)
        {
            return null;
        }

        if (window.Spec is null)
        {
            throw new SqlException("Session window doesn't support EMIT strategy currently.", span, $"RESET '{(isEarly ? EarlyEnabled : LateEnabled)}' before the statement.");
        }

        // By processing time there are no late rows; the rest of the strategy is as if the setting were not made.
        bool isEventTime = window.Role != Logical.TimeRole.Proctime;
        WindowEmit emit = new()
        {
            EarlyDelayMs = isEarly ? Delay(session, EarlyDelay, "Early-fire", span) : null,
            LateDelayMs = isLate ? Delay(session, LateDelay, "Late-fire", span) : null,
            AllowedLatenessMs = isLate ? Duration(session, AllowedLateness, span) ?? Duration(session, "table.exec.state.ttl", span) ?? 0 : 0,
        };
        if (isEventTime && isLate && emit.AllowedLatenessMs <= 0)
        {
            throw new SqlException($"Late firing needs rows that are allowed to be late: '{AllowedLateness}' is not set.", span, $"SET '{AllowedLateness}' = '1 h'.");
        }

        if (!isEventTime)
        {
            return isEarly ? emit with { LateDelayMs = null, AllowedLatenessMs = 0 } : null;
        }

        return emit;
    }

    /// <summary>Window table functions tell once: a setting that asks for more is refused, as in Flink.</summary>
    public static void RefuseFor(Session session, SourceSpan span)
    {
        if (IsEnabled(session, EarlyEnabled) || IsEnabled(session, LateEnabled))
        {
            throw new SqlException(
                $"Currently, window table function based aggregate doesn't support early-fire and late-fire configuration '{EarlyEnabled}' and '{LateEnabled}'.",
                span,
                "GROUP BY TUMBLE(ts, …) or HOP(ts, …), or RESET the setting before the statement.");
        }
    }

    private static bool IsEnabled(Session session, string key) => session.Settings.TryGetValue(key, out string? value) && value.Equals("true", StringComparison.OrdinalIgnoreCase);

    private static long Delay(Session session, string key, string what, SourceSpan span) =>
        Duration(session, key, span) is { } delay and >= 0
            ? delay
            : throw new SqlException($"{what} delay should not be null or negative value when enable {what.ToLowerInvariant()} emit strategy.", span, $"SET '{key}' = '1 s'.");

    private static long? Duration(Session session, string key, SourceSpan span)
    {
        if (!session.Settings.TryGetValue(key, out string? text))
        {
            return null;
        }

        return OptionText.TryParseDuration(text, out TimeSpan duration) ? (long)duration.TotalMilliseconds : throw new SqlException($"'{text}' is no duration for '{key}'.", span, "Write e.g. '10 s', '500 ms' or '1 min'.");
    }
}
