using Weir.Engine.Connectors;

namespace Weir.Sql;

/// <summary>What a statement's meaning depends on beside its text and the catalog: the settings made with SET.</summary>
public sealed class Session
{
    private readonly Dictionary<string, string> _settings = new(StringComparer.Ordinal);

    /// <summary>The settings by key, as given.</summary>
    public IReadOnlyDictionary<string, string> Settings => _settings;

    /// <summary>The zone of <c>table.local-time-zone</c>; UTC when it is not set.</summary>
    public TimeZoneInfo TimeZone { get; private set; } = TimeZoneInfo.Utc;

    /// <summary>Whether <c>table.exec.legacy-cast-behaviour</c> is enabled: a CAST that fails gives NULL.</summary>
    public bool IsLegacyCast { get; private set; }

    /// <summary>Whether <c>table.exec.mini-batch.enabled</c> is set: changes of a bundle of rows are told together.</summary>
    public bool IsMiniBatch { get; private set; }

    /// <summary>Rows of a bundle: <c>table.exec.mini-batch.size</c>.</summary>
    public long MiniBatchRows { get; private set; } = DefaultMiniBatchRows;

    /// <summary>How long a bundle waits at most: <c>table.exec.mini-batch.allow-latency</c>.</summary>
    public long MiniBatchLatencyMs { get; private set; }

    /// <summary>How long state is kept that is not written: <c>table.exec.state.ttl</c>; 0 for ever.</summary>
    public long StateTtlMs { get; private set; }

    /// <summary>The most bytes that state and managed memory may take: <c>state.memory.limit</c>; null for no limit.</summary>
    public long? MemoryLimitBytes { get; private set; }

    internal const string MemoryLimitKey = "state.memory.limit";

    private const long DefaultMiniBatchRows = 5000;

    /// <summary>Sets a key. Values are checked by whoever knows the key; an unknown time zone is refused here.</summary>
    /// <exception cref="ArgumentException">The value does not suit the key.</exception>
    public void Set(string key, string value)
    {
        switch (key)
        {
            case MemoryLimitKey:
                MemoryLimitBytes = OptionText.TryParseSize(value, out long limit) && limit > 0 ? limit : throw new ArgumentException($"'{value}' is no size for '{key}': write a number above 0 and a unit, e.g. 512 mb.");
                break;
            case "table.local-time-zone":
                TimeZone = ZoneOf(value);
                break;
            case "table.exec.legacy-cast-behaviour":
                IsLegacyCast = value.Equals("enabled", StringComparison.OrdinalIgnoreCase) || value.Equals("true", StringComparison.OrdinalIgnoreCase);
                break;
            case "table.exec.mini-batch.enabled":
                IsMiniBatch = value.Equals("true", StringComparison.OrdinalIgnoreCase);
                break;
            case "table.exec.mini-batch.size":
                MiniBatchRows = long.TryParse(value, out long rows) && rows > 0 ? rows : throw new ArgumentException($"'{value}' is no size for '{key}': write a whole number of rows above 0.");
                break;
            case "table.exec.mini-batch.allow-latency":
                MiniBatchLatencyMs = OptionText.TryParseDuration(value, out TimeSpan latency) ? (long)latency.TotalMilliseconds : throw new ArgumentException($"'{value}' is no duration for '{key}': write e.g. '2 s'.");
                break;
            case "table.exec.state.ttl":
                StateTtlMs = OptionText.TryParseDuration(value, out TimeSpan ttl) ? (long)ttl.TotalMilliseconds : throw new ArgumentException($"'{value}' is no duration for '{key}': write e.g. '1 d'.");
                break;
            case "table.exec.source.cdc-events-duplicate" or "table.optimizer.reuse-sub-plan-enabled" or "table.optimizer.reuse-source-enabled":
                if (!bool.TryParse(value, out _))
                {
                    throw new ArgumentException($"'{value}' is no value of '{key}': write true or false.");
                }

                break;
            default:
                CheckpointSettings.Check(key, value);
                break;
        }

        _settings[key] = value;
    }

    /// <summary>Takes a setting back, or all of them.</summary>
    public void Reset(string? key)
    {
        Dictionary<string, string> kept = key is null ? [] : _settings.Where(s => s.Key != key).ToDictionary(s => s.Key, s => s.Value, StringComparer.Ordinal);
        _settings.Clear();
        TimeZone = TimeZoneInfo.Utc;
        IsLegacyCast = false;
        IsMiniBatch = false;
        MiniBatchRows = DefaultMiniBatchRows;
        MiniBatchLatencyMs = 0;
        StateTtlMs = 0;
        foreach ((string name, string value) in kept)
        {
            Set(name, value);
        }
    }

    /// <summary>A session with the same settings, which later statements do not change.</summary>
    public Session Clone()
    {
        Session clone = new();
        foreach ((string key, string value) in _settings)
        {
            clone.Set(key, value);
        }

        return clone;
    }

    private static TimeZoneInfo ZoneOf(string value)
    {
        if (value is "default")
        {
            return TimeZoneInfo.Local;
        }

        if (TimeZoneInfo.TryFindSystemTimeZoneById(value, out TimeZoneInfo? zone))
        {
            return zone;
        }

        string offset = value.StartsWith("GMT", StringComparison.Ordinal) || value.StartsWith("UTC", StringComparison.Ordinal) ? value[3..] : value;
        if (offset is "Z" or "")
        {
            return TimeZoneInfo.Utc;
        }

        if (offset.Length > 1 && offset[0] is '+' or '-' && TimeSpan.TryParse(offset[1..].Contains(':') ? offset[1..] : offset[1..] + ":00", System.Globalization.CultureInfo.InvariantCulture, out TimeSpan span)
            && span <= TimeSpan.FromHours(14))
        {
            return TimeZoneInfo.CreateCustomTimeZone(value, offset[0] == '-' ? -span : span, value, value);
        }

        throw new ArgumentException($"'{value}' is no time zone. Write a name such as 'Europe/Berlin', or an offset such as 'GMT+02:00'.");
    }
}
