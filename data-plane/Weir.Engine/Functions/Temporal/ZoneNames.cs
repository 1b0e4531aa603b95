using System.Globalization;

namespace Weir.Engine.Functions.Temporal;

/// <summary>Finds time zones by the names that Java has for them.</summary>
public static class ZoneNames
{
    // The three-letter names that java.time.ZoneId.SHORT_IDS keeps for compatibility.
    private static readonly Dictionary<string, string> s_short = new(StringComparer.Ordinal)
    {
        ["ACT"] = "Australia/Darwin",
        ["AET"] = "Australia/Sydney",
        ["AGT"] = "America/Argentina/Buenos_Aires",
        ["ART"] = "Africa/Cairo",
        ["AST"] = "America/Anchorage",
        ["BET"] = "America/Sao_Paulo",
        ["BST"] = "Asia/Dhaka",
        ["CAT"] = "Africa/Harare",
        ["CNT"] = "America/St_Johns",
        ["CST"] = "America/Chicago",
        ["CTT"] = "Asia/Shanghai",
        ["EAT"] = "Africa/Addis_Ababa",
        ["ECT"] = "Europe/Paris",
        ["IET"] = "America/Indiana/Indianapolis",
        ["IST"] = "Asia/Kolkata",
        ["JST"] = "Asia/Tokyo",
        ["MIT"] = "Pacific/Apia",
        ["NET"] = "Asia/Yerevan",
        ["NST"] = "Pacific/Auckland",
        ["PLT"] = "Asia/Karachi",
        ["PNT"] = "America/Phoenix",
        ["PRT"] = "America/Puerto_Rico",
        ["PST"] = "America/Los_Angeles",
        ["SST"] = "Pacific/Guadalcanal",
        ["VST"] = "Asia/Ho_Chi_Minh",
        ["EST"] = "-05:00",
        ["MST"] = "-07:00",
        ["HST"] = "-10:00",
    };

    // Names in texts such as '… 10:00 CEST': hours ahead of UTC.
    private static readonly Dictionary<string, int> s_abbreviations = new(StringComparer.OrdinalIgnoreCase)
    {
        ["UTC"] = 0,
        ["GMT"] = 0,
        ["WET"] = 0,
        ["WEST"] = 1,
        ["CET"] = 1,
        ["CEST"] = 2,
        ["EET"] = 2,
        ["EEST"] = 3,
        ["MSK"] = 3,
        ["PST"] = -8,
        ["PDT"] = -7,
        ["MST"] = -7,
        ["MDT"] = -6,
        ["CST"] = -6,
        ["CDT"] = -5,
        ["EST"] = -5,
        ["EDT"] = -4,
        ["AKST"] = -9,
        ["AKDT"] = -8,
        ["HST"] = -10,
        ["JST"] = 9,
    };

    /// <summary>
    /// The zone of a name: a region (<c>Europe/Berlin</c>), one of Java's three-letter names, <c>UTC</c>, <c>GMT</c>, or an offset after one of these (<c>GMT+8</c>, <c>GMT-08:30</c>);
    /// with <paramref name="bareOffset"/> also an offset alone (<c>+08:00</c>, <c>Z</c>), which java.time.ZoneId takes and java.util.TimeZone does not.
    /// </summary>
    public static TimeZoneInfo? Find(string name, bool bareOffset)
    {
        if (name is "UTC" or "GMT" or "UT" || (bareOffset && name is "Z"))
        {
            return TimeZoneInfo.Utc;
        }

        if (s_short.TryGetValue(name, out string? longName))
        {
            return longName[0] == '-' ? Fixed(name, longName) : TimeZoneInfo.FindSystemTimeZoneById(longName);
        }

        string? offset = name.StartsWith("GMT", StringComparison.Ordinal) || (bareOffset && name.StartsWith("UTC", StringComparison.Ordinal)) ? name[3..] : bareOffset ? name : null;
        if (offset is { Length: > 1 } && offset[0] is '+' or '-')
        {
            return Fixed(name, offset!);
        }

        return TimeZoneInfo.TryFindSystemTimeZoneById(name, out TimeZoneInfo? zone) ? zone : null;
    }

    /// <summary>The offset that an abbreviation such as CEST stands for, in minutes.</summary>
    public static bool TryAbbreviation(string name, out int minutes)
    {
        bool found = s_abbreviations.TryGetValue(name, out int hours);
        minutes = hours * 60;
        return found;
    }

    private static TimeZoneInfo? Fixed(string name, string offset)
    {
        string digits = offset[1..];
        string[] parts = digits.Contains(':', StringComparison.Ordinal) ? digits.Split(':') : digits.Length <= 2 ? [digits] : [digits[..^2], digits[^2..]];
        if (parts.Length > 2 || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int hours))
        {
            return null;
        }

        int minutes = 0;
        if (parts.Length == 2 && (parts[1].Length != 2 || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out minutes)))
        {
            return null;
        }

        TimeSpan span = new(hours, minutes, 0);
        if (minutes > 59 || span > TimeSpan.FromHours(14))
        {
            return null;
        }

        return TimeZoneInfo.CreateCustomTimeZone(name, offset[0] == '-' ? -span : span, name, name);
    }
}
