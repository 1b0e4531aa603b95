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

    /// <summary>Sets a key. Values are checked by whoever knows the key; an unknown time zone is refused here.</summary>
    /// <exception cref="ArgumentException">The value does not suit the key.</exception>
    public void Set(string key, string value)
    {
        switch (key)
        {
            case "table.local-time-zone":
                TimeZone = ZoneOf(value);
                break;
            case "table.exec.legacy-cast-behaviour":
                IsLegacyCast = value.Equals("enabled", StringComparison.OrdinalIgnoreCase) || value.Equals("true", StringComparison.OrdinalIgnoreCase);
                break;
            default:
                break;
        }

        _settings[key] = value;
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
